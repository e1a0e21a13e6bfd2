import { dict, parseJson } from '../../core/base/json.ts';
import { inEnglish, type Saying, say } from '../../core/saying.ts';
import type { SlackError } from '../kit/slack-error.ts';
import { appTokenSaying, appTokenTrouble } from './startup-errors.ts';

/** Why Slack has ended a connection, or refuses a new one. */
export interface Loss {
  /** Slack's own code, e.g. `too_many_websockets` or `token_revoked`. */
  readonly reason: string;
  /** Tells the operator what to do; null if the bot just connects again, as after `refresh_requested`. */
  readonly sentence: string | null;
}

const WHAT_TO_DO: Readonly<Record<string, Saying>> = {
  too_many_websockets: say`Slack has ended the connection because this app has too many (too_many_websockets): Slack allows ten. Stop the other bots that run with this SLACK_APP_TOKEN, or give each an app of its own.`,
  link_disabled: say`Slack has ended the connection because Socket Mode was switched off for this app (link_disabled). Switch it on under Socket Mode in the app's settings, or set SLACK_MODE=http.`,
};

/** Slack renews its connections every few hours and announces it: that is no trouble. */
const ROUTINE: ReadonlySet<string> = new Set(['warning', 'refresh_requested']);

/** @param message received over the connection; null if it does not end it */
export function lossIn(message: unknown): Loss | null {
  if (typeof message !== 'string') return null;
  const { type, reason } = dict(parseJson(message));
  if (type !== 'disconnect') return null;
  const word = typeof reason === 'string' && /^[a-z][a-z0-9_]{0,59}$/u.test(reason) ? reason : 'unknown';
  if (ROUTINE.has(word)) return { reason: word, sentence: null };
  return {
    reason: word,
    sentence: inEnglish(WHAT_TO_DO[word] ?? say`Slack has ended the connection (${word}). The bot connects again.`),
  };
}

/** What an operator can do, in either language; null if they can only wait. */
export const lossSaying = ({ reason, sentence }: Loss): Saying | null => {
  const refused = appTokenSaying(reason);
  return sentence === null ? null : (WHAT_TO_DO[reason] ?? (inEnglish(refused) === sentence ? refused : null));
};

/** Slack refuses to open a new connection. */
export const refusedLoss = (trouble: SlackError, apiUrl: string): Loss => ({
  reason: trouble.code,
  sentence: appTokenTrouble(trouble, apiUrl).sentence,
});

/** Slack's code in a refusal; null for any other answer. */
export function refusalIn(answer: string): string | null {
  const { ok, error } = dict(parseJson(answer));
  return ok === false && typeof error === 'string' ? error : null;
}
