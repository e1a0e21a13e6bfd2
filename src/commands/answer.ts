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

/** A subcommand's answer: the outcome of a use case, or a thing to show. Only changes that concern a channel are told there. */
export type CommandAnswer =
  /** The menu of likely next steps. */
  | { readonly kind: 'menu' }
  /** The page of the help for these words. */
  | { readonly kind: 'help'; readonly words: readonly string[] }
  /** An unknown word, and the command that was most likely meant. */
  | { readonly kind: 'unknownCommand'; readonly name: string; readonly suggestion: string | null }
  /** The command lacks its instance. `fitting`: the caller's instances that it suits; `own`: how many they have. */
  | {
      readonly kind: 'whichInstance';
      readonly command: { readonly name: string; readonly usage: string };
      readonly fitting: readonly FoundInstance[];
      readonly own: number;
    }
  | { readonly kind: 'approvals' }
  /** What is wrong with the words after a command, and how to write them. */
  | {
      readonly kind: 'argumentFault';
      readonly command: { readonly name: string; readonly usage: string };
      readonly fault: ArgumentFault;
    }
  | { readonly kind: 'adminsOnly'; readonly name: string }
  /** Only the instance's owner and admins may run it. */
  | { readonly kind: 'ownersOnly'; readonly name: string; readonly found: FoundInstance }
  /** `again`: the whole command with another instance in its place. */
  | {
      readonly kind: 'notFound';
      readonly search: NotFound;
      readonly ref: InstanceRef;
      again(ref: InstanceRef): string;
    }
  /** Words for all instances, where only `*` means them. `command`: the line that was meant, or one that lists them. */
  | { readonly kind: 'allMeant'; readonly given: string; readonly command: string }
  | { readonly kind: 'mayNotCreate'; readonly refusal: CreateRefusal }
  /** The filled-in form, with the unreadable words at its top. */
  | { readonly kind: 'createForm'; readonly order: CreateArguments }
  | { readonly kind: 'freezeProblem'; readonly problem: FreezeProblem }
  | { readonly kind: 'freeze'; readonly changed: FreezeChanged }
  /** `given`: the account that the admin named. */
  | { readonly kind: 'account'; readonly given: string; readonly accepted: AccountAccepted }
  | { readonly kind: 'policy' }
  | { readonly kind: 'policyUsage' }
  /** The policy's verdict on an order. */
  | { readonly kind: 'verdict'; readonly order: CreateArguments }
  | { readonly kind: 'doctor' }
  /** The instances that match the words, see `core/spec/list-query.ts`. */
  | { readonly kind: 'list'; readonly words: readonly string[] }
  | { readonly kind: 'instance'; readonly found: FoundInstance }
  /** A request with all its instances. */
  | { readonly kind: 'request'; readonly named: RequestFound }
  /** The ways to log in. */
  | { readonly kind: 'connect'; readonly found: FoundInstance }
  | { readonly kind: 'keys'; readonly listed: KeysListed }
  /** The window that adds or removes a key. */
  | { readonly kind: 'key'; readonly order: Exclude<KeyOrder, { readonly what: 'list' }> }
  /** The audit trail of a request or instance, by any of its ids; null if none was given. */
  | { readonly kind: 'history'; readonly id: string | null }
  | { readonly kind: 'order'; readonly what: Power; readonly found: FoundInstance; readonly begun: OrderBegun }
  /** Several instances, and which of them fit. Needs a confirmation. */
  | {
      readonly kind: 'several';
      readonly wish: SelectionWish;
      readonly words: readonly SelectionWord[];
      readonly judged: SelectionJudged | 'storeDown' | 'tooMany';
    }
  | { readonly kind: 'takenOver'; readonly taken: TakenOver }
  | { readonly kind: 'lease'; readonly leased: Leased }
  /** The window for changes of an instance. */
  | { readonly kind: 'attributeForm'; readonly found: FoundInstance }
  | { readonly kind: 'attributes'; readonly ordered: DisksChanged }
  | { readonly kind: 'renewal'; readonly found: FoundInstance; readonly term: Term; readonly begun: RenewalBegun }
  | { readonly kind: 'autoRenewal'; readonly found: FoundInstance; readonly begun: AutoRenewalBegun };
