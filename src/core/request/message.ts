import type { AttributeOrder } from '../attribute/attribute.ts';
import type { AutoRenewal } from '../auto-renewal/auto-renewal.ts';
import type { DiskGrowth } from '../disk/disk-wish.ts';
import type { Ending } from '../expiry/expiry.ts';
import type { Failure } from '../failure/failure.ts';
import type { Freeze } from '../freeze.ts';
import type { Lease } from '../lease/lease.ts';
import type { Script } from '../option/options.ts';
import type { Power, PowerWish } from '../power/power.ts';
import type { RenewalEnd } from '../renewal/renewal.ts';
import type { Quote } from '../spec/quote.ts';
import type { Notice } from './notice.ts';

/**
 * A message to Slack, as data. It is stored in the outbox in the same transaction as the state that it reports, and
 * rendered when it is sent.
 */
export type Message =
  /** The request's only card: posted once, then edited in place. Shows the store's state at the moment of sending. */
  | { readonly kind: 'card'; readonly requestId: string }
  /** One line for the request's thread. Lines of one request that wait together are sent as one post. */
  | { readonly kind: 'thread'; readonly requestId: string; readonly note: Note | DecisionNote | RenewalNote }
  /**
   * A waiting request, shown to one approver (in direct messages) or in a channel. Posted once, then edited in place
   * whenever the card is requested again.
   */
  | { readonly kind: 'ask'; readonly requestId: string; readonly to: string }
  /**
   * A direct message, rendered from the state at the moment of sending. Without `about`: tells the requester how the
   * request ended.
   */
  | {
      readonly kind: 'dm';
      readonly requestId: string;
      readonly user: string;
      /** `again`: the person has approved another price or start script. */
      readonly about?: 'reminder' | 'escalation' | 'again';
    }
  /** To the owner: the lease of this instance ends soon. */
  | {
      readonly kind: 'dm';
      readonly requestId: string;
      readonly user: string;
      readonly about: 'lease';
      readonly instanceId: string;
      /** When the warning was decided on, as in its event. */
      readonly at: number;
    }
  /** To the owner: the prepaid time of these instances ends soon. */
  | {
      readonly kind: 'dm';
      readonly requestId: string;
      readonly user: string;
      readonly about: 'expiry';
      readonly ends: readonly Ending[];
    }
  /** To an approver whose earlier approval was not counted at a later one: why. */
  | {
      readonly kind: 'dm';
      readonly requestId: string;
      readonly user: string;
      readonly about: 'voteLost';
      readonly why: VoteLost;
    }
  /** To the requester and the admins: no approver could be notified. `unreachable`: people and channels. */
  | {
      readonly kind: 'dm';
      readonly requestId: string;
      readonly user: string;
      readonly about: 'untold';
      readonly unreachable: readonly string[];
    }
  /** To the new and to the previous owner of an instance: who owns it now, who did before, and who changed that. */
  | {
      readonly kind: 'dm';
      readonly requestId: string;
      readonly user: string;
      readonly about: 'owner';
      readonly instanceId: string;
      readonly name: string;
      readonly owner: string;
      readonly was: string;
      readonly by: string;
    }
  /** To the owner: the cloud is about to reclaim these spot instances, or probably has. */
  | {
      readonly kind: 'dm';
      readonly requestId: string;
      readonly user: string;
      readonly about: 'reclaim';
      readonly instanceIds: readonly string[];
    }
  /**
   * To a person or a channel, about no request. `requestId` is a scope instead: for each recipient, its messages are
   * sent one at a time and in order.
   */
  | { readonly kind: 'notice'; readonly requestId: string; readonly to: string; readonly notice: Notice };

/** `unconfirmed`: Slack could not say who they are. `noLonger`: they may no longer approve. */
export type VoteLost = 'unconfirmed' | 'noLonger';

/** A direct message that says how something stands. It is edited when that changes, until it cannot change any more. */
export type StandingMessage = Extract<Message, { readonly about?: StandingAbout }> & { readonly about: StandingAbout };
type StandingAbout = 'reminder' | 'escalation' | 'again' | 'voteLost' | 'untold' | 'lease' | 'expiry' | 'reclaim';

