import type { Draft, Field } from '../core/spec.ts';

/**
 * A subcommand of `/ecs`, told once: from this object come dispatch, argument errors, the rights check, `/ecs help` and the
 * manifest's usage hint.
 */
export interface Command {
  /** The first word after `/ecs`. */
  readonly name: string;
  /** The words after it, as shown in help: `[key=value …]`. */
  readonly usage: string;
  /** Key of its one-line summary in the text catalogue. */
  readonly summary: 'create' | 'help';
  run(context: CommandContext, words: readonly string[]): Promise<void>;
}

/** What a subcommand may do; made anew for each call by the Slack side, so that commands know nothing of Slack. */
export interface CommandContext {
  readonly user: string;
  readonly team: string;
  readonly channel: string;
  /** Opens the create modal, filled in. Resolves once it is open; rejects never: trouble is told to the person. */
  openCreateForm(draft: Draft): Promise<void>;
  /** A sentence (plain text; escaped by the Slack side) for the caller's eyes only. */
  say(sentence: string): Promise<void>;
  /** The list of commands, for the caller's eyes only. */
  sayHelp(intro: string | null): Promise<void>;
}

/** What is wrong with the words of a command, as data. */
export type ArgumentProblem =
  | { readonly problem: 'unknownKey'; readonly given: string; readonly nearest: Field | null }
  | { readonly problem: 'notKeyValue'; readonly given: string }
  | { readonly problem: 'twice'; readonly given: string };
