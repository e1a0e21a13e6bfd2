import type { AccountKind } from '../../ports.ts';
import type { Dict } from '../json.ts';
import { findMessage, messageOutput } from '../messages.ts';
import type { Channel, StoredMessage } from '../records.ts';
import { directMessage, personOf, type World } from '../world.ts';
import {
  type Call,
  channelOf,
  done,
  hasScope,
  isVisible,
  type Method,
  missingField,
  missingScope,
  type Reply,
  refuse,
} from './method.ts';
import { pageOf } from './paging.ts';

type Family = 'read' | 'history';

const scopeFor = (channel: Channel, family: Family): string => {
  if (channel.imWith !== null) return `im:${family}`;
  return `${channel.isPrivate ? 'groups' : 'channels'}:${family}`;
};

/** The channel if the bot's scopes and membership allow reading it, otherwise the reason. */
function visibleChannel({ world, args }: Call, family: Family): Channel | Reply {
  const id = args.text('channel');
  if (id === undefined) return missingField('channel');
  const channel = channelOf(world, id);
  const scope = channel === undefined ? `channels:${family}` : scopeFor(channel, family);
  if (!hasScope(world, scope)) return missingScope(world, scope);
  return channel === undefined || !isVisible(world, channel) ? refuse('channel_not_found') : channel;
}

function readableChannel(call: Call): Channel | Reply {
  const channel = visibleChannel(call, 'history');
  if ('ok' in channel) return channel;
  return channel.members.has(call.world.app.botUser) ? channel : refuse('not_in_channel');
}

function channelOutput(world: World, channel: Channel): Dict {
  const created = 1_700_000_000;
  if (channel.imWith !== null) return { id: channel.id, created, is_im: true, user: channel.imWith, is_open: true };
  return {
    id: channel.id,
    name: channel.name,
    name_normalized: channel.name,
    created,
    is_channel: !channel.isPrivate,
    is_group: channel.isPrivate,
    is_im: false,
    is_private: channel.isPrivate,
    is_shared: channel.isShared,
    is_ext_shared: channel.isShared,
    is_org_shared: false,
    is_pending_ext_shared: false,
    is_archived: false,
    is_general: channel.name === 'general',
    is_member: channel.members.has(world.app.botUser),
    num_members: channel.members.size,
  };
}

/** `oldest` and `latest` exclude their own moment unless `inclusive`. */
function within({ args }: Call, messages: readonly StoredMessage[]): readonly StoredMessage[] {
  const oldest = Number(args.text('oldest') ?? 0);
  const latest = Number(args.text('latest') ?? Number.POSITIVE_INFINITY);
  const inclusive = args.flag('inclusive');
  return messages.filter((message) => {
    const ts = Number(message.ts);
    return inclusive ? ts >= oldest && ts <= latest : ts > oldest && ts < latest;
  });
}

function listed(call: Call, messages: readonly StoredMessage[], more: Dict): Reply {
  const { world, args } = call;
  const page = pageOf(messages, args, 999);
  if (page === null) return refuse('invalid_cursor');
  const withMetadata = args.flag('include_all_metadata');
  return done({
    messages: page.items.map((message) => messageOutput(world, message, withMetadata)),
    has_more: page.nextCursor !== '',
    ...more,
    ...(page.nextCursor === '' ? {} : { response_metadata: { next_cursor: page.nextCursor } }),
  });
}

/** Newest first, without the replies in threads. */
function history(call: Call): Reply {
  const channel = readableChannel(call);
  if ('ok' in channel) return channel;
  return listed(call, within(call, [...channel.messages].reverse()), { pin_count: 0 });
}

/** The parent, then its replies, oldest first. */
function replies(call: Call): Reply {
  const channel = readableChannel(call);
  if ('ok' in channel) return channel;
  const ts = call.args.text('ts');
  if (ts === undefined) return missingField('ts');
  const found = findMessage(channel, ts);
  if (found === undefined) return refuse('thread_not_found');
  const parent = found.threadTs === null ? found : findMessage(channel, found.threadTs);
  if (parent === undefined) return refuse('thread_not_found');
  return listed(call, [parent, ...within(call, parent.replies)], {});
}

function info(call: Call): Reply {
  const channel = visibleChannel(call, 'read');
  return 'ok' in channel ? channel : done({ channel: channelOutput(call.world, channel) });
}

function members(call: Call): Reply {
  const channel = visibleChannel(call, 'read');
  if ('ok' in channel) return channel;
  const page = pageOf([...channel.members], call.args, 1000);
  if (page === null) return refuse('invalid_cursor');
  return done({ members: page.items, response_metadata: { next_cursor: page.nextCursor } });
}

/** People who cannot be written to, with Slack's errors. */
const CLOSED: Readonly<Partial<Record<AccountKind, string>>> = {
  deactivated: 'user_disabled',
  app: 'cannot_dm_bot',
  stranger: 'user_not_visible',
};

const MAX_PEOPLE = 8;

/** Resumes a direct message by its id, or opens the one with a person. */
function open(call: Call): Reply {
  const { world, args } = call;
  const id = args.text('channel');
  const users =
    args
      .text('users')
      ?.split(',')
      .filter((each) => each !== '') ?? [];
  if (users.length === 0) return id === undefined ? refuse('users_list_not_supplied') : resume(call, id);
  if (users.length > MAX_PEOPLE) return refuse('too_many_users');
  if (users.length > 1) return missingScope(world, 'mpim:write');
  const [user = ''] = users;
  if (user === world.app.botUser) return refuse('cannot_dm_bot');
  const person = personOf(world, user);
  if (person === undefined) return refuse('user_not_found');
  const closed = CLOSED[person.kind ?? 'member'];
  if (closed !== undefined) return refuse(closed);
  const before = [...world.channels.values()].some(({ imWith }) => imWith === user);
  if (!before && args.flag('prevent_creation')) return refuse('channel_not_found');
  return opened(call, directMessage(world, user), before);
}

function resume(call: Call, id: string): Reply {
  const channel = channelOf(call.world, id);
  if (channel === undefined || !isVisible(call.world, channel)) return refuse('channel_not_found');
  return channel.imWith === null ? refuse('method_not_supported_for_channel_type') : opened(call, channel, true);
}

const opened = ({ world, args }: Call, channel: Channel, before: boolean): Reply =>
  done({
    ...(before ? { no_op: true, already_open: true } : {}),
    channel: args.flag('return_im') ? channelOutput(world, channel) : { id: channel.id },
  });

function join({ world, args }: Call): Reply {
  const channel = channelOf(world, args.text('channel'));
  if (channel === undefined || !isVisible(world, channel)) return refuse('channel_not_found');
  if (channel.isPrivate) return refuse('method_not_supported_for_channel_type');
  channel.members.add(world.app.botUser);
  world.changed();
  return done({ channel: channelOutput(world, channel) });
}

export const conversationMethods: Readonly<Record<string, Method>> = {
  'conversations.open': { tier: 3, scopes: ['im:write'], run: open },
  'conversations.info': { tier: 3, scopes: [], run: info },
  'conversations.members': { tier: 4, scopes: [], run: members },
  'conversations.history': { tier: 3, scopes: [], run: history },
  'conversations.replies': { tier: 3, scopes: [], run: replies },
  'conversations.join': { tier: 3, scopes: ['channels:join'], run: join },
};
