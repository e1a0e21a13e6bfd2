import type { ModalView } from '@slack/types';
import { answerWithin, withDeadline } from '../../core/base/deadline.ts';
import { type FoundInstance, mayActOn, nameOf } from '../../core/instance/found-instance.ts';
import { isSameTerm, parseTerm, type Term } from '../../core/spec/charge.ts';
import { actorFor, type Caller } from '../../usecases/instance/actor.ts';
import { findInstance } from '../../usecases/instance/find-instance.ts';
import { beginRenewal, type RenewalBegun } from '../../usecases/renewal/begin-renewal.ts';
import type { Renewable, RenewalAsked, RenewalWish, Unrenewable } from '../../usecases/renewal/submit-renewal.ts';
import { followCard } from '../approval/follow-card.ts';
import { foundFor } from '../instance/found-for.ts';
import { type Answer, ephemeral } from '../kit/answer.ts';
import { pickedIn } from '../kit/blocks.ts';
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
import { answererOf } from '../kit/reply.ts';
import { oldWindow, tellOld } from '../kit/tell-old.ts';
import { updateView, type ViewRef } from '../kit/update-view.ts';
import { renewalAskedAnswer, unrenewableAnswer } from './answers.ts';
import { RENEW_TERM, type RenewMeta, readRenewButton, readRenewMeta } from './ids.ts';
import { lookingWindow, refusedWindow, renewForm } from './modal.ts';

/** Slack allows three seconds for the answer to a submission. */
const ANSWER_MS = 2_000;
/** Calls to the cloud have their client's timeouts; this bounds everything else. */
const LOOK_MS = 20_000;
const ASK_MS = 60_000;

/** Answers `/ecs renew`: opens a window at once, while its trigger is fresh, and then fills in what the cloud says. */
export async function answerRenewal(
  context: RequestContext,
  caller: WindowCaller & { readonly isAdmin: boolean },
  { found, term, begun }: { readonly found: FoundInstance; readonly term: Term; readonly begun: RenewalBegun },
): Promise<void> {
  const { text } = context;
  const { channel, isAdmin, tell } = caller;
  switch (begun.kind) {
    case 'notPrepaid':
      return tell(ephemeral(text.renewal.refused(nameOf(found), { why: 'notPrepaid' })));
    case 'notOurs':
      return tell(ephemeral(text.renewal.notOurs(nameOf(found))));
    case 'refused':
      return tell(unrenewableAnswer(begun.refusal, text, isAdmin));
    case 'storeDown':
      return tell(ephemeral(text.renewal.storeDown));
    case 'toConfirm':
      return openWindow(context, caller, { id: begun.instanceId, term, channel, until: null });
  }
}

async function openWindow(context: RequestContext, caller: WindowCaller, meta: RenewMeta): Promise<void> {
  const looking = lookingWindow(meta, context.text);
  const opened = await openModal(context, caller, looking, 'the window of a renewal could not be opened');
  if (opened !== null) await fill(context, caller, opened.ref, meta);
}

/** Shows in an open window what the renewal would mean, or why it is not possible. */
async function fill(
  context: RequestContext,
  caller: Pick<WindowCaller, 'user' | 'client' | 'tell'>,
  ref: ViewRef,
  meta: RenewMeta,
): Promise<void> {
  const { shown, closing } = await previewOf(context, caller.user, meta);
  await fillWindow(context, caller, ref, shown, closing);
}

/** What the renewal would mean, or why it is not possible. `closing`: the window with the latter. */
interface Preview {
  readonly shown: Shown;
  closing(answer: Answer): ModalView;
}

/** Never rejects. */
async function previewOf(context: RequestContext, user: string, meta: RenewMeta): Promise<Preview> {
  // Shown as the present balance, and another purchase may have been debited a moment ago.
  const balance = context.quotes.balance.fresh();
  const preview = wishOf(context, user, meta, 'glance').then((wish) => context.approvals.previewRenewal(wish));
  const looked = await withDeadline(
    context.clock,
    LOOK_MS,
    preview.catch((error: unknown) => troubleOf(context, error)),
  );
  const { text } = context;
  const terms = looked !== 'late' && 'is' in looked && looked.is === 'notSold' ? looked.terms : [];
  return {
    shown: await shownOf(context, user, meta, looked, balance),
    closing: ({ blocks }) => refusedWindow(meta, blocks, terms, text),
  };
}

const viewOf = ({ shown, closing }: Preview): ModalView => ('window' in shown ? shown.window : closing(shown.answer));

/** The wish and its person. Asks the cloud only if its tags decide who may act. */
async function wishOf(
  context: RequestContext,
  user: string,
  { id, term, channel }: RenewMeta,
  purpose: 'glance' | 'decision',
): Promise<RenewalWish> {
  const own = await context.store.instance(id);
  const plainly = { user, isAdmin: context.authority.isAdmin(user) };
  const wish = { instanceId: id, what: { term }, channel, by: plainly };
  if (own?.adopted !== true || mayActOn(plainly, { own })) return wish;
  const search = await findInstance(context, { word: id, region: null }, 'owner');
  if (search.kind !== 'found') return wish;
  return { ...wish, by: await actorFor(context, { user, team: '', channel }, search.found, purpose) };
}

