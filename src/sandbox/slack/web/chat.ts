import {
  type Content,
  deleteMessage,
  editMessage,
  findMessage,
  messageOutput,
  postEphemeral,
  postMessage,
} from '../messages.ts';
import { isReachable } from '../people.ts';
import type { Channel, StoredMessage } from '../records.ts';
import { directMessage, personOf, type World } from '../world.ts';
import { contentOf, isRefusal, posted } from './content.ts';
import {
  type Call,
  channelOf,
  done,
  hasScope,
  isVisible,
  type Method,
  missingField,
  type Reply,
  refuse,
} from './method.ts';

const UPDATE_TEXT_LIMIT = 4000;

/** By id, by name, or a person's direct message. */
function channelToPost(world: World, target: string): Channel | undefined {
  const byId = world.channels.get(target);
  if (byId !== undefined) return byId;
  const person = personOf(world, target);
  if (person !== undefined) return isReachable(person) ? directMessage(world, target) : undefined;
  const name = target.replace(/^#/, '');
  return [...world.channels.values()].find((each) => each.imWith === null && each.name === name);
}

/** The channel if the bot may post there, otherwise the reason. */
function mayPost(world: World, channel: Channel | undefined): Channel | Reply {
  if (channel === undefined || !isVisible(world, channel)) return refuse('channel_not_found');
  if (channel.members.has(world.app.botUser) || hasScope(world, 'chat:write.public')) return channel;
  return refuse('not_in_channel');
}

const isReply = (value: Channel | StoredMessage | Content | Reply | null): value is Reply =>
  value !== null && 'ok' in value;

function parentOf(channel: Channel, threadTs: string | undefined): StoredMessage | null | Reply {
  if (threadTs === undefined) return null;
  const parent = findMessage(channel, threadTs);
  if (parent === undefined) return refuse('thread_not_found');
  return parent.threadTs === null ? parent : refuse('cannot_reply_to_message');
}

function post(call: Call): Reply {
  const { world, args } = call;
  const target = args.text('channel');
  if (target === undefined) return missingField('channel');
  const channel = mayPost(world, channelToPost(world, target));
  if (isReply(channel)) return channel;
  const content = contentOf(call);
  if (isRefusal(content)) return content;
  const parent = parentOf(channel, args.text('thread_ts'));
  if (isReply(parent)) return parent;
  const message = postMessage(world, channel, parent, content);
  return posted(content, { channel: channel.id, ts: message.ts, message: messageOutput(world, message, true) });
}

/** The bot's own message, for update and delete. */
function ownMessage({ world, args }: Call, whenForeign: string): { channel: Channel; message: StoredMessage } | Reply {
  const channel = channelOf(world, args.text('channel'));
  const ts = args.text('ts');
  if (ts === undefined) return missingField('ts');
  if (channel === undefined || !isVisible(world, channel)) return refuse('channel_not_found');
  const message = findMessage(channel, ts);
  if (message === undefined || message.deleted) return refuse('message_not_found');
  return message.user === world.app.botUser ? { channel, message } : refuse(whenForeign);
}

function update(call: Call): Reply {
  const found = ownMessage(call, 'cant_update_message');
  if ('ok' in found) return found;
  const content = contentOf(call);
  if (isRefusal(content)) return content;
  if (content.text.length > UPDATE_TEXT_LIMIT) return refuse('msg_too_long');
  editMessage(call.world, found.message, content);
  const { channel, message } = found;
  return done({
    channel: channel.id,
    ts: message.ts,
    text: message.text,
    message: messageOutput(call.world, message, true),
  });
}

function remove(call: Call): Reply {
  const found = ownMessage(call, 'cant_delete_message');
  if ('ok' in found) return found;
  deleteMessage(call.world, found.channel, found.message);
  return done({ channel: found.channel.id, ts: found.message.ts });
}

function ephemeral(call: Call): Reply {
  const { world, args } = call;
  const user = args.text('user');
  const target = args.text('channel');
  if (user === undefined) return missingField('user');
  if (target === undefined) return missingField('channel');
  const channel = mayPost(world, channelToPost(world, target));
  if (isReply(channel)) return channel;
  // chat:write.public is for chat.postMessage alone.
  if (!channel.members.has(world.app.botUser)) return refuse('not_in_channel');
  if (personOf(world, user) === undefined || !channel.members.has(user)) return refuse('user_not_in_channel');
  const content = contentOf(call);
  if (isRefusal(content)) return content;
  const threadTs = args.text('thread_ts') ?? null;
  const { ts } = postEphemeral(world, { channel: channel.id, user, threadTs }, content);
  return posted(content, { message_ts: ts });
}

function permalink({ world, args }: Call): Reply {
  const channel = channelOf(world, args.text('channel'));
  const ts = args.text('message_ts');
  if (ts === undefined) return missingField('message_ts');
  if (channel === undefined || !isVisible(world, channel)) return refuse('channel_not_found');
  const message = findMessage(channel, ts);
  if (message === undefined) return refuse('message_not_found');
  const thread = message.threadTs === null ? '' : `?thread_ts=${message.threadTs}&cid=${channel.id}`;
  const address = `https://${world.team.domain}.slack.com/archives/${channel.id}/p${ts.replace('.', '')}${thread}`;
  return done({ channel: channel.id, permalink: address });
}

export const chatMethods: Readonly<Record<string, Method>> = {
  'chat.postMessage': { tier: 'post', scopes: ['chat:write'], run: post },
  'chat.update': { tier: 3, scopes: ['chat:write'], run: update },
  'chat.delete': { tier: 3, scopes: ['chat:write'], run: remove },
  'chat.postEphemeral': { tier: 4, scopes: ['chat:write'], run: ephemeral },
  'chat.getPermalink': { tier: 'free', scopes: [], run: permalink },
};
