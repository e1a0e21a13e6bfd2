/**
 * What is told to a person or a channel about no request. It holds everything that is said, as it was when it was found out, because
 * there is no row that it could be rendered from.
 */
export type Notice = StraysNotice | MissingNotice;

/** To an admin: instances that carry the bot's tag, and that no row of the store knows. */
export interface StraysNotice {
  readonly about: 'strays';
  /** The first of them. */
  readonly strays: readonly Stray[];
  readonly total: number;
}

export interface Stray {
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

/** Under this scope stands what the sweep tells, see `Message`. No request's id looks like it. */
export const SWEEP_SCOPE = 'sweep';

/** So many instances are listed in a notice; the others are counted. */
export const LISTED_MAX = 10;
