import type { WebClient } from '@slack/web-api';
import type { Request } from '../../core/request/request.ts';
import type { Deadline } from '../../usecases/instance/instance-reads.ts';
import type { RequestContext } from '../kit/context.ts';
import { slackError } from '../kit/slack-error.ts';

/** The card's address, as Slack tells it; null if unknown, and the rest is shown all the same. */
export async function cardLinkOf(
  { log }: Pick<RequestContext, 'log'>,
  deadline: Deadline,
  client: Pick<WebClient, 'chat'>,
  { card }: Request,
): Promise<string | null> {
  if (card === null) return null;
  try {
    const answer = await deadline.wait(() => client.chat.getPermalink({ channel: card.channel, message_ts: card.ts }));
    return answer === 'late' ? null : (answer.permalink ?? null);
  } catch (error) {
    log.warn({ trouble: slackError(error) }, 'a link to a card could not be had');
    return null;
  }
}
