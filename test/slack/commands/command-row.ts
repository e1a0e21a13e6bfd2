import type { Facts, State } from './command-stage.ts';

/**
 * One way to type a command, and what comes of it. `says` is read by the person who typed it, in an answer or a window; `announces` by the
 * channel.
 */
export interface Row {
  /** What is after `/ecs <name>`. */
  readonly typed: string;
  /** By an admin, where no other person who may will do. */
  readonly by?: 'an admin';
  /** What an admin has typed before. */
  readonly after?: string;
  readonly says?: string | RegExp;
  readonly announces?: string;
  /** Values with which the window that opens is sent. */
  readonly sends?: object;
  /** What it changes; nothing at all where it is left out. */
  readonly changes?: (before: Facts, after: Facts) => boolean;
}

/** What is said of an instance in a state, and whether its row is changed. */
export type Cell = readonly [says: string | RegExp, changes?: 'changes'];

export interface CommandRows {
  /** Who may, as the README tells it: an oracle of its own beside the command's `who`. */
  readonly rights: 'anyone' | 'owner' | 'admin';
  /** How its instance is paid for; as you go where it is left out. */
  readonly charge?: 'prepaid';
  /** With nothing wrong in it. The first is also what everybody is tried with: it needs no right but this one. */
  readonly right: readonly [Row, ...Row[]];
  readonly wrong: readonly Row[];
  /** Without what it needs. Null for those that need nothing. */
  readonly missing: Row | null;
  /** For those that act on an instance: what comes of the first right row in each of its states. */
  readonly states?: Readonly<Record<State, Cell>>;
  /** What is told to somebody whom the policy does not let create, where that is not what others are told. */
  readonly outsiders?: string;
}

export const LEFT_OVER = 'is one argument too many';
