import type { PersonSees } from '../../ports.ts';
import type { Events } from '../events.ts';
import { homeOpenedPayload } from '../payloads.ts';
import { directMessage, personOf } from '../world.ts';
import { type Client, FINE, sees } from './client.ts';

/** The person opens the app's home tab; the app is told by an event, to which it may be slow or deaf. */
export async function openHome({ world }: Client, events: Events, user: string): Promise<PersonSees> {
  const person = personOf(world, user);
  if (person === undefined) return sees('user_not_found');
  const channel = directMessage(world, user);
  await events.send(homeOpenedPayload(world, person, channel, world.homes.get(user)));
  return FINE;
}
