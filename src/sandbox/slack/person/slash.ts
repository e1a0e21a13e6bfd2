import type { PersonSees } from '../../ports.ts';
import { slashPayload } from '../payloads.ts';
import { applyResponse } from '../transport/response-url.ts';
import { personOf, type World } from '../world.ts';
import { type Client, FINE, sees } from './client.ts';

export async function slash(
  { world, responses, dispatch }: Client,
  input: { readonly user: string; readonly channel: string; readonly command: string; readonly text: string },
): Promise<PersonSees> {
  const person = personOf(world, input.user);
  const channel = world.channels.get(input.channel);
  if (person === undefined) return sees('user_not_found');
  if (channel === undefined) return sees('channel_not_found');
  if (!channel.members.has(person.id)) return sees('not_in_channel');
  const command = input.command.startsWith('/') ? input.command : `/${input.command}`;
  if (!world.commands.includes(command) || !world.granted.includes('commands')) return sees('invalid_command');
  const source = { channel: channel.id, user: person.id, messageTs: null };
  const given = { command, text: escaped(world, input.text.trim()), responseUrl: responses.make(source) };
  const payload = slashPayload(world, person, channel, given);
  const dispatched = await dispatch({ kind: 'slash_commands', payload, acceptsResponse: true });
  if (!dispatched.ok) return sees(dispatched.error);
  if (dispatched.body === null) return FINE;
  const error = applyResponse(world, source, dispatched.body);
  return error === null ? FINE : sees(error);
}

/** The text for an app that wants people, channels and links escaped. */
function escaped(world: World, text: string): string {
  const people = new Map([...world.people.values()].map(({ handle, id }) => [handle, id]));
  const channels = new Map([...world.channels.values()].map(({ name, id }) => [name, id]));
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/https?:\/\/[^\s"'|]+/gu, (link) => `<${link}>`)
    .replace(/(?<![\p{L}\p{N}])([@#])([\p{L}\p{N}._-]+)/gu, (typed, mark: string, name: string) => {
      const id = mark === '@' ? people.get(name) : channels.get(name);
      return id === undefined ? typed : `<${mark}${id}|${name}>`;
    });
}
