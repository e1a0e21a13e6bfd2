/**
 * What has to become of a click, by the rules in words. It knows no function of the product and none of its types: people,
 * policies and money are described in its own plain terms, from which the test builds what the product is given.
 */

export interface Person {
  readonly id: string;
  readonly membership: 'member' | 'guest' | 'stranger' | 'bot' | 'deactivated' | 'unknown';
  /** How the policy file makes an approver of them. */
  readonly approver: 'named' | 'byReadableGroup' | 'byUnreadableGroup' | null;
  readonly finance: boolean;
  readonly admin: boolean;
}

export interface RuleInWords {
  readonly needed: number;
  readonly outOf: 'approvers' | 'finance';
  /** It counts for what costs more than so many minor units; null: for everything. */
  readonly above: number | null;
}

export interface PolicyInWords {
  readonly name: string;
  /** Without a file the admins approve, and only they may ask for what is prepaid. */
  readonly file: boolean;
  readonly requesterIsAdmin: boolean;
  readonly rules: readonly RuleInWords[];
  readonly own: boolean;
  /** Ids of those who were approvers and are not any more. */
  readonly removed: readonly string[];
  /** Whether it forbids the order by now, or nobody can tell. */
  readonly forbids: boolean;
  /** What the requester's account has become since. */
  readonly requesterIs: Person['membership'];
  /** Whether the policy names the requester by id for what they ask for. */
  readonly namesRequester: boolean;
  /** What is left of the requester's month, in minor units; null for no budget. */
  readonly left: number | 'in another currency' | null;
}

export interface CellInWords {
  readonly actor: Person;
  readonly isRequester: boolean;
  readonly requester: Person;
  readonly policy: PolicyInWords;
  readonly prepaid: boolean;
  readonly state: 'waiting' | 'overdue' | 'over';
  /** Who has agreed in this round. */
  readonly votes: readonly Person[];
  readonly click: 'approve' | 'approveStale' | 'deny' | 'denyWithoutReason' | 'withdraw';
  /** In minor units; null when none was shown. */
  readonly shown: number | null;
  /** The price at the click; null when the cloud names none or does not answer. */
  readonly now: number | null;
  readonly balance: number | null;
  readonly mayBuyBlind: boolean;
}

export const TOLERANCE_PERCENT = 5;
/** At the moment of every click. */
const HOURS_LEFT = 276;
const HOURS_A_MONTH = 730;

/** `approved`, `voted (2 missing)`, `refused: notYours` … */
export function verdictInWords(cell: CellInWords): string {
  const { actor, isRequester, policy, click } = cell;
  if (cell.state === 'over') return 'refused: decided';
  // The time is over for every click of everybody.
  if (cell.state === 'overdue') return 'expired';
  const isAdmin = actor.admin || isRequestingAdmin(cell, actor);
  if (click === 'withdraw') return isRequester || isAdmin ? 'withdrawn' : 'refused: notYours';

  // Only full members decide, and nobody on what they asked for, unless the policy says so.
  if (actor.membership !== 'member') return 'refused: membership';
  if (isRequester && !policy.own) return 'refused: ownRequest';
  const asked = rulesFor(cell, cell.shown);
  if (!asked.some((rule) => isIn(rule, actor, isAdmin, policy))) return 'refused: notApprover';
  if (click === 'denyWithoutReason') return 'refused: noReason';
  if (click === 'deny') return 'denied';

  // Agreeing is to the price that was seen, once.
  if (click === 'approveStale') return 'refused: otherPrice';
  const quorum = quorumInWords(cell, asked, isAdmin);
  // Once is enough, but for who would complete it, because the policy has come to ask for fewer.
  if (cell.votes.some(({ id }) => id === actor.id) && quorum !== 'approved') return 'refused: votedBefore';
  return moneyInWords(cell) ?? quorum;
}

/** What the price, the policy, the budget and the balance of this moment say; null when nothing is against it. */
function moneyInWords(cell: CellInWords): string | null {
  const { policy, shown, now, prepaid } = cell;
  if (now === null && (prepaid || shown !== null)) return 'refused: priceUnknown';
  if ((shown === null) !== (now === null)) return 'askedAgain';
  if (shown !== null && now !== null) {
    if (Math.abs(now - shown) / shown > TOLERANCE_PERCENT / 100) return 'askedAgain';
    // However little it has moved: another rule is about it now, of which nobody who agreed has known.
    if (policy.rules.some(({ above }) => above !== null && shown <= above && now > above)) return 'askedAgain';
  }
  // Nothing is bought for an account that is no person's, or nobody's.
  if (['bot', 'deactivated', 'unknown'].includes(policy.requesterIs)) return 'refused: requester';
  // A guest, or somebody of another company, needs to be named.
  if (policy.requesterIs !== 'member' && !policy.namesRequester) return 'refused: policy';
  if (policy.forbids) return 'refused: policy';
  if (!policy.file && prepaid && !policy.requesterIsAdmin) return 'refused: policy';
  // What cannot be held against a budget is not bought under it.
  if (policy.left === 'in another currency') return 'refused: budget';
  // What is paid by the hour counts for the rest of the month.
  const due = now === null || prepaid ? now : Math.round((now * HOURS_LEFT) / HOURS_A_MONTH);
  if (policy.left !== null && (due === null || due > policy.left)) return 'refused: budget';
  // What is paid by the hour is not debited at once.
  if (!prepaid || now === null) return null;
  if (cell.balance === null) return cell.mayBuyBlind ? null : 'refused: balanceUnknown';
  return cell.balance < now ? 'refused: notEnough' : null;
}

const isRequestingAdmin = ({ policy, requester }: CellInWords, { id }: Person): boolean =>
  policy.requesterIsAdmin && id === requester.id;

/** Whose earlier votes are still good, beside the click: of full members who may approve by now, the requester only where they may their own. */
export function goodVotes(cell: CellInWords): readonly Person[] {
  const asked = rulesFor(cell, cell.shown);
  return cell.votes.filter(
    (voter) =>
      voter.id !== cell.actor.id &&
      voter.membership === 'member' &&
      (voter.id !== cell.requester.id || cell.policy.own) &&
      asked.some((rule) => isIn(rule, voter, voter.admin || isRequestingAdmin(cell, voter), cell.policy)),
  );
}

function quorumInWords(cell: CellInWords, asked: readonly RuleInWords[], isAdmin: boolean): string {
  const { actor, policy } = cell;
  const lacking = asked.map((rule) => {
    const earlier = goodVotes(cell).filter((voter) =>
      isIn(rule, voter, voter.admin || isRequestingAdmin(cell, voter), policy),
    );
    return rule.needed - earlier.length - (isIn(rule, actor, isAdmin, policy) ? 1 : 0);
  });
  const most = Math.max(...lacking);
  return most <= 0 ? 'approved' : `voted (${most} missing)`;
}

/** What waits for an approval needs one at least, whatever the policy says. */
function rulesFor({ policy }: CellInWords, price: number | null): readonly RuleInWords[] {
  const fitting = policy.rules.filter(({ above }) => above === null || price === null || price > above);
  return fitting.length > 0 ? fitting : [{ needed: 1, outOf: 'approvers', above: null }];
}

function isIn({ outOf }: RuleInWords, person: Person, isAdmin: boolean, policy: PolicyInWords): boolean {
  if (outOf === 'finance') return person.finance;
  if (!policy.file) return isAdmin;
  return (person.approver === 'named' || person.approver === 'byReadableGroup') && !policy.removed.includes(person.id);
}
