/**
 * The closed set of ways in which a call to the cloud can fail. Callers branch on `kind`, never on message text or HTTP
 * status: the ECS API sends the same code with different statuses.
 */
export const FAILURE_KINDS = [
  'throttled', // the account's rate limit; the bot retries
  'queued', // too many of the bot's own calls wait, so it was not sent; the bot waits for its turn
  'transient', // the service answered that it failed; safe to repeat with the same ClientToken
  'ambiguous', // no usable answer (timeout, reset, HTML page, truncated JSON): the call may have taken effect
  'notSent', // connection refused or name not found: the call did not happen
  'inFlight', // an earlier call with the same ClientToken is in progress
  'tokenMismatch', // the ClientToken was used with other parameters: a bug; a create is not retried
  'wrongState', // IncorrectInstanceStatus: look, then decide
  'busy', // another operation holds the instance for a moment
  'alreadyDone', // the wanted state is reached already
  'gone', // the cloud does not know the instance, or no longer
  'noStock', // not sold here or sold out
  'underMarket', // the market price exceeds the limit of the spot instance
  'vSwitchFull', // no private address left in the vSwitch
  'money', // balance, credit or payment method
  'quota', // a quota of the account
  'permission', // RAM refuses the call
  'account', // real-name verification or risk control: somebody has to act on the account
  'locked', // security, overdue, deletion protection, charge type: the cloud's own rules forbid it
  'credentials', // the AccessKey, token or clock is wrong: the operator has to act
  'badInput', // the cloud refuses a parameter
  'vanished', // it was seen or accepted, and the cloud no longer lists it
  'reclaimed', // the market has taken a spot instance back, or probably has
  'deadline', // it did not finish within its deadline
  'doubtful', // a create of unknown outcome; the bot never sends it again
  'priceChanged', // right before the purchase, the price is not the approved one, or needs an approval that nobody gave
  'lapsed', // the approval is too old to buy without asking again, or the requester has left
  'scriptChanged', // the requested start script is gone, or its content has changed
  'notAllowed', // right before the purchase, the current policy does not allow the order
  'unreadable', // the cloud shows the instance in a way that the bot does not know, such as a new state
  'unknown', // a code nobody has mapped yet
] as const;

export type FailureKind = (typeof FAILURE_KINDS)[number];

/** Whether an existing instance is gone. */
export const isGone = (kind: FailureKind | undefined): boolean => kind === 'vanished' || kind === 'reclaimed';

/** Plain data only, since it is stored, shown and audited. Never holds a URL, a parameter value or a secret. */
export interface Failure {
  readonly kind: FailureKind;
  /** The cloud's ErrorCode, e.g. `OperationDenied.NoStock`; null where no usable answer came. */
  readonly code: string | null;
  /** The cloud's own sentence, redacted and at most 300 characters; only displayed, never parsed. */
  readonly detail: string;
  /** The cloud's RequestId, for support. */
  readonly requestId: string | null;
  /** How long the cloud asked us to wait, in milliseconds; null when it did not say. */
  readonly retryAfterMs: number | null;
  /** The API call that failed, e.g. `CreateInstance`. */
  readonly api: string | null;
  /** The RAM action and principal that lacks it, from AccessDeniedDetail, for `permission`. */
  readonly missing: { readonly action: string; readonly principal: string } | null;
}

/** A failure with the given fields; the others are null or empty. */
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
