import type { ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { pause } from '../../core/base/clock.ts';
import type { Request } from '../../core/request/request.ts';
import { unlessStoreDown } from '../../store/unless-store-down.ts';
import { deadlineIn } from '../../usecases/instance/instance-reads.ts';
import type { RequestContext } from '../kit/context.ts';
import { updateView } from '../kit/update-view.ts';
import { cardLinkOf } from '../request/card-link.ts';

/** A card is posted within a second as a rule. */
const ASK_MS = 400;
const TRIES = 4;

/** Shows the window of a submission again with the link to its card, once that is posted. Without one it stays as it is. */
export async function followCard(
  context: RequestContext,
  client: WebClient,
  viewId: string,
  { id }: Request,
  draw: (card: string) => ModalView,
): Promise<void> {
  for (let tried = 0; tried < TRIES && !context.stopping.aborted; tried += 1) {
    await pause(context.clock, ASK_MS, context.stopping);
    const request = await unlessStoreDown(
      () => context.store.request(id),
      () => null,
    );
    if (request === null || request.card === null) continue;
    const card = await cardLinkOf(context, deadlineIn(context.clock), client, request);
    if (card !== null) await updateView(context, client, { viewId }, draw(card));
    return;
  }
}
