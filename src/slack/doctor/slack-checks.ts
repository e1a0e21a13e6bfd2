import { WebClient } from '@slack/web-api';
import { closedBy, SHARED_CHANNEL } from '../../core/request/closed-channel.ts';
import { codeOfReading, grantedTo, refusedIn, sharedIn } from '../channels/channel-access.ts';
import type { RequestContext } from '../kit/context.ts';
import { isUserId } from '../kit/ids.ts';
import { code, mrkdwn } from '../kit/mrkdwn.ts';
import { slackError } from '../kit/slack-error.ts';
import { BOT_SCOPES, METHOD_SCOPES, OPTIONAL_SCOPES } from '../manifest.ts';
import { boltLog } from '../transport/bolt-logger.ts';
import { lossSaying } from '../transport/lost-connection.ts';
import { botTokenSaying } from '../transport/startup-errors.ts';
import type { Diagnostics } from './diagnostics.ts';
import { type Finding, finding, sentences, together } from './finding.ts';

type Parts = Pick<RequestContext, 'text' | 'clock' | 'connection'>;

/** Whether commands and buttons reach the bot. */
export function connectionCheck({ text: { doctor }, connection }: Parts): Finding {
  const { mode, connected, since, renewed, loss } = connection();
  const words = doctor.connection;
  if (!connected) {
    const saying = loss ? lossSaying(loss) : null;
    const fix = saying === null ? words.downFix : doctor.said(saying);
    return finding('bad', mrkdwn`${loss ? words.downFor(loss.reason) : words.down}`, fix);
  }
  if (mode === 'http' || since === null) return finding('good', mrkdwn`${words.http}`);
  return finding(
    'good',
    sentences([mrkdwn`${words.socket(since)}`, ...(renewed > 0 ? [mrkdwn`${words.lost(renewed)}`] : [])]),
  );
}

/** The token and its scopes: Slack tells both in one answer. */
export async function tokenChecks(
  { text: { doctor } }: Parts,
  client: WebClient,
): Promise<{ readonly slackToken: Finding; readonly scopes: Finding }> {
  try {
    const { user = '', team = '', response_metadata } = await client.auth.test();
    return {
      slackToken: finding('good', mrkdwn`${doctor.token.is(user, team)}`),
      scopes: scopesFinding(response_metadata?.scopes ?? null, doctor),
    };
  } catch (error) {
    const trouble = slackError(error);
    const silent = finding('unknown', mrkdwn`${doctor.slackSilent(trouble.code)}`);
    if (trouble.kind !== 'notAllowed') return { slackToken: silent, scopes: silent };
    return { slackToken: finding('bad', mrkdwn`${doctor.said(botTokenSaying(trouble.code))}`), scopes: silent };
  }
}

/** @param granted null if Slack did not say */
export function scopesFinding(granted: readonly string[] | null, doctor: RequestContext['text']['doctor']): Finding {
  const words = doctor.scopes;
  if (granted === null) return finding('unknown', mrkdwn`${words.unknown}`);
  const all = [...BOT_SCOPES, ...OPTIONAL_SCOPES];
  const missing = all.filter((scope) => !granted.includes(scope));
  if (missing.length === 0) return finding('good', mrkdwn`${words.all(all.length)}`);
  const isOptional = (scope: string): boolean => OPTIONAL_SCOPES.some((one) => one === scope);
  return together(
    missing.map((scope) => {
      const says = mrkdwn`${code(scope)} ${words.isMissing(costOf(scope, doctor))}`;
      return isOptional(scope) ? finding('attention', says, words.optionalFix) : finding('bad', says, words.fix);
    }),
    sentences,
  );
}

/** In words if there are some, otherwise by the methods that need it. */
function costOf(scope: string, { scopes: words, marks }: RequestContext['text']['doctor']): string {
  const told: Readonly<Record<string, string>> = words.cost;
  const methods = Object.keys(METHOD_SCOPES).filter((method) => METHOD_SCOPES[method]?.includes(scope));
  return told[scope] ?? words.otherCost(methods.join(marks.list));
}

