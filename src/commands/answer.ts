import type { FreezeProblem } from '../core/freeze.ts';
import type { FoundInstance } from '../core/instance/found-instance.ts';
import type { KeyOrder } from '../core/key/key-order.ts';
import type { CreateRefusal } from '../core/policy/create-refusal.ts';
import type { Power } from '../core/power/power.ts';
import type { SelectionWord } from '../core/selection/selection.ts';
import type { Term } from '../core/spec/charge.ts';
import type { ArgumentFault, InstanceRef } from '../core/spec/command-arguments.ts';
import type { CreateArguments } from '../core/spec/presets.ts';
import type { AccountAccepted } from '../usecases/account/accept-account.ts';
import type { AutoRenewalBegun } from '../usecases/auto-renewal/begin-auto-renewal.ts';
import type { DisksChanged } from '../usecases/disk/change-disks.ts';
import type { FreezeChanged } from '../usecases/freeze/set-freeze.ts';
import type { TakenOver } from '../usecases/instance/adopt.ts';
import type { NotFound } from '../usecases/instance/find-instance.ts';
import type { KeysListed } from '../usecases/key/key-service.ts';
import type { Leased } from '../usecases/lease/set-lease.ts';
import type { OrderBegun } from '../usecases/power/begin-order.ts';
import type { RenewalBegun } from '../usecases/renewal/begin-renewal.ts';
import type { RequestFound } from '../usecases/request/request-named.ts';
import type { SelectionJudged, SelectionWish } from '../usecases/selection/act-on-selection.ts';

/** What a subcommand answers: what came of a use case, or what is to be shown. Only what has changed for a channel is told there. */
export type CommandAnswer =
  /** What one most likely wants to do next. */
  | { readonly kind: 'menu' }
  /** The page of the help that the words ask for. */
  | { readonly kind: 'help'; readonly words: readonly string[] }
  /** A word that is no command, and what was most likely meant. */
  | { readonly kind: 'unknownCommand'; readonly name: string; readonly suggestion: string | null }
  /** The command lacks its instance: those of the caller's that fit, of how many of theirs. */
  | {
      readonly kind: 'whichInstance';
      readonly command: { readonly name: string; readonly usage: string };
      readonly fitting: readonly FoundInstance[];
      readonly own: number;
    }
  | { readonly kind: 'approvals' }
  /** What is wrong with the words after a command, and how it is written. */
  | {
      readonly kind: 'argumentFault';
      readonly command: { readonly name: string; readonly usage: string };
      readonly fault: ArgumentFault;
    }
  | { readonly kind: 'adminsOnly'; readonly name: string }
  /** It is for who asked for the instance, and for admins. */
  | { readonly kind: 'ownersOnly'; readonly name: string; readonly found: FoundInstance }
  /** `again`: the whole command with another instance in its place. */
  | {
      readonly kind: 'notFound';
      readonly search: NotFound;
      readonly ref: InstanceRef;
      again(ref: InstanceRef): string;
    }
  | { readonly kind: 'mayNotCreate'; readonly refusal: CreateRefusal }
  /** The form, filled in, with what could not be read at its top. */
  | { readonly kind: 'createForm'; readonly order: CreateArguments }
  | { readonly kind: 'freezeProblem'; readonly problem: FreezeProblem }
  | { readonly kind: 'freeze'; readonly changed: FreezeChanged }
  /** `given`: the account that was named. */
  | { readonly kind: 'account'; readonly given: string; readonly accepted: AccountAccepted }
  | { readonly kind: 'policy' }
  | { readonly kind: 'policyUsage' }
  /** What the policy says of an order. */
  | { readonly kind: 'verdict'; readonly order: CreateArguments }
  | { readonly kind: 'doctor' }
  /** The instances that the words ask for, see `core/spec/list-query.ts`. */
  | { readonly kind: 'list'; readonly words: readonly string[] }
  | { readonly kind: 'instance'; readonly found: FoundInstance }
  /** A request with all its instances. */
  | { readonly kind: 'request'; readonly named: RequestFound }
  /** How to get into it. */
  | { readonly kind: 'connect'; readonly found: FoundInstance }
  | { readonly kind: 'keys'; readonly listed: KeysListed }
  /** The window in which a key is added or removed. */
  | { readonly kind: 'key'; readonly order: Exclude<KeyOrder, { readonly what: 'list' }> }
  /** What the audit trail holds about a request or instance, by any of its ids; null when none was given. */
  | { readonly kind: 'history'; readonly id: string | null }
  | { readonly kind: 'order'; readonly what: Power; readonly found: FoundInstance; readonly begun: OrderBegun }
  /** Several instances: what can be done with which of them. It is to be confirmed. */
  | {
      readonly kind: 'several';
      readonly wish: SelectionWish;
      readonly words: readonly SelectionWord[];
      readonly judged: SelectionJudged | 'storeDown' | 'tooMany';
    }
  | { readonly kind: 'takenOver'; readonly taken: TakenOver }
  | { readonly kind: 'lease'; readonly leased: Leased }
  /** The window in which an instance is changed. */
  | { readonly kind: 'attributeForm'; readonly found: FoundInstance }
  | { readonly kind: 'attributes'; readonly ordered: DisksChanged }
  | { readonly kind: 'renewal'; readonly found: FoundInstance; readonly term: Term; readonly begun: RenewalBegun }
  | { readonly kind: 'autoRenewal'; readonly found: FoundInstance; readonly begun: AutoRenewalBegun };
