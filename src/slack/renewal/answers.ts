import { unsatisfiableTold } from '../../core/approval/reduce-requirements.ts';
import type { Verdict } from '../../core/policy/policy-judge.ts';
import { linesFor } from '../../core/policy/rules.ts';
import { termOf } from '../../core/renewal/renewal-act.ts';
import type { Request } from '../../core/request/request.ts';
import type { Term } from '../../core/spec/charge.ts';
import type { Text } from '../../text/en.ts';
import { explainFailure } from '../../text/explain-failure.ts';
import { sentencesOf } from '../../text/sentences.ts';
import type { RenewalAsked, Unrenewable } from '../../usecases/renewal/submit-renewal.ts';
import { waitingPeople } from '../approval/answers.ts';
import { shortText } from '../approval/price.ts';
import { type Answer, ephemeral } from '../kit/answer.ts';
import { section } from '../kit/blocks.ts';
import { fallback, lines, mrkdwn, userMention } from '../kit/mrkdwn.ts';

/** Why nothing was requested; only one person sees it. @param grows whether it is about a larger disk */
export function unrenewableAnswer(why: Unrenewable, text: Text, isAdmin: boolean, grows = false): Answer {
  const { policy, decision } = text;
  const words = grows ? text.prepaidDisk : text.renewal;
  const ruleSaid = (fired: Verdict['open'][number]) => {
    const { rule, line } = linesFor(isAdmin)(fired);
    return policy.ruleAt(rule, line);
  };
  switch (why.is) {
    case 'unknown':
      return ephemeral(text.power.form.notFound);
    case 'notYours': {
      const refusal = text.commands.ownersOnly(grows ? 'set' : 'renew');
      const { requester } = why.instance;
      return { text: fallback(refusal), blocks: [section(lines([mrkdwn`${refusal}`, userMention(requester)]))] };
    }
    case 'refused':
      return ephemeral(words.refused(why.instance.spec.name, why.refusal));
    case 'notSold':
      return ephemeral(text.renewal.notSold(why.terms));
    case 'unseen': {
      const { title, next } = explainFailure(text, why.failure, false, grows ? 'resize' : 'renew');
      return ephemeral(words.unread(title, next));
    }
    case 'unlisted':
    case 'locked':
      return ephemeral(words[why.is](why.instance.spec.name));
    case 'policy':
      return ephemeral(policy.barred(why.breaches.map(ruleSaid)));
    case 'unjudged':
      return ephemeral(policy.unjudged(why.open.map(ruleSaid)));
    case 'unpriced':
      return ephemeral(why.failure === null ? words.noPrice : decision.priceUnknown(why.failure));
    case 'overBudget':
      return ephemeral(
        sentencesOf([...why.overdrafts.map(linesFor(isAdmin)).map(policy.overBudget), decision.notSubmitted]),
      );
    case 'short':
      return ephemeral(shortText(why, decision));
    case 'approversUnread':
      return ephemeral(decision.approversUnread);
    case 'tooMany':
      return ephemeral(sentencesOf([text.limits.exceeded(why.excess), decision.notSubmitted]));
    case 'unsatisfiable': {
      const sentences = unsatisfiableTold(why.requirements, isAdmin).map(({ needed, users, line }) =>
        policy.unsatisfiable(needed, users.length, line),
      );
      return ephemeral(sentencesOf([...sentences, decision.notSubmitted]));
    }
  }
}

/** The outcome of a submission. @param term null for a larger disk @param card the address of its card; null while unknown */
export function renewalAskedAnswer(
  asked: RenewalAsked,
  term: Term | null,
  text: Text,
  isAdmin: boolean,
  card: string | null = null,
): Answer {
  const words = term === null ? text.prepaidDisk : text.renewal;
  switch (asked.is) {
    case 'submitted': {
      const { request, isNew } = asked;
      if (!isNew) return ephemeral(words.submittedBefore(request.id));
      const said = submittedText(request, text);
      const people = request.approval === null ? [] : waitingPeople(request.approval, text, card);
      return { text: fallback(said), blocks: [section(lines([mrkdwn`${said}`, ...people]))] };
    }
    case 'moved':
      return ephemeral(text.renewal.moved(asked.instance.spec.name, asked.until));
    case 'otherPrice':
      return ephemeral(sentencesOf([text.disk.priceMoved, text.decision.notSubmitted]));
    case 'busy':
      return ephemeral(words.busy);
    default:
      return unrenewableAnswer(asked, text, isAdmin, term === null);
  }
}

function submittedText(request: Request, { renewal: words, prepaidDisk }: Text): string {
  const { id, spec, renewal } = request;
  return renewal?.disk === undefined
    ? words.submitted(id, spec.name, termOf(request))
    : prepaidDisk.submitted(id, spec.name, renewal.disk);
}