/** Whether the bot is in the channel and may post there. Posts nothing. */
export async function channelCheck(
  { text: { doctor }, store, clock }: Pick<RequestContext, 'text' | 'store' | 'clock'>,
  client: WebClient,
  channel: string,
): Promise<Finding> {
  const words = doctor.channel;
  const refusal = await codeOfReading(client, channel);
  if (isUserId(channel) || channel.startsWith('D')) {
    // A conversation between people is closed to the bot; in its own with a person it may always write.
    if (refusal === 'channel_not_found') return finding('bad', mrkdwn`${words.closed}`);
    return finding('good', mrkdwn`${words.direct}`);
  }
  if ((await sharedIn(client, channel).catch(() => null)) === true)
    return finding('attention', mrkdwn`${words.shared}`, words.refusedFix.shared);
  const code = await refusedIn({ store, clock }, channel);
  const refused = code === SHARED_CHANNEL ? null : code;
  // The bot was invited since, or no refusal is known.
  const isOver = refused === null || (refusal === null && closedBy(refused) === 'absent');
  if (!isOver && refusal !== 'channel_not_found')
    return finding('bad', mrkdwn`${words.refused(refused)}`, words.refusedFix[closedBy(refused)]);
  switch (refusal) {
    case null:
      return finding('good', mrkdwn`${words.member}`);
    case 'not_in_channel': {
      const mayPost = await grantedTo(client, 'chat:write.public');
      if (mayPost === true) return finding('good', mrkdwn`${words.guest}`, words.guestFix);
      return finding('bad', mrkdwn`${words.closed}`, words.closedFix);
    }
    case 'channel_not_found':
      return finding('bad', mrkdwn`${words.closed}`, words.closedFix);
    case 'missing_scope':
      return finding('unknown', mrkdwn`${words.unknown}`);
    default:
      return finding('unknown', mrkdwn`${words.other(refusal)}`);
  }
}

const WELL_MS = 60_000;
const SIGNATURE_MS = 5 * 60_000;
/** A date header is cut to whole seconds: adding half of one is the better guess. */
const CUT_MS = 500;

/**
 * Compares this machine's clock with Slack's. api.test needs no token, and any answer has a date, even a refusal; the way there
 * and back is assumed to take equally long.
 */
export async function clockCheck(
  {
    text: { doctor },
    clock,
    log,
    diagnostics,
  }: Pick<RequestContext, 'text' | 'clock' | 'log'> & { readonly diagnostics?: Pick<Diagnostics, 'fetch'> },
  { slackApiUrl }: Pick<WebClient, 'slackApiUrl'>,
  timeoutMs: number,
): Promise<Finding> {
  let told: { readonly date: string | null; readonly at: number } | null = null;
  const before = clock.now();
  const client = new WebClient(undefined, {
    slackApiUrl,
    timeout: timeoutMs,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: boltLog(log),
    // The client itself does not pass on the date.
    fetch: async (...request) => {
      const answer = await (diagnostics?.fetch ?? fetch)(...request);
      told = { date: answer.headers.get('date'), at: clock.now() };
      return answer;
    },
  });
  const trouble = await client.api.test().then(
    () => null,
    (error: unknown) => slackError(error).code,
  );
  return toldFinding(told, before, trouble ?? '', doctor);
}

function toldFinding(
  told: { readonly date: string | null; readonly at: number } | null,
  before: number,
  trouble: string,
  doctor: RequestContext['text']['doctor'],
): Finding {
  if (told === null) return finding('unknown', mrkdwn`${doctor.slackSilent(trouble)}`);
  const theirs = told.date === null ? Number.NaN : Date.parse(told.date);
  if (Number.isNaN(theirs)) return finding('unknown', mrkdwn`${doctor.clock.unknown}`);
  return clockFinding((before + told.at) / 2 - (theirs + CUT_MS), doctor.clock);
}

/** @param aheadMs how far this machine's clock is ahead; negative if behind */
export function clockFinding(aheadMs: number, words: RequestContext['text']['doctor']['clock']): Finding {
  const off = Math.abs(aheadMs);
  if (off <= WELL_MS) return finding('good', mrkdwn`${words.good(aheadMs)}`);
  return finding(off < SIGNATURE_MS ? 'attention' : 'bad', mrkdwn`${words.off(aheadMs)}`, words.fix);
}
