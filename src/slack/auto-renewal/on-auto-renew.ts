import { withDeadline } from '../../core/base/deadline.ts';
import { type Actor, type FoundInstance, idOf, nameOf } from '../../core/instance/found-instance.ts';
import { type AutoRenewalBegun, beginAutoRenewal } from '../../usecases/auto-renewal/begin-auto-renewal.ts';
import { actorFor, type Caller } from '../../usecases/instance/actor.ts';
import { findAgain } from '../../usecases/instance/find-instance.ts';
import { foundFor } from '../instance/found-for.ts';
import { searchAgainAnswer } from '../instance/search-answer.ts';
import { type Answer, ephemeral } from '../kit/answer.ts';
import { plain, section } from '../kit/blocks.ts';
import type { ActionArgs, SubmitArgs } from '../kit/bolt-args.ts';
import type { RequestContext } from '../kit/context.ts';
import { troubleAnswer } from '../kit/error-reference.ts';
import {
  answerSubmission,
  fillWindow,
  openModal,
  openWithin,
  type Shown,
  type WindowCaller,
  windowCallerOf,
} from '../kit/modal-flow.ts';
import { oldWindow } from '../kit/tell-old.ts';
import { autoRenewedAnswer, autoRenewForm, autoRenewRefusedAnswer, barredAnswer, windowOf } from './answers.ts';

/** The cloud and the store have their own timeouts; this bounds everything else. */
const ACT_MS = 60_000;

/** Finds the instance, or the answer if there is none. */
type Find = () => Promise<{ readonly found: FoundInstance } | { readonly answer: Answer }>;

const NAME = 'auto-renew';

/** Answers `/ecs auto-renew`: asks in a window first if it costs money. */
export async function answerAutoRenewal(
  context: RequestContext,
  asker: WindowCaller,
  found: FoundInstance,
  begun: AutoRenewalBegun,
): Promise<void> {
  const { text } = context;
  switch (begun.kind) {
    case 'notOurs':
      return asker.tell(ephemeral(text.expiry.notOurs(nameOf(found), idOf(found))));
    case 'refused': {
      const { own } = found;
      const name = nameOf(found);
      return asker.tell(
        own === null
          ? ephemeral(text.expiry.refused(name, begun.refusal))
          : autoRenewRefusedAnswer(own, begun.refusal, text),
      );
    }
    case 'toConfirm':
      return askToTurnOn(context, asker, async () => ({ found }));
    case 'set':
      return asker.tell(autoRenewedAnswer(begun.renewed, text));
  }
}

/** Finds the instance that a button or the window names. */
const named =
  (context: RequestContext, word: string, user: string): Find =>
  async () => {
    const search = await findAgain(context, word, user);
    return search?.kind === 'found' ? search : { answer: searchAgainAnswer(context, NAME, word, search) };
  };

/** The window opens before anything is read, because its trigger lives three seconds. */
async function askToTurnOn(context: RequestContext, asker: WindowCaller, find: Find): Promise<void> {
  const { text, clock } = context;
  const asking = windowOf([section(plain(text.expiry.asking))], text);
  const opened = await openModal(context, asker, asking, 'the window of auto-renewal could not be opened');
  if (opened === null) return;
  const offered = await withDeadline(clock, ACT_MS, offerOf(context, asker, find));
  const shown = offered === 'late' ? { answer: ephemeral(text.instances.unseen.late) } : offered;
  await fillWindow(context, asker, opened.ref, shown, ({ blocks }) => windowOf(blocks, text));
}

/** Never rejects. */
async function offerOf(context: RequestContext, caller: Caller, find: Find): Promise<Shown> {
  const { text, clock } = context;
  try {
    const meant = await meantBy(context, caller, find);
    if ('answer' in meant) return meant;
    const offered = await context.autoRenew.offer(meant.id, meant.by);
    if (offered.is === 'offer') return { window: autoRenewForm(offered, clock.now(), text) };
    return { answer: offered.is === 'already' ? autoRenewedAnswer(offered, text) : barredAnswer(offered, text) };
  } catch (error) {
    return { answer: broken(context, error) };
  }
}

/** The bot's row of the instance, and the caller's rights on it now. */
async function meantBy(
  context: RequestContext,
  caller: Caller,
  find: Find,
): Promise<{ readonly id: string; readonly by: Actor } | { readonly answer: Answer }> {
  const search = await find();
  if ('answer' in search) return search;
  const { found } = search;
  if (found.own === null) return { answer: ephemeral(context.text.expiry.notOurs(nameOf(found), idOf(found))) };
  return { id: found.own.id, by: await actorFor(context, caller, found, 'decision') };
}

/** A button: its value is an id and grants nothing; the rights of the presser are judged. */
export const onAutoRenewOn =
  (context: RequestContext) =>
  async (args: ActionArgs): Promise<void> => {
    const { action } = args;
    if (action.type !== 'button' || !action.value) return;
    const { value } = action;
    const { expiry } = context.text;
    const asker = windowCallerOf(context, args, expiry.title, expiry.turnOnAsk);
    const soon = await withDeadline(context.clock, openWithin(context), begun(context, asker, value));
    if (soon === 'late') return askToTurnOn(context, asker, named(context, value, asker.user));
    if ('answer' in soon) return asker.tell(soon.answer);
    await answerAutoRenewal(context, asker, soon.found, soon.begun);
  };

/** Never rejects. */
async function begun(
  context: RequestContext,
  asker: Caller,
  value: string,
): Promise<{ readonly found: FoundInstance; readonly begun: AutoRenewalBegun } | { readonly answer: Answer }> {
  try {
    const meant = await foundFor(context, asker, NAME, value);
    if ('answer' in meant) return meant;
    return { ...meant, begun: await beginAutoRenewal(context, asker, meant.found, true) };
  } catch (error) {
    return { answer: broken(context, error) };
  }
}

/** The window was submitted: it then tells the outcome. */
export const onAutoRenewSubmit =
  (context: RequestContext) =>
  async ({ ack, body, view, client }: SubmitArgs): Promise<void> => {
    const { text, log } = context;
    const id = view.private_metadata;
    if (id === '') return ack({ response_action: 'update', view: oldWindow(text) });
    const user = body.user.id;
    const shown = (answer: Answer) => windowOf(answer.blocks, text);
    const caller = { user, team: body.team?.id ?? '', channel: user };
    await answerSubmission(
      context,
      { ack, body, view, client },
      {
        work: turnedOn(context, caller, named(context, id, user)),
        shown,
        checking: shown(ephemeral(text.power.form.checking)),
        late: () => {
          log.error({ instanceId: id }, 'an auto-renewal got no answer in time');
          return shown(lateAnswer(id, text));
        },
        lateMs: ACT_MS,
      },
    );
  };

const lateAnswer = (id: string, { expiry }: RequestContext['text']): Answer => ephemeral(expiry.unsure(id));

/** Never rejects: a person who turns this on must learn the outcome. */
async function turnedOn(context: RequestContext, caller: Caller, find: Find): Promise<Answer> {
  try {
    const meant = await meantBy(context, caller, find);
    if ('answer' in meant) return meant.answer;
    return autoRenewedAnswer(await context.autoRenew.set(meant.id, true, meant.by), context.text);
  } catch (error) {
    return broken(context, error);
  }
}

const broken = (context: RequestContext, error: unknown): Answer =>
  troubleAnswer(context, error, {
    storeDown: context.text.expiry.storeDown,
    broken: context.text.commands.broken,
    logged: 'an auto-renewal failed',
  });
