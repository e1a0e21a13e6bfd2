import type { FoundInstance } from '../../core/instance/found-instance.ts';
import type { Power } from '../../core/power/power.ts';
import type { Text } from '../../text/en.ts';
import type { Caller } from '../../usecases/instance/actor.ts';
import { findAgain } from '../../usecases/instance/find-instance.ts';
import { beginOrder, type OrderBegun, type OrderGiven, order } from '../../usecases/power/begin-order.ts';
import { foundFor } from '../instance/found-for.ts';
import { searchAgainAnswer } from '../instance/search-answer.ts';
import { type Answer, ephemeral } from '../kit/answer.ts';
import { type FieldValues, plain, section } from '../kit/blocks.ts';
import type { ActionArgs, SubmitArgs } from '../kit/bolt-args.ts';
import type { RequestContext } from '../kit/context.ts';
import { troubleAnswer } from '../kit/error-reference.ts';
import { answerSubmission, openModal, type WindowCaller, windowCallerOf } from '../kit/modal-flow.ts';
import { visible } from '../kit/mrkdwn.ts';
import { oldWindow } from '../kit/tell-old.ts';
import { orderedAnswer, powerRefusedAnswer } from './answers.ts';
import { POWER_ACTIONS, POWER_FIELDS } from './ids.ts';
import { type PowerMeta, powerForm, powerNote, readMode, readPowerMeta, readTypedName, subjectOf } from './modals.ts';

/** The look and the store have their own limits; this bounds everything else. */
const ORDER_MS = 30_000;

/** Tells the outcome of an order, or opens the window that asks to confirm it. */
export async function answerOrder(
  context: RequestContext,
  orderer: WindowCaller,
  what: Power,
  found: FoundInstance,
  begun: OrderBegun,
): Promise<void> {
  const { text } = context;
  if (begun.kind === 'given') return orderer.tell(givenAnswer(begun, what, orderer.user, text));
  if (begun.kind === 'refused') return orderer.tell(powerRefusedAnswer(subjectOf(found), what, begun.refusal, text));
  // A start needs no confirmation.
  if (what === 'start') return;
  const window = powerForm(found, what, orderer.channel, text);
  await openModal(context, orderer, window, 'the window of an order could not be opened');
}

const givenAnswer = ({ ordered, elsewhere }: OrderGiven, what: Power, user: string, text: Text): Answer =>
  orderedAnswer(ordered, what, user, text, elsewhere);

/** A button of an instance. Its value names the instance and grants nothing: the presser's rights are judged. */
export const onPowerAction =
  (context: RequestContext) =>
  async (args: ActionArgs): Promise<void> => {
    const { action } = args;
    const what = POWER_ACTIONS.get(action.action_id);
    if (what === undefined || action.type !== 'button' || !action.value) return;
    const orderer = windowCallerOf(context, args, context.text.power.form.title[what]);
    try {
      const meant = await foundFor(context, orderer, what, action.value);
      if ('answer' in meant) return await orderer.tell(meant.answer);
      const { found } = meant;
      await answerOrder(context, orderer, what, found, await beginOrder(context, orderer, what, found));
    } catch (error) {
      await orderer.tell(brokenAnswer(context, error));
    }
  };

const brokenAnswer = (context: RequestContext, error: unknown): Answer =>
  troubleAnswer(context, error, {
    storeDown: context.text.power.storeDown,
    broken: context.text.commands.broken,
    logged: 'an order failed',
  });

/** An order's window was submitted. It then tells what was requested; the thread tells the rest. */
export const onPowerSubmit =
  (context: RequestContext) =>
  async ({ ack, body, view, client }: SubmitArgs): Promise<void> => {
    const { text, log } = context;
    const meta = readPowerMeta(view.private_metadata);
    if (meta === null) return ack({ response_action: 'update', view: oldWindow(text) });
    const { what, id } = meta;
    const note = (answer: Answer) => powerNote(what, answer.blocks, text);
    const caller = { user: body.user.id, team: body.team?.id ?? '', channel: meta.channel };
    await answerSubmission(
      context,
      { ack, body, view, client },
      {
        work: decide(context, caller, meta, view.state.values),
        soon: (decided) =>
          decided.is === 'mismatch'
            ? { response_action: 'errors', errors: { [POWER_FIELDS.name]: visible(decided.sentence) } }
            : null,
        // A window that shows something else has no field for a mismatch.
        shown: (decided) => note(decided.is === 'mismatch' ? ephemeral(text.power.busy) : decided.answer),
        checking: powerNote(what, [section(plain(text.power.form.checking))], text),
        late: () => {
          log.error({ instanceId: id }, 'an order got no answer in time');
          return note(ephemeral(text.power.busy));
        },
        lateMs: ORDER_MS,
      },
    );
  };

type Decided =
  | { readonly is: 'answered'; readonly answer: Answer }
  | { readonly is: 'mismatch'; readonly sentence: string };

async function decide(context: RequestContext, caller: Caller, meta: PowerMeta, values: FieldValues): Promise<Decided> {
  const { text } = context;
  const { what } = meta;
  try {
    const search = await findAgain(context, meta.id, caller.user);
    if (search?.kind !== 'found') return { is: 'answered', answer: searchAgainAnswer(context, what, meta.id, search) };
    const { found } = search;
    const { name } = subjectOf(found).spec;
    if (what === 'release' && readTypedName(values) !== name)
      return { is: 'mismatch', sentence: text.power.form.release.mismatch(name) };
    const wish = { what, stoppedMode: what === 'stop' ? readMode(values) : null };
    const given = await order(context, caller, wish, found);
    return { is: 'answered', answer: givenAnswer(given, what, caller.user, text) };
  } catch (error) {
    return { is: 'answered', answer: brokenAnswer(context, error) };
  }
}
