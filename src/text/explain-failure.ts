import type { Failure } from '../core/failure/failure.ts';
import { needsSomebody } from '../core/failure/failure-cause.ts';
import type { Power } from '../core/power/power.ts';
import type { FailureText } from './en/failure/failure-text.ts';
import type { Text } from './en.ts';
import { failureWords } from './failure-words.ts';
import { sentencesOf } from './sentences.ts';

/** A failure in words; every part is plain text. */
interface Explained {
  readonly title: string;
  readonly cause: string;
  /** What to do; while the bot is still trying, that there is nothing to do. */
  readonly next: string;
  /** For support: call, code, RequestId and the cloud's own words; empty if the cloud gave none. */
  readonly smallPrint: string;
}

/**
 * @param passing whether the bot is still trying
 * @param what the order that failed; null for a creation
 */
export function explainFailure(
  text: Text,
  failure: Failure,
  passing = false,
  what: Power | 'renew' | 'resize' | null = null,
): Explained {
  const { title, cause, next } = { ...failureWords(text.failures, failure), ...ofOrder(text, failure, what) };
  const missing = failure.missing && text.failures.missing(failure.missing.action, failure.missing.principal);
  return {
    title,
    cause: missing ? sentencesOf([cause, missing]) : cause,
    next: passing ? whilePassing(text, failure, next) : next,
    smallPrint: [
      failure.api,
      failure.code,
      failure.requestId && `RequestId ${failure.requestId}`,
      // The last, because it may be long, and is what is cut.
      withoutLinks(failure.detail),
    ]
      .filter((part) => part !== null && part !== '')
      .join(' · '),
  };
}

/** What the failure means for an order, if that differs from a creation. */
function ofOrder(text: Text, failure: Failure, what: Power | 'renew' | 'resize' | null): Partial<FailureText> {
  if (what === null) return {};
  if (what === 'renew') return text.renewal.failure(failure);
  if (what === 'resize') return text.prepaidDisk.failure(failure);
  return text.power.failureOf(what, failure);
}

/** Another try does not mend what only a person can mend; but meanwhile, nobody needs to order again. */
function whilePassing({ failures }: Text, failure: Failure, next: string): string {
  const { kind } = failure;
  if (kind === 'unreadable') return failures.untilMended[kind];
  if (!needsSomebody(failure)) return failures.retrying;
  return kind === 'permission' || kind === 'credentials' || kind === 'account' ? failures.untilMended[kind] : next;
}

/** The cloud's sentences are redacted already; links still go, because one can carry a signed request. */
const withoutLinks = (detail: string): string => detail.replace(/\b[a-z][a-z0-9+.-]*:\/\/\S+/gi, '…').trim();
