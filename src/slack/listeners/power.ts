import type {
  AllMiddlewareArgs,
  BlockAction,
  SlackActionMiddlewareArgs,
  SlackViewMiddlewareArgs,
  ViewSubmitAction,
} from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { Orderer } from '../../core/order-power.ts';
import type { Power, PowerWish } from '../../core/power.ts';
import { answererOf, openFrom } from '../answer-alone.ts';
import { plain, section } from '../blocks.ts';
import { describeError } from '../describe-error.ts';
import { type Answer, ephemeral } from '../help-message.ts';
import { orderedAnswer, refusedAnswer, severalAnswer } from '../power-answers.ts';
import { powerForm, powerNote, readMode, readPowerMeta, readTypedName } from '../power-forms.ts';
import { FIELDS, POWER_ACTIONS } from '../power-ids.ts';
import type { Room } from '../room.ts';
import { slackTrouble } from '../trouble.ts';
import { updateView } from '../update-view.ts';
import { within } from '../within.ts';
import { openingSentence } from './opening-sentence.ts';

/** Slack allows three seconds for the answer to a submission. */
const ANSWER_MS = 2_000;
/** The look and the store have limits of their own; this is for whatever has none. */
const ORDER_MS = 30_000;

/** Somebody who orders something, and how to speak to them alone. */
export interface Caller {
  readonly by: Orderer;
  /** Opens a window before them, as long as what they did is fresh. */
  open(view: ModalView): Promise<unknown>;
  tell(answer: Answer): Promise<void>;
  /** What they can do again when Slack did not open a window. */
  readonly again: string;
}

const ofWish = (what: Power): PowerWish => ({ what, stoppedMode: null });

/** What an order begins with: a start is given at once, anything else opens the window that asks for it. */
export async function askForPower(room: Room, caller: Caller, what: Power, given: string): Promise<void> {
  const { power, text } = room;
  const found = await power.find(given);
  if (found.is === 'several') return caller.tell(severalAnswer(given, found.instances, text));
  if (found.is !== 'one')
    return caller.tell(ephemeral(found.is === 'none' ? text.power.unknown(given) : text.power.storeDown));
  const { instance } = found;
  if (what === 'start') {
    const ordered = await power.order(instance.id, ofWish(what), caller.by);
    return caller.tell(orderedAnswer(ordered, what, caller.by.user, text));
  }
  const refusal = await power.refusal(instance, ofWish(what), caller.by);
  if (refusal !== null) return caller.tell(refusedAnswer(instance, what, refusal, text));
  try {
    await caller.open(powerForm(instance, what, text));
  } catch (error) {
    const trouble = slackTrouble(error);
    // The command was delivered twice, and the first delivery has opened the window.
    if (trouble.code === 'exchanged_trigger_id') return;
    room.log.warn({ trouble, user: caller.by.user }, 'the window of an order could not be opened');
    await caller.tell(ephemeral(openingSentence(trouble, caller.again, text)));
  }
}

export const ordererOf = ({ authority }: Pick<Room, 'authority'>, user: string): Orderer => ({
  user,
  isAdmin: authority.isAdmin(user),
});

type ActionArgs = SlackActionMiddlewareArgs<BlockAction> & AllMiddlewareArgs;

/** A button of an instance. Its value is an id and no right: whoever pressed it is asked for theirs. */
export const onPowerAction =
  (room: Room) =>
  async (args: ActionArgs): Promise<void> => {
    const { ack, action, body } = args;
    await ack();
    const what = POWER_ACTIONS.get(action.action_id);
    if (what === undefined || action.type !== 'button' || !action.value) return;
    const again = room.text.power.form.title[what];
    const caller: Caller = {
      by: ordererOf(room, body.user.id),
      open: (view) => openFrom(args, view),
      tell: answererOf(room, args, again),
      again,
    };
    await askForPower(room, caller, what, action.value);
  };

type SubmitArgs = SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs;

/** The window of an order was submitted. It then tells what will happen; the rest is told in the thread. */
export const onPowerSubmit =
  (room: Room) =>
  async ({ ack, body, view, client }: SubmitArgs): Promise<void> => {
    const { text, clock } = room;
    const meta = readPowerMeta(view.private_metadata);
    if (meta === null) return ack();
    const { what, id } = meta;
    const note = (answer: Answer) => powerNote(what, answer.blocks, text);
    const deciding = decide(room, body.user.id, { ...meta, values: view.state.values });
    const soon = await within(clock, ANSWER_MS, deciding);
    if (soon !== 'late') {
      if (soon.is === 'mismatch') return ack({ response_action: 'errors', errors: { [FIELDS.name]: soon.sentence } });
      return ack({ response_action: 'update', view: note(soon.answer) });
    }
    const checking = powerNote(what, [section(plain(text.power.form.checking))], text);
    await ack({ response_action: 'update', view: checking });
    const later = await within(clock, ORDER_MS, deciding);
    if (later === 'late') room.log.error({ instanceId: id }, 'an order got no answer in time');
    const answer = later === 'late' || later.is === 'mismatch' ? ephemeral(text.power.busy) : later.answer;
    await updateView(room, client, { viewId: view.id }, note(answer));
  };

type Decided =
  | { readonly is: 'answered'; readonly answer: Answer }
  | { readonly is: 'mismatch'; readonly sentence: string };

async function decide(
  room: Room,
  user: string,
  {
    what,
    id,
    values,
  }: NonNullable<ReturnType<typeof readPowerMeta>> & { readonly values: Parameters<typeof readMode>[0] },
): Promise<Decided> {
  const { power, text } = room;
  try {
    const found = await power.find(id);
    if (found.is !== 'one') {
      const sentence = found.is === 'storeDown' ? text.power.storeDown : text.power.form.notFound;
      return { is: 'answered', answer: ephemeral(sentence) };
    }
    const { name } = found.instance.spec;
    if (what === 'release' && readTypedName(values) !== name)
      return { is: 'mismatch', sentence: text.power.form.release.mismatch(name) };
    const wish = { what, stoppedMode: what === 'stop' ? readMode(values) : null };
    const ordered = await power.order(id, wish, ordererOf(room, user));
    return { is: 'answered', answer: orderedAnswer(ordered, what, user, text) };
  } catch (error) {
    const reference = room.random.id(8);
    room.log.error({ reference, ...describeError(error) }, 'an order failed');
    return { is: 'answered', answer: ephemeral(text.commands.broken(reference)) };
  }
}