async function shownOf(
  context: RequestContext,
  user: string,
  meta: RenewMeta,
  looked: Renewable | Unrenewable | Answer | 'late',
  balance: ReturnType<RequestContext['quotes']['balance']['load']>,
): Promise<Shown> {
  const { text, clock, authority } = context;
  if (looked === 'late') return { answer: ephemeral(text.renewal.late) };
  if (!('is' in looked)) return { answer: looked };
  if (looked.is !== 'renewable') return { answer: unrenewableAnswer(looked, text, authority.isAdmin(user)) };
  const known = await answerWithin(clock, ANSWER_MS, balance);
  return { window: renewForm(meta, looked, { balance: known.ok ? known.value : null, now: clock.now() }, text) };
}

const troubleOf = (context: RequestContext, error: unknown): Answer =>
  troubleAnswer(context, error, {
    storeDown: context.text.renewal.storeDown,
    broken: context.text.renewal.broken,
    logged: 'a renewal failed',
  });

/** A button of an instance; another period can be picked in the window. */
export const onRenewAction =
  (context: RequestContext) =>
  async (args: ActionArgs): Promise<void> => {
    const { action } = args;
    if (action.type !== 'button' || !action.value) return;
    const caller = windowCallerOf(context, args, context.text.renewal.button);
    const { id, term } = readRenewButton(action.value);
    const soon = await withDeadline(context.clock, openWithin(context), begun(context, caller, id));
    // The window then tells why not.
    if (soon === 'late') return openWindow(context, caller, { id, term, channel: caller.channel, until: null });
    if ('answer' in soon) return caller.tell(soon.answer);
    await answerRenewal(context, { ...caller, isAdmin: context.authority.isAdmin(caller.user) }, { ...soon, term });
  };

/** Never rejects. */
async function begun(
  context: RequestContext,
  caller: Caller,
  id: string,
): Promise<{ readonly found: FoundInstance; readonly begun: RenewalBegun } | { readonly answer: Answer }> {
  try {
    const meant = await foundFor(context, caller, 'renew', id);
    if ('answer' in meant) return meant;
    return { ...meant, begun: await beginRenewal(context, caller, meant.found) };
  } catch (error) {
    return { answer: troubleOf(context, error) };
  }
}

/** Another period was picked in the window. */
export const onRenewTerm =
  (context: RequestContext) =>
  async (args: ActionArgs): Promise<void> => {
    const { action, body, client } = args;
    const { view } = body;
    const meta = view === undefined ? null : readRenewMeta(view.private_metadata);
    const term = action.type === 'static_select' ? parseTerm(action.selected_option.value) : null;
    if (view === undefined || meta === null || term === null) return tellOld(context, args);
    const wanted = { ...meta, term, until: null };
    // So that an offer for another period cannot be submitted meanwhile.
    await updateView(context, client, { viewId: view.id }, lookingWindow(wanted, context.text));
    const tell = answererOf(context, args, context.text.renewal.button);
    await fill(context, { user: body.user.id, client, tell }, { viewId: view.id }, wanted);
  };

/** The window was submitted: requests what it showed, once. */
export const onRenewSubmit =
  (context: RequestContext) =>
  async ({ ack, body, view, client }: SubmitArgs): Promise<void> => {
    const { text } = context;
    const meta = readRenewMeta(view.private_metadata);
    const { until = null } = meta ?? {};
    if (meta === null || until === null) return ack({ response_action: 'update', view: oldWindow(text) });
    const user = body.user.id;
    const picked = parseTerm(pickedIn(view.state.values, RENEW_TERM) ?? '');
    if (picked !== null && !isSameTerm(picked, meta.term)) {
      // The window has not shown the last picked period yet.
      const wanted = { ...meta, term: picked, until: null };
      const late = () => refusedWindow(wanted, ephemeral(text.renewal.late).blocks, [], text);
      const checking = lookingWindow(wanted, text);
      const flow = { work: previewOf(context, user, wanted), shown: viewOf, checking, late, lateMs: ASK_MS };
      await answerSubmission(context, { ack, body, view, client }, flow);
      return;
    }
    const team = body.team?.id ?? body.user.team_id ?? '';
    const answerOf = (asked: RenewalAsked | Answer, card: string | null = null): Answer =>
      'is' in asked ? renewalAskedAnswer(asked, meta.term, text, context.authority.isAdmin(user), card) : asked;
    const asking = wishOf(context, user, meta, 'decision')
      .then((wish) => context.approvals.askRenewal(wish, { origin: `view:${view.id}`, team, until }))
      .catch((error: unknown) => troubleOf(context, error));
    const windowOf = ({ blocks }: Answer) => refusedWindow({ ...meta, until: null }, blocks, [], text);
    const asked = await answerSubmission<RenewalAsked | Answer>(
      context,
      { ack, body, view, client },
      {
        work: asking,
        shown: (done) => windowOf(answerOf(done)),
        checking: windowOf(ephemeral(text.renewal.window.working)),
        late: () => windowOf(ephemeral(text.renewal.late)),
        lateMs: ASK_MS,
      },
    );
    if (asked === null || !('is' in asked) || asked.is !== 'submitted') return;
    await followCard(context, client, view.id, asked.request, (card) => windowOf(answerOf(asked, card)));
  };
