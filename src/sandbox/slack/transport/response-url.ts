import { type Dict, dict, list, parseJson, str } from '../json.ts';
import { deleteMessage, editMessage, findMessage, postEphemeral, postMessage } from '../messages.ts';
import type { Channel } from '../records.ts';
import { refusedBlocks } from '../web/content.ts';
import { refuse } from '../web/method.ts';
import type { Served } from '../web/serve.ts';
import type { World } from '../world.ts';

const USES = 5;
const LIFE_MS = 30 * 60_000;

/** What a response_url belongs to. `messageTs`: the message of the pressed button; null for a slash command. */
export interface Source {
  readonly channel: string;
  readonly user: string;
  readonly messageTs: string | null;
}

export interface ResponseUrls {
  make(source: Source): string;
  /** Serves a POST to `/response/<id>`. */
  respond(id: string, body: Buffer): Served;
}

export function makeResponseUrls(world: World): ResponseUrls {
  const made = new Map<string, { source: Source; at: number; left: number }>();
  return {
    make: (source) => {
      const id = `${world.team.id}/${world.ids.hex(24)}`;
      made.set(id, { source, at: world.now(), left: USES });
      return `${world.base ?? ''}/response/${id}`;
    },
    respond: (id, body) => {
      const entry = made.get(id);
      if (entry === undefined) return failed(404, 'not_found');
      if (world.now() - entry.at > LIFE_MS) return failed(404, 'expired_url');
      if (entry.left <= 0) return failed(404, 'used_url');
      const given = parseJson(body.toString());
      if (given === undefined) return failed(400, 'invalid_payload');
      const error = applyResponse(world, entry.source, dict(given));
      if (error !== null) return failed(400, error);
      entry.left -= 1;
      return { status: 200, body: { ok: true } };
    },
  };
}

const failed = (status: number, error: string): Served => ({ status, body: refuse(error) });

/** Carries out a response; also used for the message in a slash command's ack. Null, or the error. */
export function applyResponse(world: World, source: Source, given: Dict): string | null {
  const channel = world.channels.get(source.channel);
  if (channel === undefined) return 'channel_not_found';
  if (given.delete_original === true) return deleteOriginal(world, channel, source);
  const blocks = Array.isArray(given.blocks) && given.blocks.length > 0 ? list(given.blocks) : null;
  const refusal = refusedBlocks(given.blocks);
  if (refusal !== null) return String(refusal.error);
  const text = str(given.text) ?? '';
  if (text === '' && blocks === null) return 'no_text';
  const content = { text, blocks };
  // By default, an answer to a button replaces the button's message.
  const replaces = given.replace_original ?? given.response_type === undefined;
  if (source.messageTs !== null && (replaces === true || replaces === 'true')) {
    return replaceOriginal(world, channel, source.messageTs, content);
  }
  const threadTs = str(given.thread_ts) ?? null;
  if (given.response_type === 'in_channel') {
    const parent = threadTs === null ? undefined : findMessage(channel, threadTs);
    postMessage(world, channel, parent ?? null, content);
  } else {
    postEphemeral(world, { channel: channel.id, user: source.user, threadTs }, content);
  }
  return null;
}

function deleteOriginal(world: World, channel: Channel, { messageTs }: Source): string | null {
  const at = world.ephemerals.findIndex((each) => each.ts === messageTs);
  const message = messageTs === null ? undefined : findMessage(channel, messageTs);
  if (at >= 0) world.ephemerals.splice(at, 1);
  else if (message !== undefined) deleteMessage(world, channel, message);
  else return 'message_not_found';
  world.changed();
  return null;
}

function replaceOriginal(
  world: World,
  channel: Channel,
  ts: string,
  content: { readonly text: string; readonly blocks: readonly unknown[] | null },
): string | null {
  const at = world.ephemerals.findIndex((each) => each.ts === ts);
  const message = findMessage(channel, ts);
  const old = world.ephemerals[at];
  if (old !== undefined) {
    const to = { channel: old.channel, user: old.user, threadTs: old.threadTs };
    const fresh = postEphemeral(world, to, content);
    world.ephemerals.splice(world.ephemerals.indexOf(fresh), 1);
    world.ephemerals[at] = { ...fresh, ts };
  } else if (message !== undefined) {
    editMessage(world, message, content);
  } else {
    return 'message_not_found';
  }
  world.changed();
  return null;
}
