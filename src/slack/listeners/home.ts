import type {
  AllMiddlewareArgs,
  BlockAction,
  GlobalShortcut,
  SlackActionMiddlewareArgs,
  SlackEventMiddlewareArgs,
  SlackShortcutMiddlewareArgs,
} from '@slack/bolt';
import { askerOf, refusedHere } from '../allowed.ts';
import { ephemeral } from '../help-message.ts';
import { homeView } from '../home.ts';
import { openForm } from '../open-form.ts';
import type { Room } from '../room.ts';
import { slackTrouble } from '../trouble.ts';
import { openingSentence } from './opening-sentence.ts';

export const onHomeOpened =
  (room: Room) =>
  async ({ event, client }: SlackEventMiddlewareArgs<'app_home_opened'> & AllMiddlewareArgs): Promise<void> => {
    if (event.tab !== 'home') return;
    try {
      await client.views.publish({ user_id: event.user, view: homeView(room.text) });
    } catch (error) {
      // It is published anew whenever it is opened.
      room.log.warn({ trouble: slackTrouble(error), user: event.user }, 'the home could not be published');
    }
  };

export const onHomeCreate =
  (room: Room) =>
  async ({ ack, body, client }: SlackActionMiddlewareArgs<BlockAction> & AllMiddlewareArgs): Promise<void> => {
    await ack();
    await openForDirectMessage(room, client, body.user.id, body.trigger_id, room.text.modal.home.button);
  };

export const onShortcut =
  (room: Room) =>
  async ({ ack, body, client }: SlackShortcutMiddlewareArgs<GlobalShortcut> & AllMiddlewareArgs): Promise<void> => {
    await ack();
    await openForDirectMessage(room, client, body.user.id, body.trigger_id, room.text.modal.shortcut);
  };

/**
 * Home and shortcut belong to no channel, so the card goes to the person's direct messages with the bot: nothing is
 * shown to others that they did not ask to be shown.
 */
async function openForDirectMessage(
  room: Room,
  client: AllMiddlewareArgs['client'],
  user: string,
  triggerId: string,
  again: string,
): Promise<void> {
  const refused = refusedHere(room, askerOf(room, user, user));
  const trouble =
    refused === null ? await openForm(room, client, { triggerId, user, channel: user, typed: {}, problems: [] }) : null;
  if (trouble !== null) room.log.warn({ trouble, user }, 'the form could not be opened');
  const sentence = refused ?? (trouble && openingSentence(trouble, again, room.text));
  if (sentence === null) return;
  try {
    await client.chat.postMessage({ channel: user, ...ephemeral(sentence) });
  } catch (error) {
    room.log.warn({ trouble: slackTrouble(error), user }, 'nor could that be told');
  }
}
