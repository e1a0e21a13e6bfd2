import type { WebClient } from '@slack/web-api';
import type { RequestContext } from '../kit/context.ts';
import { channelMention, joined, mrkdwn } from '../kit/mrkdwn.ts';
import { type CheckStatus, type Finding, finding } from './finding.ts';
import { channelCheck } from './slack-checks.ts';

/** Each one is a call to Slack. */
const MAX_ASKED = 10;

/** Whether the bot may post in the channels to which the policy sends digests. */
export async function digestCheck(context: RequestContext, client: WebClient): Promise<Finding> {
  const words = context.text.doctor.digest;
  const channels = context.policy.current().policy.digest.map(({ channel }) => channel);
  const asked = await Promise.all(
    channels
      .slice(0, MAX_ASKED)
      .map(async (channel) => ({ channel, is: await channelCheck(context, client, channel) })),
  );
  const where = (status: CheckStatus) =>
    joined(
      asked.flatMap(({ channel, is }) => (is.status === status ? [channelMention(channel)] : [])),
      context.text.marks.list,
    );
  const has = (status: CheckStatus): boolean => asked.some(({ is }) => is.status === status);
  if (has('bad')) return finding('bad', mrkdwn`${words.closed} ${where('bad')}`, words.fix);
  if (has('unknown')) return finding('unknown', mrkdwn`${words.unknown} ${where('unknown')}`);
  return finding('good', mrkdwn`${words.good(channels.length)}`);
}
