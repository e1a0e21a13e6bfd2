import type {
  AllMiddlewareArgs,
  BlockAction,
  GlobalShortcut,
  SlackActionMiddlewareArgs,
  SlackEventMiddlewareArgs,
  SlackShortcutMiddlewareArgs,
} from '@slack/bolt';
import { withDeadline } from '../../core/base/deadline.ts';
import { LAST, readOrder } from '../../core/spec/presets.ts';
import { askerOf, refusedHere, rulesOf } from '../create-form/allowed-catalogue.ts';
import { openForm } from '../create-form/open.ts';
import { ephemeral } from '../kit/answer.ts';
import type { AppContext, RequestContext } from '../kit/context.ts';
import { openFailureSentence } from '../kit/open-failure.ts';
import { tellInMessages } from '../kit/reply.ts';
import { slackError } from '../kit/slack-error.ts';

/** A window must open within three seconds of the click. */
const READ_MS = 1_500;

export const onHomeOpened =
  (house: AppContext) =>
  async ({ event }: SlackEventMiddlewareArgs<'app_home_opened'> & AllMiddlewareArgs): Promise<void> => {
    if (event.tab === 'home') await house.homes.opened(event.user, event.view !== undefined);
  };

/** Opens the form as it starts, or from a preset or the last request, which the button's value names. */
export const onHomeCreate =
  (room: RequestContext) =>
  async ({ ack, action, body, client }: SlackActionMiddlewareArgs<BlockAction> & AllMiddlewareArgs): Promise<void> => {
    await ack();
    const from = action.type === 'button' ? (action.value ?? '') : '';
    const again = from === '' ? room.text.home.create : from === LAST ? room.text.home.again : from;
    await openForDirectMessage(room, client, { user: body.user.id, triggerId: body.trigger_id, from, again });
  };

export const onShortcut =
  (room: RequestContext) =>
  async ({ ack, body, client }: SlackShortcutMiddlewareArgs<GlobalShortcut> & AllMiddlewareArgs): Promise<void> => {
    await ack();
    const again = room.text.modal.shortcut;
    await openForDirectMessage(room, client, { user: body.user.id, triggerId: body.trigger_id, from: '', again });
  };

interface Beginning {
  readonly user: string;
  readonly triggerId: string;
  /** A preset or `last`; empty for none. */
  readonly from: string;
  /** What to press once more. */
  readonly again: string;
}

/**
 * Home and shortcut belong to no channel, so the card goes to the person's direct messages with the bot: nothing is
 * shown to others that they did not ask to be shown.
 */
async function openForDirectMessage(
  room: RequestContext,
  client: AllMiddlewareArgs['client'],
  beginning: Beginning,
): Promise<void> {
  const { user } = beginning;
  const sentence = refusedHere(room, askerOf(room, user, user)) ?? (await open(room, client, beginning));
  if (sentence === null) return;
  try {
    await tellInMessages(client, user, ephemeral(sentence));
  } catch (error) {
    room.log.warn({ trouble: slackError(error), user }, 'nor could that be told');
  }
}

/** Resolves to why the form was not opened, or null. */
async function open(
  room: RequestContext,
  client: AllMiddlewareArgs['client'],
  { user, triggerId, from, again }: Beginning,
): Promise<string | null> {
  const { store, clock, text, log } = room;
  const last =
    from === LAST
      ? await withDeadline(
          clock,
          READ_MS,
          store.lastRequestOf(user).catch(() => 'late' as const),
        )
      : null;
  if (last === 'late') return text.decision.storeDown;
  const { draft, problems } = readOrder(from === '' ? [] : [from], rulesOf(room).presets, last);
  const trouble = await openForm(room, client, { triggerId, user, channel: user, typed: draft, problems });
  if (trouble === null) return null;
  log.warn({ trouble, user }, 'the form could not be opened');
  return openFailureSentence(trouble, again, text);
}
