import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import { provesUnsent } from '../../core/base/connection-error.ts';
import { MINUTE_MS } from '../../core/base/durations.ts';

/** The ways in which a call to Slack can fail, by what to do about it. `code` is for the log: never a URL, never text. */
export type SlackError =
  /** 429: this method may be called again after this time. Nothing was done. */
  | { readonly kind: 'slowDown'; readonly code: string; readonly retryAfterMs: number }
  /** Slack was not reached: nothing was done. */
  | { readonly kind: 'unreachable'; readonly code: string }
  /** No usable answer: it may have been done. */
  | { readonly kind: 'inDoubt'; readonly code: string }
  /** Slack does not accept the bot's token or its rights: every message waits until a person acts. */
  | { readonly kind: 'notAllowed'; readonly code: string }
  /** Slack does not take these blocks, or this much text. */
  | { readonly kind: 'tooMuch'; readonly code: string }
  /** The message to edit, or the thread's first message, is gone. */
  | { readonly kind: 'messageGone'; readonly code: string }
  /** This channel or person cannot be written to. */
  | { readonly kind: 'noSuchPlace'; readonly code: string }
  /** Another reason. Nothing was done. */
  | { readonly kind: 'refused'; readonly code: string };

/** No usable answer, or a request to slow down: the same call may work later. */
export type PassingSlackError = Extract<SlackError, { readonly kind: 'slowDown' | 'unreachable' | 'inDoubt' }>;

export const passesLater = (error: SlackError): error is PassingSlackError =>
  error.kind === 'slowDown' || error.kind === 'unreachable' || error.kind === 'inDoubt';

type ToldByCode = Exclude<SlackError['kind'], 'slowDown' | 'unreachable' | 'refused'>;

const CODES: Readonly<Record<ToldByCode, readonly string[]>> = {
  // Slack documents that the operation may have partly succeeded.
  inDoubt: ['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout', 'unknown_error'],
  notAllowed: [
    'invalid_auth',
    'not_authed',
    'account_inactive',
    'token_revoked',
    'token_expired',
    'missing_scope',
    'not_allowed_token_type',
    'no_permission',
    'access_denied',
    'org_login_required',
    'ekm_access_denied',
    'team_access_not_granted',
    'enterprise_is_restricted',
    'two_factor_setup_required',
    'accesslimited',
  ],
  tooMuch: ['invalid_blocks', 'invalid_blocks_format', 'msg_blocks_too_long', 'msg_too_long', 'invalid_arguments'],
  messageGone: [
    'message_not_found',
    'cant_update_message',
    'edit_window_closed',
    'thread_not_found',
    'cannot_reply_to_message',
    'invalid_thread_ts',
  ],
  noSuchPlace: [
    'channel_not_found',
    'not_in_channel',
    'is_archived',
    'is_inactive',
    'restricted_action',
    'restricted_action_read_only_channel',
    'restricted_action_thread_only_channel',
    'restricted_action_non_threadable_channel',
    'restricted_action_thread_locked',
    'user_not_found',
    'user_not_visible',
    'user_disabled',
    'users_not_found',
    'cannot_dm_bot',
    'messages_tab_disabled',
    'method_not_supported_for_channel_type',
  ],
};

const KIND_OF = new Map<string, ToldByCode>(
  (['inDoubt', 'notAllowed', 'tooMuch', 'messageGone', 'noSuchPlace'] as const).flatMap((kind) =>
    CODES[kind].map((code) => [code, kind] as const),
  ),
);

/** A gateway in between may name a wait of years, in which nobody would get a message, or no time at all. */
const bounded = (retryAfterMs: number): number => Math.min(Math.max(retryAfterMs, 1_000), 10 * MINUTE_MS);

/** @param error the rejection of a call of @slack/web-api */
export function slackError(error: unknown): SlackError {
  if (error instanceof WebAPIRateLimitedError)
    return { kind: 'slowDown', code: 'ratelimited', retryAfterMs: bounded(error.retryAfter * 1000) };
  if (error instanceof WebAPIPlatformError) return platformError(error.data.error);
  if (error instanceof WebAPIHTTPError) {
    const code = `http_${error.statusCode}`;
    // A proxy's 4xx never reached Slack; a 5xx may have.
    return { kind: error.statusCode >= 500 ? 'inDoubt' : 'unreachable', code };
  }
  if (error instanceof WebAPIRequestError) {
    const code = networkCode(error.original);
    return { kind: isUnsent(error.original) ? 'unreachable' : 'inDoubt', code };
  }
  return { kind: 'inDoubt', code: 'no_usable_answer' };
}

/** @param code Slack's `error` */
export function platformError(code: unknown): SlackError {
  // If an answer is not JSON (a proxy's page), the SDK puts its body in place of the error code.
  if (typeof code !== 'string' || !/^[a-z][a-z0-9_]{0,79}$/i.test(code)) return { kind: 'inDoubt', code: 'not_json' };
  if (code === 'ratelimited' || code === 'rate_limited') return { kind: 'slowDown', code, retryAfterMs: 10_000 };
  return { kind: KIND_OF.get(code) ?? 'refused', code };
}

/** Undici reports a proxy that refused the connection as an abort; the bot's own aborts have another name. */
function isUnsent(error: unknown): boolean {
  if (provesUnsent(error)) return true;
  for (let each: unknown = error, depth = 0; each instanceof Error && depth < 5; each = each.cause, depth += 1)
    if ('code' in each && each.code === 'UND_ERR_ABORTED' && each.message.startsWith('Proxy response')) return true;
  return false;
}

/** The first code in the chain of causes, e.g. `ECONNREFUSED`; otherwise the innermost name, e.g. `TimeoutError`. */
function networkCode(error: unknown): string {
  let name = 'network';
  for (let each: unknown = error, depth = 0; each instanceof Error && depth < 5; each = each.cause, depth += 1) {
    if ('code' in each && typeof each.code === 'string' && /^\w+$/.test(each.code)) return each.code;
    name = each.name;
  }
  return name;
}
