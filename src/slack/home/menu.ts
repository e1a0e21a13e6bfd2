import { unlessStoreDown } from '../../store/unless-store-down.ts';
import type { Text } from '../../text/en.ts';
import { type Answer, ephemeral } from '../kit/answer.ts';
import { actions, contextBlock, plain, section } from '../kit/blocks.ts';
import type { RequestContext } from '../kit/context.ts';
import { code, fallback, joined, mrkdwn } from '../kit/mrkdwn.ts';
import { RUN_BESIDE, runButton } from '../kit/run-buttons.ts';
import { gatherWaiting, type WaitingRequests, waitingList } from './waiting.ts';

/** What is typed is the same in every language. */
const EXAMPLES = ['/ecs create', '/ecs connect web-1', '/ecs list'];

/** Each of them takes four blocks, and Slack takes fifty in a message. */
const WAITING_MAX = 8;

/** How much there is behind the buttons; null where the store could not be read. */
export interface MenuShown {
  readonly mine: number | null;
  readonly approvals: number | null;
}

/** `/ecs` alone: what one most likely wants, a click away. */
export async function menuAnswer(context: RequestContext, user: string): Promise<Answer> {
  const { store, clock, text } = context;
  const shown = await unlessStoreDown<MenuShown, MenuShown>(
    async () => {
      const [{ total }, waiting] = await Promise.all([
        store.queries.existingOf(user, 1),
        gatherWaiting(store, user, clock.now(), null, WAITING_MAX),
      ]);
      return { mine: total, approvals: waiting.requests.length + waiting.more };
    },
    () => ({ mine: null, approvals: null }),
  );
  return menuMessage(shown, text);
}

export function menuMessage({ mine, approvals }: MenuShown, { menu }: Pick<Text, 'menu'>): Answer {
  return {
    text: fallback(menu.title),
    blocks: [
      section(plain(menu.title)),
      actions('menu', [
        { ...runButton(RUN_BESIDE, 'create', menu.create, 'create'), style: 'primary' },
        ...(mine === 0 ? [] : [runButton(RUN_BESIDE, 'mine', menu.mine(mine), 'list mine')]),
        ...(approvals === 0 ? [] : [runButton(RUN_BESIDE, 'approvals', menu.approvals(approvals), 'approvals')]),
        runButton(RUN_BESIDE, 'help', menu.help, 'help'),
      ]),
      contextBlock(mrkdwn`${menu.orType} ${joined(EXAMPLES.map(code), ' · ')}`),
    ],
  };
}

/** `/ecs approvals`: what waits for the caller, with the buttons to decide. */
export async function approvalsAnswer(context: RequestContext, user: string): Promise<Answer> {
  const { store, clock, text } = context;
  const waiting = await unlessStoreDown<WaitingRequests, null>(
    () => gatherWaiting(store, user, clock.now(), null, WAITING_MAX),
    () => null,
  );
  return waiting === null ? ephemeral(text.decision.storeDown) : approvalsMessage(waiting, text);
}

export const approvalsMessage = (waiting: WaitingRequests, text: Text): Answer => ({
  text: fallback(waiting.requests.length === 0 ? text.home.waiting.none : text.home.waiting.title),
  blocks: [...waitingList(waiting, text)],
});
