import type { BlockAction } from '@slack/bolt';
import type { KnownBlock, ModalView } from '@slack/types';
import type { Answer } from './answer.ts';
import { plain, section } from './blocks.ts';
import type { BoltClient } from './bolt-args.ts';
import type { RequestContext } from './context.ts';
import { openNamed, tellInstead } from './modal-flow.ts';
import { noticeModal, tellInMessages } from './reply.ts';
import { updateView, type ViewRef } from './update-view.ts';

/**
 * Answers a command that was run from the home or a window, where there is no message: in the window that it was run from, or in
 * a new one, opened at once while the trigger is fresh. Without a window it answers in the person's direct messages, unless the
 * command only shows something and they have closed the window meanwhile.
 *
 * @param isRead whether the command only shows something
 */
export async function commandModal(
  context: RequestContext,
  client: BoltClient,
  body: BlockAction,
  title: string,
  isRead: boolean,
): Promise<(answer: Answer) => Promise<unknown>> {
  const { text, log } = context;
  const windowOf = (blocks: readonly KnownBlock[]): ModalView => noticeModal(title, blocks, text);
  const showIn =
    (ref: ViewRef) =>
    async ({ blocks }: Answer) => {
      const view = windowOf(blocks);
      const updated = await updateView(context, client, ref, view);
      if (updated === 'gone' && !isRead) await tellInstead(context, client, body.user.id, view);
    };
  if (body.view?.type === 'modal') return showIn({ viewId: body.view.id });
  const open = (view: ModalView) => client.views.open({ trigger_id: body.trigger_id, view });
  const opened = await openNamed(context, { client, open }, windowOf([section(plain(text.home.oneMoment))]));
  if ('ref' in opened) return showIn(opened.ref);
  log.warn({ trouble: opened, user: body.user.id }, 'the window of a command could not be opened');
  return (answer) => tellInMessages(client, body.user.id, answer);
}
