import type { Unsubmittable } from '../../core/approval/approval-new.ts';
import { unsatisfiableTold } from '../../core/approval/reduce-requirements.ts';
import type { Failure } from '../../core/failure/failure.ts';
import { linesFor } from '../../core/policy/rules.ts';
import type { Text } from '../../text/en.ts';
import { sentencesOf } from '../../text/sentences.ts';
import type { SubmissionOutcome } from '../../usecases/request/submit-draft.ts';
import { shortText } from '../approval/price.ts';
import { createRefusedSentence } from '../policy/refused-here.ts';

type Forbidden = Extract<SubmissionOutcome, { readonly kind: 'mayNotCreate' | 'unjudged' | 'unsubmittable' }>;

/** Why a submission was refused, if that is not about a field. */
export function forbiddenSentence(outcome: Forbidden, isAdmin: boolean, text: Text): string {
  switch (outcome.kind) {
    case 'mayNotCreate':
      return createRefusedSentence(outcome.refusal, text);
    case 'unjudged': {
      const rules = outcome.rules.map(linesFor(isAdmin)).map(({ rule, line }) => text.policy.ruleAt(rule, line));
      return text.policy.unjudged(rules);
    }
    case 'unsubmittable':
      return unsubmittableSentence(outcome.why, outcome.price, isAdmin, text);
  }
}

function unsubmittableSentence(
  why: Unsubmittable,
  price: Failure | 'late' | null,
  isAdmin: boolean,
  { decision, policy, limits }: Text,
): string {
  switch (why.is) {
    case 'priceUnknown':
      return price === 'late' ? decision.priceLate : decision.priceUnknown(price);
    case 'overBudget': {
      const sentences = why.overdrafts.map(linesFor(isAdmin)).map((one) => policy.overBudget(one));
      return sentencesOf([...sentences, decision.notSubmitted]);
    }
    case 'short':
      return shortText(why, decision);
    case 'approversUnread':
      return decision.approversUnread;
    case 'tooMany':
      return sentencesOf([limits.exceeded(why.excess), decision.notSubmitted]);
    case 'unsatisfiable': {
      const sentences = unsatisfiableTold(why.requirements, isAdmin).map(({ needed, users, line }) =>
        policy.unsatisfiable(needed, users.length, line),
      );
      return sentencesOf([...sentences, decision.notSubmitted]);
    }
  }
}
