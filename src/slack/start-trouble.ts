import type { SlackTrouble } from './trouble.ts';

/** What the app cannot work without; the rest of the manifest's scopes has a fallback. */
const NEEDED_SCOPES = ['commands', 'chat:write'];

const REINSTALL =
  'Reinstall the app to the workspace (OAuth & Permissions), copy the Bot User OAuth Token and start again.';

/** What to do when Slack does not accept the bot's token, for whoever starts it. */
export function botTokenSentence(trouble: SlackTrouble, apiUrl: string): string {
  if (unanswered(trouble)) return unreachable(trouble, apiUrl);
  switch (trouble.code) {
    case 'invalid_auth':
    case 'not_authed':
    case 'not_allowed_token_type':
      return `Slack does not know the token in SLACK_BOT_TOKEN (${trouble.code}). Copy the Bot User OAuth Token (xoxb-…) from OAuth & Permissions of the app and start again.`;
    case 'account_inactive':
    case 'token_revoked':
    case 'token_expired':
    case 'user_removed_from_team':
    case 'team_disabled':
      return `The token in SLACK_BOT_TOKEN is no longer valid (${trouble.code}). ${REINSTALL}`;
    default:
      return `Slack refused the token in SLACK_BOT_TOKEN (${trouble.code}). ${REINSTALL}`;
  }
}

/** What to do when Slack does not let the app connect in Socket Mode. */
export function appTokenSentence(trouble: SlackTrouble, apiUrl: string): string {
  if (unanswered(trouble)) return unreachable(trouble, apiUrl);
  switch (trouble.code) {
    case 'missing_scope':
      return 'The token in SLACK_APP_TOKEN lacks the scope connections:write (missing_scope). Generate an app-level token with it under Basic Information and start again.';
    case 'not_allowed_token_type':
      return 'SLACK_APP_TOKEN must be an app-level token (not_allowed_token_type). Generate one (xapp-…) with the scope connections:write under Basic Information and start again.';
    case 'forbidden_team':
    case 'socket_mode_disabled':
      return `Slack does not allow Socket Mode for this app (${trouble.code}). Switch it on under Socket Mode in the app's settings, or set SLACK_MODE=http.`;
    default:
      return `Slack refused the token in SLACK_APP_TOKEN (${trouble.code}). Copy the app-level token (xapp-…, scope connections:write) from Basic Information of the same app and start again.`;
  }
}

/** @param granted null when Slack did not say */
export function missingScopeSentence(granted: readonly string[] | null): string | null {
  const missing = granted === null ? [] : NEEDED_SCOPES.filter((scope) => !granted.includes(scope));
  if (missing.length === 0) return null;
  return `The app lacks the scope ${missing.join(' and ')}. Update it from manifest.yml (App Manifest in the app's settings). ${REINSTALL}`;
}

export const noHelloSentence = (seconds: number): string =>
  `Slack gave an address to connect to, but no connection came about within ${seconds} s. A proxy or firewall may hold back WebSockets: allow them, or set SLACK_MODE=http.`;

/** @param code e.g. `EADDRINUSE` */
export const listenSentence = (code: string, host: string, port: number): string =>
  code === 'EADDRINUSE'
    ? `Port ${port} on ${host} is taken by another program (EADDRINUSE). Stop it or set another PORT.`
    : `The bot cannot listen on ${host}, port ${port} (${code}). Set another HOST or PORT.`;

type Unanswered = Extract<SlackTrouble, { kind: 'slowDown' | 'unreachable' | 'inDoubt' }>;

const unanswered = (trouble: SlackTrouble): trouble is Unanswered =>
  trouble.kind === 'slowDown' || trouble.kind === 'unreachable' || trouble.kind === 'inDoubt';

function unreachable(trouble: Unanswered, apiUrl: string): string {
  if (trouble.kind === 'slowDown') {
    return `Slack asks to wait ${Math.ceil(trouble.retryAfterMs / 1000)} s before the bot connects again. Start it again then.`;
  }
  return `Slack cannot be reached at ${apiUrl} (${trouble.code}). Check the network, a proxy, and SLACK_API_URL, and start again.`;
}
