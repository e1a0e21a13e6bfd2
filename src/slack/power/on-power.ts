import type {
  AllMiddlewareArgs,
  BlockAction,
  SlackActionMiddlewareArgs,
  SlackViewMiddlewareArgs,
  ViewSubmitAction,
} from '@slack/bolt';
import { type Found, mayActOn } from '../../core/instance/found-instance.ts';
import type { Power, PowerWish } from '../../core/power/power.ts';
import { instanceRef, refWord } from '../../core/spec/command-arguments.ts';
import { elsewhere } from '../../usecases/account/accept-account.ts';
import { actorFor, type Caller, mayActNow } from '../../usecases/instance/actor.ts';
import { asKnown } from '../instance/actions.ts';
import { answerElsewhere, findInstance, type Search } from '../instance/find-instance.ts';
import { ownersOnlyAnswer } from '../instance/instance-answers.ts';
import { type Answer, ephemeral } from '../kit/answer.ts';
import { plain, section } from '../kit/blocks.ts';
import type { RequestContext } from '../kit/context.ts';
import { troubleAnswer } from '../kit/error-reference.ts';
import { answerSubmission, type Opener, openModal } from '../kit/modal-flow.ts';
import { visible } from '../kit/mrkdwn.ts';
import { answererOf, openFrom } from '../kit/reply.ts';
import { oldWindow } from '../kit/tell-old.ts';
import { orderedAnswer, refusedAnswer } from './answers.ts';
import { FIELDS, POWER_ACTIONS } from './ids.ts';
import { type PowerMeta, powerForm, powerNote, readMode, readPowerMeta, readTypedName, subjectOf } from './modals.ts';

/** The look and the store have limits of their own; this is for whatever has none. */
const ORDER_MS = 30_000;

/** Somebody who orders something, and how to answer them alone. */
export interface Orderer extends Caller, Opener {}

const ofWish = (what: Power): PowerWish => ({ what, stoppedMode: null });

/** What an order begins with: a start is given at once, anything else opens the window that asks for it. */
export async function askForPower(context: RequestContext, orderer: Orderer, what: Power, found: Found): Promise<void> {
  const { power, text } = context;
  const { user, team, channel } = orderer;
  if (what === 'start') {
    const by = await actorFor(context, { user, team, channel }, found, 'decision');
    const ordered = await power.order(found, ofWish(what), by);
    return orderer.tell(orderedAnswer(ordered, what, user, text, await elsewhere(context)));
  }
  const by = await actorFor(context, { user, team, channel }, found, 'glance');
  const refusal = await power.refusal(found, ofWish(what), by);
  if (refusal !== null) return orderer.tell(refusedAnswer(subjectOf(found), what, refusal, text));
  await openModal(
    context,
    orderer,
    powerForm(found, what, channel, text),
    'the window of an order could not be opened',
  );
}

type ActionArgs = SlackActionMiddlewareArgs<BlockAction> & AllMiddlewareArgs;

/** A button of an instance. Its value names the instance and grants nothing: the rights of the person who pressed are checked. */
export const onPowerAction =
  (context: RequestContext) =>
  async (args: ActionArgs): Promise<void> => {
    const { ack, action, body } = args;
    await ack();
    const what = POWER_ACTIONS.get(action.action_id);
    if (what === undefined || action.type !== 'button' || !action.value) return;
    const again = context.text.power.form.title[what];
    const tell = answererOf(context, args, again);
    const user = body.user.id;
    // Home and windows belong to no channel, only to the person.
    const channel = body.channel?.id ?? (body.container.type === 'message' ? '' : user);
    const orderer: Orderer = {
      ...{ user, team: body.team?.id ?? '', channel },
      open: (view) => openFrom(args, view),
      tell,
      again,
    };
    try {
      const search = await foundAgain(context, what, action.value, user);
      if ('answer' in search) return await tell(search.answer);
      if (!(await mayActNow(context, orderer, search.found)))
        return await tell(ownersOnlyAnswer(context, what, search.found));
      await askForPower(context, orderer, what, search.found);
    } catch (error) {
      await tell(brokenAnswer(context, error));
    }
  };

const brokenAnswer = (context: RequestContext, error: unknown): Answer =>
  troubleAnswer(context, error, {
    storeDown: context.text.power.storeDown,
    broken: context.text.commands.broken,
    logged: 'an order failed',
  });

type SubmitArgs = SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs;

/** The window of an order was submitted. It then says what will happen; the thread says the rest. */
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
      { ack, view, client },
      {
        work: decide(context, caller, meta, view.state.values),
        soon: (decided) =>
          decided.is === 'mismatch'
            ? { response_action: 'errors', errors: { [FIELDS.name]: visible(decided.sentence) } }
            : null,
        // Once the window shows something else, there is no field any more to tell a mismatch at.
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

async function decide(
  context: RequestContext,
  caller: Caller,
  meta: PowerMeta,
  values: Parameters<typeof readMode>[0],
): Promise<Decided> {
  const { power, text } = context;
  const { what } = meta;
  try {
    const search = await foundAgain(context, what, meta.id, caller.user);
    if ('answer' in search) return { is: 'answered', answer: search.answer };
    const { found } = search;
    const { name } = subjectOf(found).spec;
    if (what === 'release' && readTypedName(values) !== name)
      return { is: 'mismatch', sentence: text.power.form.release.mismatch(name) };
    const wish = { what, stoppedMode: what === 'stop' ? readMode(values) : null };
    const by = await actorFor(context, caller, found, 'decision');
    const ordered = await power.order(found, wish, by);
    return { is: 'answered', answer: orderedAnswer(ordered, what, caller.user, text, await elsewhere(context)) };
  } catch (error) {
    return { is: 'answered', answer: brokenAnswer(context, error) };
  }
}

/**
 * What a button or a window is about. The cloud is asked only where its tags decide who may.
 *
 * @throws StoreUnavailable
 */
export async function foundAgain(context: RequestContext, what: string, word: string, user: string): Promise<Search> {
  const own = word.startsWith('r-') ? await context.store.instance(word) : null;
  const isClear = own?.adopted !== true || mayActOn({ user, isAdmin: context.authority.isAdmin(user) }, { own });
  const left = own === null ? null : await answerElsewhere(context, own);
  if (left !== null) return left;
  if (own !== null && isClear) return { found: asKnown(own) };
  const ref = instanceRef().read([word]);
  if (!ref.ok) return { answer: ephemeral(context.text.power.form.notFound) };
  return findInstance(context, ref.value, { name: what, who: 'owner', again: () => `${what} ${refWord(ref.value)}` });
}
