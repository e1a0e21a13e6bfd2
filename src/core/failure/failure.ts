/**
 * The closed set of ways in which something asked of the cloud can fail. Callers branch on `kind`, never on message text
 * or HTTP status, because the ECS API sends the same code with different statuses.
 */
export const FAILURE_KINDS = [
  'throttled', // the account's rate limit; the bot retries
  'transient', // the service answered that it failed; safe to repeat with the same ClientToken
  'ambiguous', // no usable answer (timeout, reset, HTML page, truncated JSON): it may have happened
  'notSent', // connection refused or name not found: it did not happen
  'inFlight', // the same ClientToken is still being worked on
  'tokenMismatch', // the ClientToken was used with other parameters: a bug, never retried
  'wrongState', // IncorrectInstanceStatus: look, then decide
  'busy', // another operation holds the instance for a moment
  'alreadyDone', // what was asked for is already so
  'gone', // the instance is not known (any more)
  'noStock', // not sold here or sold out
  'underMarket', // the market asks more for a spot instance than the limit that was set
  'vSwitchFull', // no private address left in the vSwitch
  'money', // balance, credit or payment method
  'quota', // a quota of the account
  'permission', // RAM refuses
  'account', // real-name, risk control: a person has to act on the account
  'locked', // security, overdue, deletion protection, charge type: the cloud's own rules forbid it
  'credentials', // the AccessKey, token or clock is wrong: the operator has to act
  'badInput', // the cloud refuses a parameter
  'vanished', // it was seen (or accepted) and is not there any more
  'reclaimed', // the market has taken a spot instance back, or probably so
  'deadline', // it did not get there in the time we allow
  'doubtful', // a create whose outcome could not be found out; the bot never sends it again
  'priceChanged', // what was approved costs something else now, found out right before it would have been bought
  'lapsed', // it was approved too long ago to be bought without asking again
  'scriptChanged', // the start script that was asked for is gone or has another content now
  'notAllowed', // the policy of now does not allow what was asked for, found out right before it would have been bought
  'unknown', // a code nobody has mapped yet
] as const;

export type FailureKind = (typeof FAILURE_KINDS)[number];

/** What was there, and is not any more. */
export const isGone = (kind: FailureKind | undefined): boolean => kind === 'vanished' || kind === 'reclaimed';

/** Shapes only plain data: it is stored, shown and audited. Never holds a URL, a parameter value or a secret. */
export interface Failure {
  readonly kind: FailureKind;
  /** The cloud's ErrorCode, e.g. `OperationDenied.NoStock`; null where no usable answer came. */
  readonly code: string | null;
  /** The cloud's own sentence, redacted and at most 300 characters; for small print, never parsed. */
  readonly detail: string;
  /** The cloud's RequestId, for support. */
  readonly requestId: string | null;
  /** What the cloud asked us to wait, in milliseconds; null when it did not say. */
  readonly retryAfterMs: number | null;
  /** Which API call failed, e.g. `CreateInstance`. */
  readonly api: string | null;
  /** The RAM action and principal that lacks it, from AccessDeniedDetail, for `permission`. */
  readonly missing: { readonly action: string; readonly principal: string } | null;
}

/** What can be said of a failure; the rest is null. */
export const failureOf = (kind: FailureKind, fields: Partial<Omit<Failure, 'kind'>> = {}): Failure => ({
  kind,
  code: null,
  detail: '',
  requestId: null,
  retryAfterMs: null,
  api: null,
  missing: null,
  ...fields,
});
