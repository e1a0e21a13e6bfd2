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
 * What is to be said in Slack, as data. It is stored in the same transaction as the state it is about (the outbox) and rendered
 * when it is sent.
 */
export type Message =
  /** The request's one card: posted once, then edited in place. Rendered from the store's state of the moment it is sent. */
  | { readonly kind: 'card'; readonly requestId: string }
  /** One line for the request's thread. Lines of one request that wait together are sent as one post. */
  | { readonly kind: 'thread'; readonly requestId: string; readonly note: Note | DecisionNote | RenewalNote }
  /**
   * What waits for a decision, for one approver (a person's direct messages) or a channel: posted once, then edited
   * in place like the card, whenever the card is asked for again.
   */
  | { readonly kind: 'ask'; readonly requestId: string; readonly to: string }
  /** One private message, rendered from the state of the moment it is sent. Without `about`: to the requester, how it has ended. */
  | {
      readonly kind: 'dm';
      readonly requestId: string;
      readonly user: string;
      readonly about?: 'reminder' | 'escalation';
    }
  /** To the owner: the lease of this instance ends soon. */
  | {
      readonly kind: 'dm';
      readonly requestId: string;
      readonly user: string;
      readonly about: 'lease';
      readonly instanceId: string;
      /** When it was decided on, as in its event. */
      readonly at: number;
    }
  /** To the owner: what these prepaid instances are paid for is over soon. */
  | {
      readonly kind: 'dm';
      readonly requestId: string;
      readonly user: string;
      readonly about: 'expiry';
      readonly ends: readonly Ending[];
    }
  /** To whom an instance was given, or from whom it was taken: whose it is now, was, and who has said so. */
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
  /** To the owner: the cloud reclaims these spot instances, or probably has. */
  | {
      readonly kind: 'dm';
      readonly requestId: string;
      readonly user: string;
      readonly about: 'reclaim';
      readonly instanceIds: readonly string[];
    }
  /**
   * To a person or a channel about no request. In the place of one stands a scope: its messages are delivered one at a time, in
   * their order for each of those they go to.
   */
  | { readonly kind: 'notice'; readonly requestId: string; readonly to: string; readonly notice: Notice };

/** What became of the approval that a request waits for. */
export interface DecisionNote {
  readonly milestone: 'decision';
  /** Milliseconds UTC. */
  readonly at: number;
  readonly what: 'voted' | 'approved' | 'denied' | 'withdrawn' | 'expired' | 'askedAgain' | 'reminded' | 'escalated';
  /** Slack user id, or `bot`. */
  readonly by: string;
  /** What the person wrote with it; empty for nothing. */
  readonly note: string;
  /** Of a request that prolongs an instance's time. */
  readonly renews?: true;
  /** Of one that makes a prepaid disk larger. */
  readonly grows?: true;
  /** For `askedAgain`: the old and the new price. */
  readonly before?: Quote | null;
  readonly after?: Quote | null;
  /** For `askedAgain`: the start script, where its content has changed. */
  readonly script?: { readonly before: Script; readonly after: Script };
}

/** How far an instance's time has come to be prolonged, or a prepaid disk of it to be larger. */
export interface RenewalNote {
  readonly milestone: 'renewal';
  /** Milliseconds UTC. */
  readonly at: number;
  readonly name: string;
  /** Where it is about a disk. */
  readonly disk?: DiskGrowth;
  readonly what:
    | { readonly is: 'held'; readonly freeze: Freeze }
    | { readonly is: 'troubled'; readonly failure: Failure }
    /** The cloud took it; its new end does not show yet. */
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
  /** For `held`: the freeze for whose end it waits. */
  readonly freeze?: Freeze;
  /** The order that it is about, and who gave it; absent for what belongs to its creation. */
  readonly order?: PowerWish & { readonly by: string };
  /** For `adopted`: who took it over. */
  readonly by?: string;
  /** For `ordered`: what was under way, and is not done any more. */
  readonly replaces?: Power;
  /** For `changed`: by whose order, what was changed, and what was not and why. */
  readonly changed?: Pick<AttributeOrder, 'by' | 'done' | 'missed'>;
  /** For what is said about its lease: the instance's own id, the end that is wanted and the one the cloud holds. */
  readonly lease?: { readonly id: string } & Pick<Lease, 'endsAt' | 'inCloud'>;
  /** For what is said about the end of its paid time: until when, whether it renews itself, and who has changed that. */
  readonly expiry?: { readonly until: number | null; readonly renewal: AutoRenewal | null; readonly by?: string };
}

export const MILESTONES = [
  'adopted', // taken over, for the bot did not create it
  'ordered', // somebody ordered something of it
  'pending', // created, being built by the cloud
  'stopped',
  'address', // a public address was allocated
  'addressless', // it goes on without its public address, which was refused
  'addressLater', // a public address was allocated while it runs: it takes effect at the next restart
  'held', // waits for the end of a freeze, told once per freeze
  'restarting', // RebootInstance was accepted
  'starting',
  'running',
  'stopping', // by an order
  'halted', // Stopped, by an order
  'releasing',
  'released',
  'leased', // the cloud releases it at the end of its lease, or not at all
  'leaseTroubled', // the cloud has not taken its end, or has not released it
  'leaseEnding', // a warning before the end
  'leaseEnded', // released by its lease
  'autoRenewOn', // somebody has it renew itself from now on
  'autoRenewOff',
  'changed', // its name, tags, protection or owner, as somebody has ordered
  'expired', // what it is paid for is over
  'reclaiming', // the cloud has announced that it reclaims a spot instance
  'slow', // longer than the warning time
  'troubled', // a passing failure that the bot retries, told once per kind
  'failed',
] as const;
export type Milestone = (typeof MILESTONES)[number];
