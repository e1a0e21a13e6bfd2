import type { Fault, SandboxState } from '../../state.ts';
import type { PageLanguage } from '../words/words.ts';

/** The same in both languages. */
export type Both = Readonly<Record<PageLanguage, string>>;

/** Who does a step: the first of that role. */
export type Player = 'requester' | 'approver';

/** Something a person, or fate, does: each goes through the same call as a click would. */
export type Act =
  /** Types a command. `{name}` stands for the server of the scene, `{type}` for an instance type that no earlier round made sell out. */
  | { readonly act: 'say'; readonly text: string }
  /** Sends the form that is open, with what it holds; what is still required and empty gets the first thing offered. */
  | { readonly act: 'submit'; readonly named?: true }
  /** Presses a button of the message that names the server. */
  | { readonly act: 'press'; readonly button: string }
  | { readonly act: 'close' }
  | { readonly act: 'fault'; readonly fault: Fault }
  | { readonly act: 'bot'; readonly order: 'kill' | 'start' };

/** What has come about, by the state alone: `name` is the server of the scene, `since` the state when the step began. */
export type Fact = (
  now: SandboxState,
  given: { readonly name: string; readonly user: string; readonly since: SandboxState },
) => boolean;

export interface Step {
  readonly as: Player;
  /** What is on the screen meanwhile; `card` is the thread of the request. */
  readonly at: 'channel' | 'card' | 'dm' | 'cloud';
  readonly acts: readonly Act[];
  /** One line: what to look at. */
  readonly says: Both;
  readonly until: Fact;
}

export interface Scene {
  /** What its server is called, after the number of the round. */
  readonly server: string;
  readonly title: Both;
  readonly steps: readonly Step[];
}
