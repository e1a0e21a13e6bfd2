import type { Failure } from '../core/failure/failure.ts';
import { causeOf } from '../core/failure/failure-cause.ts';
import type { Power } from '../core/power/power.ts';
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
export function explain(text: Text, failure: Failure, passing = false, what: Power | 'renew' | null = null): Explained {
  const ofOrder =
    what === null ? {} : what === 'renew' ? text.renewal.failure(failure) : text.power.failureOf(what, failure);
  const known = causeOf(failure);
  const words = failureWords(text.failures, failure);
  const { title, cause, next } = known === null ? { ...words, ...ofOrder } : words;
  const missing = failure.missing && text.failures.missing(failure.missing.action, failure.missing.principal);
  return {
    title,
    cause: missing ? sentencesOf([cause, missing]) : cause,
    // What only the operator can mend does not heal by trying again.
    next: passing && known !== 'certificate' && known !== 'proxy' ? text.failures.retrying : next,
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

/** The cloud's sentences arrive redacted; a link in one is still never passed on, as it can carry a signed request. */
const withoutLinks = (detail: string): string => detail.replace(/\b[a-z][a-z0-9+.-]*:\/\/\S+/gi, '…').trim();
