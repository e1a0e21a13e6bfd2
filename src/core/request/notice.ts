import type { Failure } from '../failure/failure.ts';
import type { Brought } from '../key/own-key.ts';

/**
 * A message to a person or a channel about no request. It carries everything that it says, as it was when it was found out:
 * there is no row to render it from.
 */
export type Notice =
  | OrphansNotice
  | MissingNotice
  | BehindNotice
  | AccountNotice
  | AccountUnknownNotice
  | DigestNotice
  | KeyNotice;

/** To the owner of a key: the result of adding or removing it, if they have not seen it. */
export type KeyNotice =
  | { readonly about: 'key'; readonly is: 'added'; readonly name: string; readonly brought: readonly Brought[] }
  | { readonly about: 'key'; readonly is: 'refused'; readonly name: string; readonly failure: Failure }
  /** `untagged`: regions in which it stays, because its tag does not say whose it is. */
  | { readonly about: 'key'; readonly is: 'removed'; readonly name: string; readonly untagged: readonly string[] }
  /** It could not be removed everywhere. */
  | { readonly about: 'key'; readonly is: 'kept'; readonly name: string };

/** To an admin: instances with the bot's tag that no row of the store knows. */
export interface OrphansNotice {
  readonly about: 'orphans';
  /** The first of them, at most {@link LISTED_MAX}. */
  readonly orphans: readonly Orphan[];
  readonly total: number;
}

/** To an admin: the store has gone back in time, so purchases are frozen until an admin ends the freeze. */
export interface BehindNotice {
  readonly about: 'behind';
  /** When it was found out, milliseconds UTC. */
  readonly at: number;
  /** The first orphans that prove it; empty when missing events proved it. */
  readonly orphans: readonly Orphan[];
  readonly total: number;
}

/** To an admin: the credentials belong to another account than the store, so the bot does nothing. */
export interface AccountNotice {
  readonly about: 'account';
  /** When it was found out, milliseconds UTC. */
  readonly at: number;
  /** The ids of both accounts. */
  readonly stored: string | null;
  readonly actual: string;
}

/** To an admin: for minutes the account of the credentials could not be found out, so the bot does nothing. */
export interface AccountUnknownNotice {
  readonly about: 'accountUnknown';
  /** Milliseconds UTC. */
  readonly at: number;
  /** The code or the detail of the last error. */
  readonly why: string;
}

export interface Orphan {
  readonly cloudId: string;
  readonly region: string;
  readonly name: string;
  readonly instanceType: string;
  /** As in `CloudInstance`, which imports messages and so cannot be imported here. */
  readonly status: 'Pending' | 'Starting' | 'Running' | 'Stopping' | 'Stopped' | 'Unknown';
  /** Milliseconds UTC. */
  readonly createdAt: number | null;
  /** The value of its tag `ecs-chatops:request`. */
  readonly request: string;
}

/** To an admin: so many instances are missing at once that the bot is probably looking in the wrong place. */
export interface MissingNotice {
  readonly about: 'missing';
  /** When it was seen, milliseconds UTC. */
  readonly at: number;
  readonly regions: readonly MissingRegion[];
}

export interface MissingRegion {
  readonly region: string;
  readonly missing: number;
  /** How many were looked for. */
  readonly of: number;
  /** Some of the missing, by the cloud's ids. */
  readonly cloudIds: readonly string[];
}

/** To a channel, once a week: the cost of the instances requested there, and those that need attention. */
export interface DigestNotice {
  readonly about: 'digest';
  /** The period of the report, milliseconds UTC. */
  readonly from: number;
  readonly to: number;
  /** How many instances exist. */
  readonly existing: number;
  /** By currency; see core/digest/digest-spend.ts. */
  readonly spend: readonly Spend[];
  /** How many instances had an unknown cost. */
  readonly unpriced: number;
  /** How many older requests are left out. */
  readonly uncounted: number;
  /** Their requester has left the workspace, or they have none. */
  readonly ownerless: DigestPart;
  /** Prepaid time ends soon, without a known auto-renewal. */
  readonly expiring: DigestPart;
  /** Stopped, but charged in full. */
  readonly stopped: DigestPart;
  /** Released soon, at the end of their lease. */
  readonly leases: DigestPart;
  /** Regions that could not be read. */
  readonly unread: readonly string[];
  /** For how many requesters Slack did not say whether they have left. */
  readonly peopleUnknown: number;
}

/** The first instances that need attention, soonest first. */
export interface DigestPart {
  readonly items: readonly DigestItem[];
  readonly total: number;
}

export interface DigestItem {
  /** The row's id. */
  readonly id: string;
  readonly name: string;
  /** A Slack user id. */
  readonly requester: string;
  /** When it ends, milliseconds UTC; null where that does not apply. */
  readonly at: number | null;
}

/** The known cost of instances in one currency. Amounts in minor units. */
export interface Spend {
  readonly currency: string;
  /** Debited for purchases in the period: the share of the approved price. */
  readonly prepaid: number;
  readonly bought: number;
  /** Debited for renewals in the period. */
  readonly renewals: number;
  readonly renewed: number;
  /** Debited for prepaid disks enlarged in the period. */
  readonly disks: number;
  readonly grown: number;
  /** The approximate hourly cost: the price at submission, for the time that each instance existed. */
  readonly hourly: number;
  readonly ran: number;
}

/** The scope of a channel's weekly digest. */
export const digestScope = (channel: string): string => `digest:${channel}`;

/** The scope of the sweep's notices, see `Message`. No request id looks like it. */
export const SWEEP_SCOPE = 'sweep';

/** A notice lists at most this many instances and counts the others. */
export const LISTED_MAX = 10;
