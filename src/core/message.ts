import type { Failure } from './failure.ts';
import type { Freeze } from './freeze.ts';

/**
 * What Slack must be told, as data. It is stored in the same transaction as the state it tells of (the outbox) and rendered
 * when it is sent.
 */
export type Message =
  /** The request's one card: posted once, then edited in place. Rendered from the store's state of the moment it is sent. */
  | { readonly kind: 'card'; readonly requestId: string }
  /** One line for the request's thread. Lines of one request that wait together are sent as one post. */
  | { readonly kind: 'thread'; readonly requestId: string; readonly note: Note }
  /** To the requester, privately, when the request has ended. */
  | { readonly kind: 'dm'; readonly requestId: string; readonly user: string };

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
}

export const MILESTONES = [
  'pending', // created, being built by the cloud
  'stopped',
  'address', // a public address was allocated
  'held', // waits for the end of a freeze, told once per freeze
  'starting',
  'running',
  'slow', // longer than the warning time
  'troubled', // a passing failure that is retried by itself, told once per kind
  'failed',
] as const;
export type Milestone = (typeof MILESTONES)[number];
