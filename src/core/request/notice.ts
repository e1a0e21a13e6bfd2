import type { Failure } from '../failure/failure.ts';
import type { Brought } from '../key/own-key.ts';

/**
 * What is told to a person or a channel about no request. It holds everything that is said, as it was when it was found out, because
 * there is no row that it could be rendered from.
 */
export type Notice =
  | OrphansNotice
  | MissingNotice
  | BehindNotice
  | AccountNotice
  | AccountUnknownNotice
  | DigestNotice
  | UntoldNotice
  | KeyNotice;

/** To the requester and the admins: nobody could be told that a request waits for approval. */
export interface UntoldNotice {
  readonly about: 'untold';
  readonly request: string;
  /** A Slack user id. */
  readonly requester: string;
  /** The people and channels that were to be told. */
  readonly unreachable: readonly string[];
  /** When it expires, milliseconds UTC. */
  readonly until: number;
}

/** To the owner of a key: what came of adding it, where they have not seen that. */
export type KeyNotice =
  | { readonly about: 'key'; readonly is: 'added'; readonly name: string; readonly brought: readonly Brought[] }
  | { readonly about: 'key'; readonly is: 'refused'; readonly name: string; readonly failure: Failure };

/** To an admin: instances that carry the bot's tag, and that no row of the store knows. */
export interface OrphansNotice {
  readonly about: 'orphans';
  /** The first of them. */
  readonly orphans: readonly Orphan[];
  readonly total: number;
}

/** To an admin: the store has gone back in time, so purchases are frozen until an admin lifts that. */
export interface BehindNotice {
  readonly about: 'behind';
  /** When it was found out, milliseconds UTC. */
  readonly at: number;
  /** The first of those that show it; empty when events were missing. */
  readonly orphans: readonly Orphan[];
  readonly total: number;
}

/** To an admin: the credentials belong to another account than the store is about, so nothing is done. */
export interface AccountNotice {
  readonly about: 'account';
  /** When it was found out, milliseconds UTC. */
  readonly at: number;
  /** The ids of both accounts. */
  readonly stored: string | null;
  readonly actual: string;
}

/** To an admin: for minutes nobody could find out to which account the credentials belong, so nothing is done. */
export interface AccountUnknownNotice {
  readonly about: 'accountUnknown';
  /** Milliseconds UTC. */
  readonly at: number;
  /** The code or the detail of what went wrong last. */
  readonly why: string;
}

export interface Orphan {
  readonly cloudId: string;
  readonly region: string;
  readonly name: string;
  readonly instanceType: string;
  /** As `CloudInstance`, which knows of messages and so cannot be named here. */
  readonly status: 'Pending' | 'Starting' | 'Running' | 'Stopping' | 'Stopped' | 'Unknown';
  /** Milliseconds UTC. */
  readonly createdAt: number | null;
  /** The value of its tag `ecs-chatops:request`. */
  readonly request: string;
}

/** To an admin: so much is missing at once that the bot rather looks in the wrong place. */
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

/** To a channel, once a week: what the instances have cost that were asked for in it, and which of them want attention. */
export interface DigestNotice {
  readonly about: 'digest';
  /** The time of which it tells, milliseconds UTC. */
  readonly from: number;
  readonly to: number;
  /** How many there are. */
  readonly existing: number;
  /** By currency; see core/digest/digest-spend.ts. */
  readonly spend: readonly Spend[];
  /** How many have cost something that is not known. */
  readonly unpriced: number;
  /** How many older requests are not in it. */
  readonly uncounted: number;
  /** Whose requester has left the workspace, or is nobody. */
  readonly ownerless: DigestPart;
  /** Prepaid ones whose time is over soon, and that do not renew themselves as far as is known. */
  readonly expiring: DigestPart;
  /** Stopped, and charged for in full. */
  readonly stopped: DigestPart;
  /** Released soon at the end of their lease. */
  readonly leases: DigestPart;
  /** Regions that could not be read. */
  readonly unread: readonly string[];
  /** Of how many requesters Slack did not say whether they have left. */
  readonly peopleUnknown: number;
}

/** The first of those that want attention, the soonest first. */
export interface DigestPart {
  readonly items: readonly DigestItem[];
  readonly total: number;
}

export interface DigestItem {
  /** The bot's own id of the instance. */
  readonly id: string;
  readonly name: string;
  /** A Slack user id. */
  readonly requester: string;
  /** When it ends, milliseconds UTC; null where that is no question. */
  readonly at: number | null;
}

/** What instances have cost, as far as the store knows, in one currency. Amounts in minor units. */
export interface Spend {
  readonly currency: string;
  /** Debited for what was bought in that time: the share of the price that was approved. */
  readonly prepaid: number;
  readonly bought: number;
  /** Debited for what was renewed in that time. */
  readonly renewals: number;
  readonly renewed: number;
  /** Debited for prepaid disks that were made larger in that time. */
  readonly disks: number;
  readonly grown: number;
  /** About what ran by the hour: the price when it was asked for, for the time it existed. */
  readonly hourly: number;
  readonly ran: number;
}

/** Under this scope stands what a channel is told every week. */
export const digestScope = (channel: string): string => `digest:${channel}`;

/** Under this scope stands what the sweep tells, see `Message`. No request's id looks like it. */
export const SWEEP_SCOPE = 'sweep';

/** So many instances are listed in a notice; the others are counted. */
export const LISTED_MAX = 10;
