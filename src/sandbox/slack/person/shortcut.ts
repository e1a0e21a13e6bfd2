import type { PersonSees } from '../../ports.ts';
import { shortcutPayload } from '../payloads.ts';
import { personOf } from '../world.ts';
import { type Client, FINE, interactive, sees } from './client.ts';

/** A person picked one of the app's global shortcuts. */
export async function shortcut(
  { world, dispatch }: Client,
  input: { readonly user: string; readonly callback_id: string },
): Promise<PersonSees> {
  const person = personOf(world, input.user);
  if (person === undefined) return sees('user_not_found');
  const known = world.shortcuts.some(({ callback_id }) => callback_id === input.callback_id);
  if (!known || !world.granted.includes('commands')) return sees('shortcut_not_found');
  const dispatched = await dispatch(interactive(shortcutPayload(world, person, input.callback_id), false));
  return dispatched.ok ? FINE : sees(dispatched.error);
}