const STANDING: ReadonlySet<string> = new Set<StandingAbout>([
  'reminder',
  'escalation',
  'again',
  'voteLost',
  'untold',
  'lease',
  'expiry',
  'reclaim',
]);

export const isStanding = (message: Message | undefined): message is StandingMessage =>
  message?.kind === 'dm' && message.about !== undefined && STANDING.has(message.about);

/** A decision on a request, or a step towards it. */
export interface DecisionNote {
  readonly milestone: 'decision';
  readonly what: 'voted' | 'approved' | 'denied' | 'withdrawn' | 'expired' | 'askedAgain' | 'reminded' | 'escalated';
  /** Slack user id, or `bot`. */
  readonly by: string;
  /** The person's comment; empty for none. */
  readonly note: string;
  /** The request is a renewal. */
  readonly renews?: true;
  /** The request is for a larger prepaid disk. */
  readonly grows?: true;
  /** For `askedAgain`: the old price; `after` is the new one. */
  readonly before?: Quote | null;
  readonly after?: Quote | null;
  /** For `askedAgain`: the start script, where its content has changed. */
  readonly script?: { readonly before: Script; readonly after: Script };
}

/** The progress of a renewal or of a larger prepaid disk. */
export interface RenewalNote {
  readonly milestone: 'renewal';
  readonly name: string;
  /** Present for a larger disk. */
  readonly disk?: DiskGrowth;
  readonly what:
    | { readonly is: 'held'; readonly freeze: Freeze }
    | { readonly is: 'troubled'; readonly failure: Failure }
    /** The cloud accepted it; its effect does not show yet. */
    | { readonly is: 'accepted' }
    | RenewalEnd;
}

/** One milestone of one instance. */
export interface Note {
  readonly milestone: Milestone;
  /** Milliseconds UTC. */
  readonly at: number;
  readonly ordinal: number;
  readonly name: string;
  readonly cloudId: string | null;
  readonly publicIp: string | null;
  readonly privateIp: string | null;
  readonly failure: Failure | null;
  /** For `held`: the freeze that it waits for. */
  readonly freeze?: Freeze;
  /** The order that the note is about, and who gave it; absent for its creation. */
  readonly order?: PowerWish & { readonly by: string };
  /** For `adopted`: who adopted it. */
  readonly by?: string;
  /** For `ordered`: the unfinished order that this one replaces. */
  readonly replaces?: Power;
  /** For `changed`: who ordered it, what was changed, and what was not, with the reason. */
  readonly changed?: Pick<AttributeOrder, 'by' | 'done' | 'missed'>;
  /** For notes about its lease: the row's id, the wanted end and the end that the cloud holds. */
  readonly lease?: { readonly id: string } & Pick<Lease, 'endsAt' | 'inCloud'>;
  /** For notes about its prepaid time: its end, the auto-renewal, and who changed that. */
  readonly expiry?: { readonly until: number | null; readonly renewal: AutoRenewal | null; readonly by?: string };
}

export const MILESTONES = [
  'adopted', // adopted: the bot did not create it
  'ordered', // somebody gave an order for it
  'pending', // created, being built by the cloud
  'stopped',
  'address', // a public address was allocated
  'addressless', // its public address was refused, and it goes on without one
  'addressLater', // a public address was allocated while it runs: it takes effect at the next restart
  'held', // waits for the end of a freeze; told once per freeze
  'restarting', // RebootInstance was accepted
  'starting',
  'running',
  'stopping', // after an order
  'halted', // Stopped, after an order
  'releasing',
  'released',
  'leased', // the cloud releases it at the end of its lease, or that lease was removed
  'leaseTroubled', // the cloud has not accepted the release time, or has not released it
  'leaseEnding', // a warning before the end of its lease
  'leaseEnded', // released by its lease
  'autoRenewOn', // somebody switched its auto-renewal on
  'autoRenewOff',
  'changed', // its name, tags, protection, owner or disks, as ordered
  'expired', // its prepaid time is over
  'reclaiming', // the cloud has announced that it reclaims a spot instance
  'slow', // longer than the warning time
  'troubled', // a passing failure that the bot retries; told once per kind
  'failed',
] as const;
export type Milestone = (typeof MILESTONES)[number];
