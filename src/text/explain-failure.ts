import type { Failure } from '../core/failure/failure.ts';
import { causeOf, needsSomebody } from '../core/failure/failure-cause.ts';
import type { Power } from '../core/power/power.ts';
import type { FailureText } from './en/failure/failure-text.ts';
import type { Text } from './en.ts';
import { failureWords } from './failure-words.ts';
import { sentencesOf } from './sentences.ts';

/** A failure in words; every part is plain text. */
export interface Explained {
  readonly title: string;
  readonly cause: string;
  /** What to do; while it is passing, that there is nothing to do. */
  readonly next: string;
  /** Call, code, the cloud's own words and RequestId, for support; empty when the cloud gave none of them. */
  readonly smallPrint: string;
}

/**
 * @param passing whether the bot is still trying.
 * @param what the order that it kept from being carried out; null for a creation.
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
      withoutLinks(failure.detail),
      failure.requestId && `RequestId ${failure.requestId}`,
    ]
      .filter((part) => part !== null && part !== '')
      .join(' · '),
  };
}

/** What it means for somebody's order, where that is not what it means for a creation. */
function ofOrder(text: Text, failure: Failure, what: Power | 'renew' | 'resize' | null): Partial<FailureText> {
  if (what === null) return {};
  if (what === 'renew') return text.renewal.failure(failure);
  if (what === 'resize') return text.prepaidDisk.failure(failure);
  return causeOf(failure) === null ? text.power.failureOf(what, failure) : {};
}

/** What only a person can mend does not heal by trying again; but nobody is to ask for it a second time meanwhile. */
function whilePassing({ failures }: Text, failure: Failure, next: string): string {
  if (!needsSomebody(failure)) return failures.retrying;
  const { kind } = failure;
  return kind === 'permission' || kind === 'credentials' || kind === 'account' ? failures.untilMended[kind] : next;
}

/** The cloud's sentences arrive redacted; a link in one is still never passed on, as it can carry a signed request. */
const withoutLinks = (detail: string): string => detail.replace(/\b[a-z][a-z0-9+.-]*:\/\/\S+/gi, '…').trim();
