import type { KnownBlock, ModalView } from '@slack/types';
import type { Answer } from './answer.ts';
import { plain, section } from './blocks.ts';
import type { ActionArgs } from './bolt-args.ts';
import type { RequestContext } from './context.ts';
import { type Open, openNamed, tellInstead } from './modal-flow.ts';
import { noticeModal, openFrom, tellInMessages } from './reply.ts';
import { addressed, updateView, type ViewRef } from './update-view.ts';

/** How a command that was run from the home or a window is answered, and where it opens a window of its own. */
interface CommandWindow {
  readonly send: (answer: Answer) => Promise<unknown>;
  readonly open: Open;
}

/**
 * Answers a command that was run from the home or a window, where there is no message: in the window that it was run from, or in
 * a new one, opened at once while the trigger is fresh. Without a window it answers in the person's direct messages, unless the
 * command only shows something and they have closed the window meanwhile.
 *
 * @param isRead whether the command only shows something
 */
export async function commandModal(
  context: RequestContext,
  args: Pick<ActionArgs, 'body' | 'client'>,
  title: string,
  isRead: boolean,
): Promise<CommandWindow> {
  const { text, log } = context;
  const { body, client } = args;
  const windowOf = (blocks: readonly KnownBlock[]): ModalView => noticeModal(title, blocks, text);
  const showIn =
    (ref: ViewRef) =>
    async ({ blocks }: Answer) => {
      const view = windowOf(blocks);
      const updated = await updateView(context, client, ref, view);
      if (updated === 'gone' && !isRead) await tellInstead(context, client, body.user.id, view);
    };
  const open: Open = (view) => openFrom(args, view);
  if (body.view?.type === 'modal') return { send: showIn({ viewId: body.view.id }), open };
  const opened = await openNamed(context, { client, open }, windowOf([section(plain(text.home.oneMoment))]));
  // The trigger is spent: what the command opens takes the place of the note.
  if ('ref' in opened)
    return { send: showIn(opened.ref), open: (view) => client.views.update(addressed(opened.ref, view)) };
  log.warn({ trouble: opened, user: body.user.id }, 'the window of a command could not be opened');
  return { send: (answer) => tellInMessages(client, body.user.id, answer), open };
}
