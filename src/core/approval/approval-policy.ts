import { HOUR_MS } from '../base/durations.ts';
import type { Money } from '../base/money.ts';
import type { NamedGroups, Principals } from '../policy/people.ts';
import type { ChargeKind } from '../spec/charge.ts';

/** Who has to agree to what, as the policy file says. */
export interface ApprovalPolicy {
  /** Who may approve; admins where nobody is named. */
  readonly approvers: Principals;
  readonly groups: NamedGroups;
  /** Null: no such key, and then what is prepaid needs one approver. Every rule that fits has to be met. */
  readonly rules: readonly ApprovalRule[] | null;
  /** Whether approvers may approve what they themselves asked for. */
  readonly selfApproval: boolean;
  /** Who is told when something waits, people and channels (`C…`); null: everybody who may approve it. Not the same as who may approve. */
  readonly notify: Principals | null;
  /** A request that nobody decided on ends after this. */
  readonly expireAfterMs: number;
  /** Those who were told are reminded after this, then after twice, four times as long …; null for never. */
  readonly remindAfterMs: number | null;
  /** Whom else to tell when nobody has decided for so long; null for nobody. */
  readonly escalation: { readonly afterMs: number; readonly to: Principals } | null;
  /** In percent either way; more asks again at the new price, and so does whatever rise another rule comes to fit by. */
  readonly priceTolerancePercent: number;
  /** Whether what is prepaid may be approved while the account's balance cannot be read. */
  readonly allowUnknownBalance: boolean;
  readonly budgets: readonly Budget[];
}

export interface ApprovalRule {
  /** Where it is in the policy file, from 1. */
  readonly line: number;
  /** Null: of whatever kind. */
  readonly charge: ChargeKind | null;
  /** It fits what costs more, see `totalOf`; null: whatever it costs. A price that is not known, or in another currency, fits. */
  readonly above: Money | null;
  /** How many have to agree, at least 1. */
  readonly needed: number;
  /** Out of whom; null: out of the approvers. */
  readonly from: Principals | null;
}

/** What may be spent in a calendar month (UTC), see core/approval/budget.ts. */
export interface Budget {
  readonly line: number;
  /** `each`: everybody for themselves; else all those named together. */
  readonly who: 'each' | Principals;
  readonly perMonth: Money;
}

/** The longest that a policy lets anything wait for a decision. */
export const MAX_WAIT_MS = 90 * 24 * HOUR_MS;

/** What counts where the policy file says nothing, and without one. */
export const NO_APPROVAL_RULES: ApprovalPolicy = {
  approvers: [],
  groups: new Map(),
  rules: null,
  selfApproval: false,
  notify: null,
  expireAfterMs: 24 * HOUR_MS,
  remindAfterMs: HOUR_MS,
  escalation: null,
  priceTolerancePercent: 0,
  allowUnknownBalance: false,
  budgets: [],
};
