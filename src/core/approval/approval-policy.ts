import { HOUR_MS } from '../base/durations.ts';
import type { Money } from '../base/money.ts';
import type { NamedGroups, Principals } from '../policy/people.ts';
import type { ChargeKind } from '../spec/charge.ts';

/** Who has to agree to which orders, as the policy file says. */
export interface ApprovalPolicy {
  /** Who may approve; empty for the admins. */
  readonly approvers: Principals;
  readonly groups: NamedGroups;
  /** Every rule that fits has to be met. Null when the file has no such key: then prepaid needs one approver. */
  readonly rules: readonly ApprovalRule[] | null;
  /** Whether approvers may approve their own requests. */
  readonly selfApproval: boolean;
  /**
   * Who is notified of a new request, people and channels (`C…`); null for everybody who may approve it. This grants no
   * right to approve.
   */
  readonly notify: Principals | null;
  /** An undecided request expires after this. */
  readonly expireAfterMs: number;
  /** The recipients are reminded after this, then after twice, four times as long …; null for never. */
  readonly remindAfterMs: number | null;
  /** Who else is notified when nobody has decided for that long; null for nobody. */
  readonly escalation: { readonly afterMs: number; readonly to: Principals } | null;
  /**
   * In percent, up or down. A larger change starts another round at the new price, and so does any rise that makes another
   * rule fit.
   */
  readonly priceTolerancePercent: number;
  /** Whether prepaid orders may be approved while the account's balance cannot be read. */
  readonly allowUnknownBalance: boolean;
  readonly budgets: readonly Budget[];
}

export interface ApprovalRule {
  /** The rule's position in the policy file, from 1. */
  readonly line: number;
  /** Null for every kind. */
  readonly charge: ChargeKind | null;
  /**
   * The rule fits orders that cost more than this (see `totalOf`), and those with an unknown price or another currency;
   * null for any cost.
   */
  readonly above: Money | null;
  /** How many people have to agree, at least 1. */
  readonly needed: number;
  /** Who counts; null for the approvers. */
  readonly from: Principals | null;
}

/** A spending limit per calendar month (UTC), see core/approval/budget.ts. */
export interface Budget {
  readonly line: number;
  /** `each`: a separate budget for everybody; else one budget shared by the people named. */
  readonly who: 'each' | Principals;
  readonly perMonth: Money;
}

/** The longest `expireAfterMs` that a policy may set. */
export const MAX_WAIT_MS = 90 * 24 * HOUR_MS;

/** The defaults for keys missing in the policy file, and without a policy file. */
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
