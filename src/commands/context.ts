import type { FreezeOrder, FreezeProblem } from '../core/freeze.ts';
import type { Found } from '../core/instance/found-instance.ts';
import type { LeaseWish } from '../core/lease/order-lease.ts';
import type { Power } from '../core/power/power.ts';
import type { Request } from '../core/request/request.ts';
import type { Term } from '../core/spec/charge.ts';
import type { AccountWish, ArgumentFault, InstanceRef } from '../core/spec/command-arguments.ts';
import type { ArgumentProblem } from '../core/spec/key-values.ts';
import type { Order } from '../core/spec/presets.ts';
import type { Draft } from '../core/spec/spec.ts';

/** What a subcommand may do; made for each call by the Slack side, so that commands know nothing of Slack. */
export interface CommandContext {
  readonly user: string;
  readonly team: string;
  readonly channel: string;
  readonly isAdmin: boolean;
  /**
   * Opens the create modal, filled in, with what could not be read told at its top. Resolves once it is open; rejects
   * never: the person is told about trouble.
   */
  openCreateForm(draft: Draft, problems: readonly ArgumentProblem[]): Promise<void>;
  /** A sentence (plain text; escaped by the Slack side) for the caller's eyes only. */
  say(sentence: string): Promise<void>;
  /** The list of commands, for the caller's eyes only. */
  sayHelp(intro: string | null): Promise<void>;
  /** What is wrong with the words after a command, and how it is written. */
  sayArgumentFault(command: { readonly name: string; readonly usage: string }, fault: ArgumentFault): Promise<void>;
  /** What the audit trail holds about a request or instance, by any of its ids; null when none was given. */
  sayHistory(id: string | null): Promise<void>;
  /** That `/ecs <name>` is for admins, and who they are. */
  sayAdminsOnly(name: string): Promise<void>;
  /** That `/ecs <name>` is for who asked for the instance and for admins, and who they are. */
  sayOwnersOnly(name: string, found: Found): Promise<void>;
  /** Freezes, or replaces the freeze in force, and tells the channel. */
  freeze(order: FreezeOrder): Promise<void>;
  sayFreezeProblem(problem: FreezeProblem): Promise<void>;
  /** Lifts the freeze in force and tells the channel. */
  unfreeze(): Promise<void>;
  /** Has the bot go on in the account of its credentials, with the store of another one, and tells the channel. */
  acceptAccount(wish: AccountWish): Promise<void>;
  /** The policy's presets at this moment. */
  readonly presets: ReadonlyMap<string, Draft>;
  /** What the caller asked for last; null when there was nothing yet. */
  lastRequest(): Promise<Request | null>;
  /** What the policy allows the caller here. */
  sayPolicy(): Promise<void>;
  /** What the policy says of an order, and by which rules. */
  sayVerdict(order: Order): Promise<void>;
  sayPolicyUsage(): Promise<void>;
  /** Whether the caller may act on it: who asked for it, whom the policy lets by a tag of it, and admins. */
  mayAct(found: Found): Promise<boolean>;
  /** Orders something of an instance; what is dangerous is asked in a window first. */
  power(what: Power, found: Found): Promise<void>;
  /** Takes over what the bot did not create. */
  adopt(found: Found): Promise<void>;
  /** Whether everything that the bot needs is there and works; to admins with what to do about it. */
  sayDoctor(): Promise<void>;
  /** The instances that the words ask for, see `core/spec/list-query.ts`. */
  sayList(words: readonly string[]): Promise<void>;
  /** The one instance that is meant. Null when there is none, or more than one, or nobody can tell: that has been told then. */
  findInstance(ref: InstanceRef, by: Asking): Promise<Found | null>;
  /** Another end for its lease, and what became of that. */
  changeLease(found: Found, wish: LeaseWish): Promise<void>;
  /** Has a prepaid instance renew itself, or not any more; what it costs is asked in a window first. */
  autoRenew(found: Found, on: boolean): Promise<void>;
  /** Opens the window that says what more time costs, and asks whether it is meant. */
  renew(found: Found, term: Term): Promise<void>;
  /** Everything about one instance. */
  sayInstance(found: Found): Promise<void>;
}

/** The command that looks for an instance. */
export interface Asking {
  readonly name: string;
  readonly who: 'anyone' | 'owner' | 'admin';
  /** The whole command with another instance in its place. */
  again(ref: InstanceRef): string;
}
