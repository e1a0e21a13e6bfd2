import type { Dict } from './json.ts';
import { normaliseBlocks } from './normalise.ts';
import type { Channel, Ephemeral, StoredMessage } from './records.ts';
import type { World } from './world.ts';

export const TEXT_LIMIT = 40_000;

/** The content of a message; `blocks` are checked already. */
export interface Content {
  readonly text: string;
  readonly blocks: readonly unknown[] | null;
  readonly metadata?: Dict | null;
}

const cut = (text: string): string => text.slice(0, TEXT_LIMIT);

/** `parent`: null for the channel itself. `user`: the sender, by default the bot. */
export function postMessage(
  world: World,
  channel: Channel,
  parent: StoredMessage | null,
  content: Content,
  user = world.app.botUser,
): StoredMessage {
  const text = cut(content.text);
  const message: StoredMessage = {
    ts: world.ids.ts(),
    threadTs: parent?.ts ?? null,
    user,
    text,
    blocks: content.blocks === null ? null : normaliseBlocks(content.blocks, world.ids),
    metadata: content.metadata ?? null,
    edited: null,
    deleted: false,
    history: [{ at: world.now(), text }],
    replies: [],
  };
  (parent === null ? channel.messages : parent.replies).push(message);
  world.changed();
  return message;
}

/** Replaces text and blocks together: without blocks, the old ones go. Without metadata, the old one stays. */
export function editMessage(world: World, message: StoredMessage, content: Content): void {
  message.text = cut(content.text);
  message.blocks = content.blocks === null ? null : normaliseBlocks(content.blocks, world.ids);
  if (content.metadata !== undefined) message.metadata = content.metadata;
  message.edited = { user: world.app.botUser, ts: world.ids.ts() };
  message.history.push({ at: world.now(), text: message.text });
  world.changed();
}

export function deleteMessage(world: World, channel: Channel, message: StoredMessage): void {
  if (message.replies.length > 0) {
    Object.assign(message, { deleted: true, text: 'This message was deleted.', blocks: null, metadata: null });
    message.history.push({ at: world.now(), text: message.text });
  } else {
    const home = message.threadTs === null ? channel.messages : (findMessage(channel, message.threadTs)?.replies ?? []);
    home.splice(home.indexOf(message), 1);
  }
  world.changed();
}

export function findMessage(channel: Channel, ts: string): StoredMessage | undefined {
  for (const message of channel.messages) {
    if (message.ts === ts) return message;
    const reply = message.replies.find((each) => each.ts === ts);
    if (reply !== undefined) return reply;
  }
  return undefined;
}

export function postEphemeral(
  world: World,
  to: { readonly channel: string; readonly user: string; readonly threadTs: string | null },
  content: Content,
): Ephemeral {
  const blocks = content.blocks === null ? null : normaliseBlocks(content.blocks, world.ids);
  const ephemeral = { ts: world.ids.ts(), ...to, text: cut(content.text), blocks };
  world.ephemerals.push(ephemeral);
  if (world.ephemerals.length > 500) world.ephemerals.shift();
  world.changed();
  return ephemeral;
}

/** A message as the Web API and interactions show it. Metadata only on request. */
export function messageOutput(world: World, message: StoredMessage, withMetadata: boolean): Dict & { ts: string } {
  const replies = message.replies;
  const last = replies.at(-1);
  return {
    type: 'message',
    ...(message.deleted ? { subtype: 'tombstone' } : {}),
    user: message.user,
    ts: message.ts,
    ...(message.user === world.app.botUser ? { bot_id: world.app.botId, app_id: world.app.id } : {}),
    team: world.team.id,
    text: message.text,
    ...(message.blocks === null ? {} : { blocks: message.blocks }),
    ...(message.edited === null ? {} : { edited: message.edited }),
    ...(message.threadTs === null ? {} : { thread_ts: message.threadTs, parent_user_id: message.user }),
    ...(last === undefined
      ? {}
      : {
          thread_ts: message.ts,
          reply_count: replies.length,
          reply_users_count: new Set(replies.map((each) => each.user)).size,
          reply_users: [...new Set(replies.map((each) => each.user))],
          latest_reply: last.ts,
          is_locked: false,
          subscribed: false,
        }),
    ...(withMetadata && message.metadata !== null ? { metadata: message.metadata } : {}),
  };
}
