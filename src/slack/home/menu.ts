import { unlessStoreDown } from '../../store/unless-store-down.ts';
import type { Text } from '../../text/en.ts';
import { type Answer, ephemeral } from '../kit/answer.ts';
import { actions, contextBlock, plain, section } from '../kit/blocks.ts';
import type { RequestContext } from '../kit/context.ts';
import { code, fallback, joined, mrkdwn } from '../kit/mrkdwn.ts';
import { fitsMessage } from '../kit/post.ts';
import { RUN_BESIDE, runButton } from '../kit/run-buttons.ts';
import { gatherWaiting, type WaitingRequests, waitingThatFits } from './waiting.ts';

/** Typed words are the same in every language. */
const EXAMPLES = ['create', 'connect web-1', 'list'];

/** How many are read; drawing decides how many fit into a message. */
const WAITING_MAX = 8;

/** The counts for the buttons; null if the store could not be read. */
interface MenuShown {
  readonly mine: number | null;
  readonly approvals: number | null;
}

/** `/ecs` alone: the likeliest actions, a click away. */
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

export function menuMessage({ mine, approvals }: MenuShown, { menu, commands }: Text): Answer {
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
      contextBlock(
        mrkdwn`${menu.orType} ${joined(
          EXAMPLES.map((typed) => code(`${commands.slash} ${typed}`)),
          ' · ',
        )}`,
      ),
    ],
  };
}

/** `/ecs approvals`: the requests that wait for the caller, with the buttons to decide. */
export async function approvalsAnswer(context: RequestContext, user: string): Promise<Answer> {
  const { store, clock, text } = context;
  const waiting = await unlessStoreDown<WaitingRequests, null>(
    () => gatherWaiting(store, user, clock.now(), null, WAITING_MAX),
    () => null,
  );
  return waiting === null ? ephemeral(text.menu.approvalsUnread) : approvalsMessage(waiting, text);
}

/** As many as Slack takes in one message; the rest is counted. */
export function approvalsMessage(waiting: WaitingRequests, text: Text): Answer {
  const { none, title } = text.home.waiting;
  const words = { title, none: text.menu.noApprovals, more: text.menu.moreApprovals };
  const blocks = waitingThatFits(waiting, fitsMessage, text, words);
  return { text: fallback(waiting.requests.length === 0 ? none : title), blocks: [...blocks] };
}
