import type { AccountKind, SandboxUser } from '../ports.ts';

/** Another workspace, which shares channels with the sandbox's own. */
export const NORTHWIND = { id: 'T07NORTHWD1', domain: 'northwind', name: 'Northwind Ltd' } as const;

/** An account of the sandbox. Ids are fixed, so that scripts and policies can name them. */
export interface Person extends SandboxUser {
  /** A member by default. */
  readonly kind?: AccountKind;
  /** The short name that payloads carry as `username`. */
  readonly handle: string;
  readonly title: string;
  readonly tz: string;
  readonly tzOffset: number;
  readonly locale: string;
}

const berlin = { tz: 'Europe/Berlin', tzOffset: 3600, locale: 'en-GB' };
const shanghai = { tz: 'Asia/Shanghai', tzOffset: 28800, locale: 'zh-CN' };

export const PEOPLE: readonly Person[] = [
  { id: 'U07LENAHOF1', name: 'Lena Hoffmann', handle: 'lena', role: 'requester', title: 'Web developer', ...berlin },
  { id: 'U07CHENSY02', name: '陈思远', handle: 'siyuan.chen', role: 'requester', title: 'Data engineer', ...shanghai },
  { id: 'U07MARCOKA3', name: 'Marcus Okafor', handle: 'marcus', role: 'approver', title: 'Platform lead', ...berlin },
  {
    id: 'U07PRIYARA4',
    name: 'Priya Raman',
    handle: 'priya',
    role: 'approver',
    title: 'Head of data',
    ...shanghai,
    locale: 'en-GB',
  },
  { id: 'U07INESCAR5', name: 'Inês Carvalho', handle: 'ines', role: 'admin', title: 'Site reliability', ...berlin },
  {
    id: 'U07TOMBECK6',
    name: 'Tom Becker',
    handle: 'tom',
    role: 'outsider',
    title: 'Contractor',
    ...berlin,
    kind: 'guest',
  },
  outsider('U07GABISTE7', 'Gabi Stein', 'gabi', 'Intern of one channel', 'singleChannelGuest'),
  outsider('U07NOAHWOL0', 'Noah Wolfe', 'noah', 'Account manager at Northwind', 'connected'),
  outsider('U07MAYAORT1', 'Maya Ortiz', 'maya', 'Engineer at Northwind', 'stranger'),
  outsider('U07OLEGNOV8', 'Oleg Novak', 'oleg', 'Has left', 'deactivated'),
  outsider('U07BUILDBT9', 'build', 'build', 'App', 'app'),
];

function outsider(id: string, name: string, handle: string, title: string, kind: AccountKind): Person {
  return { id, name, handle, role: 'outsider', title, ...berlin, kind };
}

export const isOfNorthwind = ({ kind }: Person): boolean => kind === 'connected' || kind === 'stranger';

/** Whether the app can write to this person at all. */
export const isReachable = ({ kind }: Person): boolean =>
  kind !== 'stranger' && kind !== 'deactivated' && kind !== 'app';

/** The channels of the sandbox's team. `bot`: whether the app was invited. `shared`: with {@link NORTHWIND}. */
export const CHANNELS = [
  { id: 'C07GENERAL1', name: 'general', isPrivate: false, bot: true, shared: false },
  { id: 'C07PLATFRM2', name: 'platform', isPrivate: false, bot: true, shared: false },
  { id: 'C07WEBTEAM3', name: 'web-team', isPrivate: false, bot: true, shared: false },
  { id: 'C07DATATEM4', name: 'data', isPrivate: false, bot: false, shared: false },
  { id: 'C07LEADSPR5', name: 'leads', isPrivate: true, bot: false, shared: false },
  { id: 'C07NORTHWD6', name: 'northwind', isPrivate: false, bot: true, shared: true },
] as const;

/** Whether a person is in a channel from the beginning. */
export function startsIn(person: Person, { id, isPrivate, shared }: (typeof CHANNELS)[number]): boolean {
  if (isOfNorthwind(person)) return shared;
  if (person.kind === 'singleChannelGuest') return id === 'C07WEBTEAM3';
  return !isPrivate || person.role !== 'outsider';
}

export interface UserGroup {
  readonly id: string;
  readonly name: string;
  readonly handle: string;
  readonly users: readonly string[];
  readonly disabled: boolean;
}

export const USER_GROUPS: readonly UserGroup[] = [
  group('S07FINANCE1', 'Finance', 'finance', ['U07PRIYARA4', 'U07MARCOKA3']),
  group('S07ONCALLS2', 'On call', 'oncall', ['U07INESCAR5', 'U07MARCOKA3']),
  group('S07OUTSIDE3', 'Outside help', 'outside', ['U07TOMBECK6', 'U07GABISTE7', 'U07BUILDBT9']),
  group('S07OLDTEAM4', 'Old team', 'old-team', ['U07OLEGNOV8'], true),
];

function group(id: string, name: string, handle: string, users: readonly string[], disabled = false): UserGroup {
  return { id, name, handle, users, disabled };
}
