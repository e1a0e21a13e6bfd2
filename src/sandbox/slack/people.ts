import type { SandboxUser } from '../ports.ts';

/** A person of the sandbox's team. Ids are fixed, so that scripts and policies can name them. */
export interface Person extends SandboxUser {
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
  { id: 'U07TOMBECK6', name: 'Tom Becker', handle: 'tom', role: 'outsider', title: 'Contractor', ...berlin },
];

/** Where the sandbox's team talks. `bot`: whether the app was invited. */
export const CHANNELS = [
  { id: 'C07GENERAL1', name: 'general', isPrivate: false, bot: true },
  { id: 'C07PLATFRM2', name: 'platform', isPrivate: false, bot: true },
  { id: 'C07WEBTEAM3', name: 'web-team', isPrivate: false, bot: true },
  { id: 'C07DATATEM4', name: 'data', isPrivate: false, bot: false },
  { id: 'C07LEADSPR5', name: 'leads', isPrivate: true, bot: false },
] as const;

/** An account that nobody plays: known to Slack, and listed among the members of user groups. */
export interface Account {
  readonly id: string;
  readonly name: string;
  readonly handle: string;
  readonly kind: 'guest' | 'deactivated' | 'bot';
}

export const ACCOUNTS: readonly Account[] = [
  { id: 'U07GABISTE7', name: 'Gabi Stein', handle: 'gabi', kind: 'guest' },
  { id: 'U07OLEGNOV8', name: 'Oleg Novak', handle: 'oleg', kind: 'deactivated' },
  { id: 'U07BUILDBT9', name: 'build', handle: 'build', kind: 'bot' },
];

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
