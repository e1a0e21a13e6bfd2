import type { Fault, SandboxState } from '../../state.ts';
import type { PageLanguage } from '../words/words.ts';

/** The texts in both languages. */
export type Both = Readonly<Record<PageLanguage, string>>;

/** The role of the player of a step: the first person with it. */
export type Player = 'requester' | 'approver';

/** An act of a person, or of fate: each uses the same call as a click. */
export type Act =
  /**
   * Types a command. `{name}` stands for the scene's server, `{type}` for an instance type that no earlier round has sold out.
   */
  | { readonly act: 'say'; readonly text: string }
  /** Submits the open form with its values; empty required fields get the first thing offered. */
  | { readonly act: 'submit'; readonly named?: true }
  /** Presses a button of the message that names the server. */
  | { readonly act: 'press'; readonly button: string }
  | { readonly act: 'close' }
  | { readonly act: 'fault'; readonly fault: Fault }
  | { readonly act: 'bot'; readonly order: 'kill' | 'start' };

/** A fact, by the state alone: `name` is the scene's server, `since` the state at the beginning of the step. */
export type Fact = (
  now: SandboxState,
  given: { readonly name: string; readonly user: string; readonly since: SandboxState },
) => boolean;

export interface Step {
  readonly as: Player;
  /** The shown place; `card` is the request's thread. */
  readonly at: 'channel' | 'card' | 'dm' | 'cloud';
  readonly acts: readonly Act[];
  /** One line about what to look at. */
  readonly says: Both;
  readonly until: Fact;
}

export interface Scene {
  /** The name of its server, followed by the round's number. */
  readonly server: string;
  readonly title: Both;
  readonly steps: readonly Step[];
}
