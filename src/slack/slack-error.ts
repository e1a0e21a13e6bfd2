import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';

/** What went wrong in a call to Slack, without anything of the request. */
export type SlackTrouble =
  /** Slack refuses, e.g. `expired_trigger_id`. */
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'rateLimited'; readonly retryAfterMs: number }
  /** No usable answer: a network error, a timeout or an HTTP error. `code`: e.g. `ECONNREFUSED`, `http_503`. */
  | { readonly kind: 'unanswered'; readonly code: string };

/** Rethrows what is no error of the Web API: that is a mistake of ours. */
export function slackTrouble(error: unknown): SlackTrouble {
  if (error instanceof WebAPIPlatformError) return { kind: 'refused', code: error.data.error };
  if (error instanceof WebAPIRateLimitedError) return { kind: 'rateLimited', retryAfterMs: error.retryAfter * 1000 };
  if (error instanceof WebAPIHTTPError) return { kind: 'unanswered', code: `http_${error.statusCode}` };
  if (error instanceof WebAPIRequestError) return { kind: 'unanswered', code: causeCode(error.original) };
  throw error;
}

/** Network errors nest: the code stands on the innermost one. */
function causeCode(error: unknown): string {
  let inner = error;
  for (let depth = 0; depth < 5 && inner instanceof Error; depth += 1) {
    if ('code' in inner && typeof inner.code === 'string') return inner.code;
    if (inner.cause === undefined) return inner.name;
    inner = inner.cause;
  }
  return 'unknown';
}

/** For a log line: names and codes only, and where in the code. Messages may hold tokens or what people wrote. */
export function describeError(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { error: typeof error };
  const inner = 'original' in error && error.original instanceof Error ? error.original : error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null;
  const slack = error instanceof WebAPIPlatformError ? error.data.error : null;
  const at = (inner.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /u.test(line))
    .slice(0, 4)
    .map((line) => line.trim());
  return { error: inner.name, code, slack, at };
}
