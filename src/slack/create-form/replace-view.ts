import type { ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import type { RequestContext } from '../kit/context.ts';
import { updateView } from '../kit/update-view.ts';
import { costId } from './cost.ts';
import { fieldBlockIds, whereId } from './form.ts';
import type { ViewRevision } from './view-revisions.ts';
import type { Drawn } from './view-state.ts';

/** A view when the person acted, or when it was opened. */
interface SeenView {
  readonly id: string;
  /** Absent if unknown: then whatever is shown is replaced. */
  readonly hash?: string | undefined;
  readonly blocks?: Drawn['blocks'];
}

/** Equal for views whose lists have the same parents and that say the same about price and place. */
export const viewStateOf = (blocks: Drawn['blocks']): string =>
  `${fieldBlockIds({ blocks }).join()}#${costId({ blocks }) ?? ''}#${whereId({ blocks }) ?? ''}`;

/**
 * Shows a form in place of the view that the person saw, unless it shows the same already, or a later change or another process
 * was faster: the newest wins.
 */
export function replaceView(
  context: Pick<RequestContext, 'clock' | 'log'>,
  client: WebClient,
  seen: SeenView,
  turn: ViewRevision,
  form: ModalView,
): Promise<void> {
  const state = viewStateOf(form.blocks);
  // One after the other: an update under way has changed the hash, and only its answer tells the new one.
  return turn.inOrder(async () => {
    if (!turn.isLatest() || state === stateShown(turn, seen)) return;
    const ours = turn.last()?.hash;
    for (const hash of ours === undefined || ours === seen.hash ? [seen.hash] : [ours, seen.hash]) {
      const updated = await updateView(context, client, { viewId: seen.id, hash }, form);
      if (updated === 'gone') return;
      if (updated !== 'conflict') {
        turn.updated({ hash: updated.hash, state });
        return;
      }
    }
  });
}

/** What the window shows now, if that is known. */
function stateShown(turn: ViewRevision, { hash, blocks }: SeenView): string | null {
  const last = turn.last();
  if (last !== null) return last.inThisTurn || last.hash === hash ? last.state : null;
  return blocks === undefined ? null : viewStateOf(blocks);
}
