import { type Ids, makeIds } from './ids.ts';
import { DEFAULT_SCOPES, DEFAULT_SHORTCUTS, type Shortcut, type SlackSimulatorOptions } from './options.ts';
import { CHANNELS, PEOPLE, type Person, startsIn, USER_GROUPS, type UserGroup } from './people.ts';
import type { Channel, Ephemeral, OpenView } from './records.ts';
import { makeTriggers, type Triggers } from './triggers.ts';

/** The whole simulated workspace. The simulator's parts share it and call `changed` after changing it. */
export interface World {
  readonly now: () => number;
  readonly ids: Ids;
  readonly triggers: Triggers;
  readonly team: { readonly id: string; readonly domain: string; readonly name: string };
  /** The Enterprise Grid of the workspace; null if none. */
  readonly enterprise: { readonly id: string; readonly name: string } | null;
  /** What auth.test names as the team of an organisation-wide installation; null if it is for the workspace. */
  readonly orgWide: { readonly teamId: 'organisation' | 'none' } | null;
  readonly app: { readonly id: string; readonly name: string; readonly botId: string; readonly botUser: string };
  readonly granted: readonly string[];
  readonly commands: readonly string[];
  readonly shortcuts: readonly Shortcut[];
  readonly botToken: string;
  readonly appToken: string;
  readonly signingSecret: string;
  /** Deprecated by Slack but still in each payload. */
  readonly verificationToken: string;
  readonly people: Map<string, Person>;
  readonly userGroups: Map<string, UserGroup>;
  readonly channels: Map<string, Channel>;
  readonly ephemerals: Ephemeral[];
  /** Open modals per person, bottom first. */
  readonly stacks: Map<string, OpenView[]>;
  readonly homes: Map<string, OpenView>;
  readonly calls: Record<string, number>;
  /** The simulator's base URL; null until set. */
  base: string | null;
  /** The target of signed HTTP; null until set, and in Socket Mode. */
  httpTarget: string | null;
  changed(): void;
}

export function makeWorld(options: SlackSimulatorOptions, changed: () => void): World {
  const now = options.now ?? Date.now;
  const ids = makeIds(options.seed ?? 1, now);
  const app = { id: 'A07ECSCHAT1', name: 'ecs-chatops', botId: 'B07ECSCHAT1', botUser: 'U07ECSBOT01' };
  return {
    now,
    ids,
    triggers: makeTriggers(ids, now, options.triggerLifeMs ?? 3000),
    team: { id: 'T07SANDBOX1', domain: 'sandbox-team', name: 'Sandbox Team' },
    enterprise: options.enterprise ?? null,
    orgWide: options.orgWide ?? null,
    app,
    granted: options.scopes ?? DEFAULT_SCOPES,
    commands: options.commands ?? ['/ecs'],
    shortcuts: options.shortcuts ?? DEFAULT_SHORTCUTS,
    botToken: `xoxb-sandbox-${ids.hex(24)}`,
    appToken: `xapp-1-sandbox-${ids.hex(24)}`,
    signingSecret: ids.hex(32),
    verificationToken: ids.hex(24),
    people: new Map(PEOPLE.map((person) => [person.id, person])),
    userGroups: new Map(USER_GROUPS.map((group) => [group.id, group])),
    channels: new Map(CHANNELS.map((channel) => [channel.id, makeChannel(channel, app.botUser)])),
    ephemerals: [],
    stacks: new Map(),
    homes: new Map(),
    calls: {},
    base: null,
    httpTarget: null,
    changed,
  };
}

function makeChannel(given: (typeof CHANNELS)[number], botUser: string): Channel {
  const { id, name, isPrivate, bot, shared: isShared } = given;
  const members = new Set(PEOPLE.filter((person) => startsIn(person, given)).map((person) => person.id));
  if (bot) members.add(botUser);
  return { id, name, isPrivate, isShared, imWith: null, members, messages: [] };
}

export const personOf = (world: World, id: string): Person | undefined => world.people.get(id);

/** The direct message between the bot and this person; opens it if there is none. */
export function directMessage(world: World, user: string): Channel {
  for (const channel of world.channels.values()) if (channel.imWith === user) return channel;
  const members = new Set([user, world.app.botUser]);
  const channel = {
    id: world.ids.id('D'),
    name: user,
    isPrivate: true,
    isShared: false,
    imWith: user,
    members,
    messages: [],
  };
  world.channels.set(channel.id, channel);
  world.changed();
  return channel;
}
