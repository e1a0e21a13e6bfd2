import { isCertificateCode } from '../../core/base/connection-error.ts';
import { inEnglish, type Saying, say } from '../../core/saying.ts';
import { type PassingSlackError, passesLater, type SlackError } from '../kit/slack-error.ts';

/** Why the bot is not connected to Slack, for its operator. */
export interface StartupError {
  readonly sentence: string;
  /** Whether the next try may work: a network failure, a 5xx, a rate limit; never a token that Slack refuses. */
  readonly passing: boolean;
  /** The wait that Slack asked for, in milliseconds; 0 if it named none. */
  readonly retryAfterMs: number;
}

export const permanentError = (sentence: string): StartupError => ({ sentence, passing: false, retryAfterMs: 0 });
const passing = (sentence: string, retryAfterMs = 0): StartupError => ({ sentence, passing: true, retryAfterMs });

/** With an organisation's token, people of all its workspaces could buy. */
export const ORGANISATION_WIDE =
  'The token in SLACK_BOT_TOKEN is of an organisation-wide installation, and the bot works for one workspace only. Install the app to that workspace ' +
  '(Install App in the app’s settings, signed in there, without Org Level Apps), copy the Bot User OAuth Token (xoxb-…) and start again.';

/** Scopes without which the app cannot work; the manifest's others have a fallback. */
const NEEDED_SCOPES = ['commands', 'chat:write', 'users:read'];

const REINSTALL = say`Reinstall the app to the workspace (OAuth & Permissions), copy the Bot User OAuth Token and start again.`;

/** What to do if Slack does not accept the bot's token. */
export const botTokenTrouble = (trouble: SlackError, apiUrl: string): StartupError =>
  passesLater(trouble) ? unreachable(trouble, apiUrl) : permanentError(botTokenSentence(trouble.code));

const botTokenSentence = (code: string): string => inEnglish(botTokenSaying(code));

export function botTokenSaying(code: string): Saying {
  switch (code) {
    case 'invalid_auth':
    case 'not_authed':
    case 'not_allowed_token_type':
      return say`Slack does not know the token in SLACK_BOT_TOKEN (${code}). Copy the Bot User OAuth Token (xoxb-…) from OAuth & Permissions of the app and start again.`;
    case 'account_inactive':
    case 'token_revoked':
    case 'token_expired':
    case 'user_removed_from_team':
    case 'team_disabled':
      return say`The token in SLACK_BOT_TOKEN is no longer valid (${code}). ${REINSTALL}`;
    default:
      return say`Slack refused the token in SLACK_BOT_TOKEN (${code}). ${REINSTALL}`;
  }
}

/** What to do if Slack does not let the app connect in Socket Mode. */
export const appTokenTrouble = (trouble: SlackError, apiUrl: string): StartupError =>
  passesLater(trouble) ? unreachable(trouble, apiUrl) : permanentError(appTokenSentence(trouble.code));

const appTokenSentence = (code: string): string => inEnglish(appTokenSaying(code));

/** What to do if Slack refuses the token. */
export function appTokenSaying(code: string): Saying {
  switch (code) {
    case 'missing_scope':
      return say`The token in SLACK_APP_TOKEN lacks the scope connections:write (missing_scope). Generate an app-level token with it under Basic Information and start again.`;
    case 'not_allowed_token_type':
      return say`SLACK_APP_TOKEN must be an app-level token (not_allowed_token_type). Generate one (xapp-…) with the scope connections:write under Basic Information and start again.`;
    case 'forbidden_team':
    case 'socket_mode_disabled':
      return say`Slack does not allow Socket Mode for this app (${code}). Switch it on under Socket Mode in the app's settings, or set SLACK_MODE=http.`;
    default:
      return say`Slack refused the token in SLACK_APP_TOKEN (${code}). Copy the app-level token (xapp-…, scope connections:write) from Basic Information of the same app and start again.`;
  }
}

/** @param granted null if Slack did not say */
export function missingScopeSentence(granted: readonly string[] | null): string | null {
  const missing = granted === null ? [] : NEEDED_SCOPES.filter((scope) => !granted.includes(scope));
  if (missing.length === 0) return null;
  return `The app lacks the scope ${missing.join(' and ')}. Update it from manifest.yml (App Manifest in the app's settings). ${inEnglish(REINSTALL)}`;
}

export const noHelloTrouble = (seconds: number): StartupError =>
  passing(
    `Slack gave an address to connect to, but no connection came about within ${seconds} s. A proxy or firewall may hold back WebSockets: allow them, or set SLACK_MODE=http. ${KEEPS_TRYING}`,
  );

/** @param code e.g. `EADDRINUSE` */
export const listenSentence = (code: string, host: string, port: number): string =>
  code === 'EADDRINUSE'
    ? `Port ${port} on ${host} is taken by another program (EADDRINUSE). Stop it or set another PORT.`
    : `The bot cannot listen on ${host}, port ${port} (${code}). Set another HOST or PORT.`;

const KEEPS_TRYING = 'The bot keeps trying.';

function unreachable(trouble: PassingSlackError, apiUrl: string): StartupError {
  if (trouble.kind === 'slowDown') {
    const { retryAfterMs } = trouble;
    return passing(
      `Slack asks to wait ${Math.ceil(retryAfterMs / 1000)} s before the bot connects again. It will.`,
      retryAfterMs,
    );
  }
  if (isCertificateCode(trouble.code)) {
    return passing(
      `The certificate at ${apiUrl} is not trusted (${trouble.code}). If a proxy of the company shows its own, set NODE_EXTRA_CA_CERTS (in the environment, not in .env) to the file with the company's certificate authority and restart the bot; else check the machine's clock. ${KEEPS_TRYING}`,
    );
  }
  return passing(
    `Slack cannot be reached at ${apiUrl} (${trouble.code}). Check the network, HTTPS_PROXY where the bot needs a proxy, and SLACK_API_URL. ${KEEPS_TRYING}`,
  );
}
