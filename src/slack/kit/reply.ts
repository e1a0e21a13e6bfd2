import type { KnownBlock, ModalView } from '@slack/types';
import type { Text } from '../../text/en.ts';
import type { Caller } from '../../usecases/instance/actor.ts';
import type { Answer } from './answer.ts';
import { modalView } from './blocks.ts';
import type { ActionArgs, BoltClient } from './bolt-args.ts';
import type { RequestContext } from './context.ts';
import { describeError } from './describe-error.ts';
import { slackError } from './slack-error.ts';

/** A window without fields. */
export const noticeModal = (title: string, blocks: readonly KnownBlock[], { decision }: Text): ModalView =>
  modalView({ title, close: decision.window.close }, blocks);

/** Opens a window from an element. Over another window, Slack only takes a pushed one. */
export const openFrom = ({ body, client }: Pick<ActionArgs, 'body' | 'client'>, view: ModalView) =>
  body.view?.type === 'modal'
    ? client.views.push({ trigger_id: body.trigger_id, view })
    : client.views.open({ trigger_id: body.trigger_id, view });

/**
 * Puts the answer to a button where its user looks: into the thread, if the button's message is a reply there. Empty for any
 * other: Slack names the thread for its first message too, which people see in the channel.
 * https://docs.slack.dev/interactivity/handling-user-interaction/#publishing_in_thread
 *
 * @param container of the payload; a command has none
 */
export function threadOfButton(container: Readonly<Record<string, unknown>> | undefined): { thread_ts?: string } {
  const thread = container?.thread_ts;
  return typeof thread === 'string' && thread !== container?.message_ts ? { thread_ts: thread } : {};
}

/**
 * Answers only the person who used an element. Beside a message the answer is a new one. A home or a window has no message: there
 * a window tells it or, if it comes too late for one, a direct message. A lost answer is only logged, because nobody can be told.
 */
export const answererOf =
  (context: Pick<RequestContext, 'log' | 'text'>, args: ActionArgs, title: string) =>
  async (answer: Answer): Promise<void> => {
    const { body, respond, client } = args;
    const user = body.user.id;
    try {
      if (body.container.type === 'message') {
        await respond({
          response_type: 'ephemeral',
          replace_original: false,
          ...threadOfButton(body.container),
          ...answer,
        });
        return;
      }
      await openFrom(args, noticeModal(title, answer.blocks, context.text)).catch(async (error: unknown) => {
        context.log.info({ trouble: slackError(error), user }, 'a window for an answer could not be opened');
        await tellInMessages(client, user, answer);
      });
    } catch (error) {
      context.log.warn({ user, ...describeError(error) }, 'an answer to a button could not be given');
    }
  };

/** Who used an element, and where. A home or a window belongs to the person, not to a channel. */
export const callerOf = ({ body }: Pick<ActionArgs, 'body'>): Caller => ({
  user: body.user.id,
  team: body.team?.id ?? '',
  channel: body.channel?.id ?? (body.container.type === 'message' ? '' : body.user.id),
});

/** In the person's direct messages with the bot. */
export const tellInMessages = (client: BoltClient, user: string, { text, blocks }: Answer): Promise<unknown> =>
  client.chat.postMessage({ channel: user, text, blocks });
