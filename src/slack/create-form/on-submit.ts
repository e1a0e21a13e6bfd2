import type { AllMiddlewareArgs, SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt';
import { withDeadline } from '../../core/base/deadline.ts';
import type { Asker } from '../../core/policy/grants.ts';
import type { Draft } from '../../core/spec/spec.ts';
import { sentencesOf } from '../../text/sentences.ts';
import { waitingLines } from '../approval/answers.ts';
import { reasonOf } from '../freeze/blocks.ts';
import type { RequestContext } from '../kit/context.ts';
import { answerWithin } from '../kit/modal-flow.ts';
import { updateView } from '../kit/update-view.ts';
import { askerOf, planAllowed } from './allowed-catalogue.ts';
import { type Drawing, drawForm, drawNote, followCost } from './draw.ts';
import {
  type Banner,
  checkingForm,
  doneForm,
  drawnFor,
  errorsByBlock,
  failedForm,
  problemBanner,
  waitingForm,
} from './form.ts';
import { withNumbersOf } from './plan.ts';
import { replaceView } from './replace-view.ts';
import { decideSubmission, type Outcome } from './submission.ts';
import type { ViewRevision } from './view-revisions.ts';
import { type FormMeta, readForm, readMeta } from './view-state.ts';

/** The cloud's lists are bounded by its client's timeouts; this is for whatever is not. */
const CHECK_MS = 60_000;

type SubmitArgs = SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs;

/**
 * The create form was submitted. What counts is what its fields hold; the metadata only tells where the card goes. When the
 * answer takes longer than Slack waits, the window says so and gets the answer later.
 */
export const onSubmit =
  (context: RequestContext) =>
  async ({ ack, body, view, client }: SubmitArgs): Promise<void> => {
    const user = body.user.id;
    const meta: FormMeta = { channel: readMeta(view.private_metadata)?.channel ?? user };
    const asker = askerOf(context, user, meta.channel);
    const draft = readForm(view.state.values);
    const team = body.team?.id ?? body.user.team_id ?? '';
    // What is under way for the form as it stood is of no use any more.
    const turn = context.viewRevisions.take(view.id);
    const deciding = decideSubmission(context, { viewId: view.id, user, team, channel: meta.channel, draft });

    const soon = await withDeadline(context.clock, answerWithin(context), deciding);
    if (soon !== 'late') {
      if (closes(soon)) await ack();
      else await answerInForm(context, { ack, view, client }, turn, asker, meta, draft, soon);
      return;
    }
    await ack({ response_action: 'update', view: checkingForm({ ...meta, draft }, context.text) });
    const later = await withDeadline(context.clock, CHECK_MS, deciding);
    const drawing = laterView(context, asker, meta, draft, later);
    await updateView(context, client, { viewId: view.id }, drawing.view);
    await followIn(context, { view, client }, turn, drawing);
  };

/** It stays open where there is something to say: who has to agree, or what the purchase waits for. */
const closes = (outcome: Outcome): boolean =>
  (outcome.kind === 'accepted' &&
    outcome.freeze === null &&
    outcome.elsewhere === null &&
    outcome.request.state !== 'pending') ||
  (outcome.kind === 'duplicate' && outcome.same);

/** Problems are shown at their fields; what belongs to no field, or to one that is not there, is shown above them. */
async function answerInForm(
  context: RequestContext,
  { ack, view, client }: Pick<SubmitArgs, 'ack' | 'view' | 'client'>,
  turn: ViewRevision,
  asker: Asker,
  meta: FormMeta,
  draft: Draft,
  outcome: Outcome,
): Promise<void> {
  if (outcome.kind === 'problems') {
    const errors = errorsByBlock(view, outcome.problems, context.text);
    // Lists drawn for another region, zone or type than the chosen one would leave the person without a way out.
    if (errors !== null && drawnFor(view, draft, outcome.problems)) {
      await ack({ response_action: 'errors', errors });
      return;
    }
  }
  const drawing = outcomeView(context, asker, meta, draft, outcome);
  await ack({ response_action: 'update', view: drawing.view });
  await followIn(context, { view, client }, turn, drawing);
}

/** Slack does not say the hash of a form that was shown in answer to a submission, so its price replaces whatever is shown. */
const followIn = (
  context: RequestContext,
  { view, client }: Pick<SubmitArgs, 'view' | 'client'>,
  turn: ViewRevision,
  drawing: Drawing,
): Promise<void> =>
  followCost(context, drawing, (form) => replaceView(context, client, { id: view.id }, turn, form), turn.isLatest);

function laterView(
  context: RequestContext,
  asker: Asker,
  meta: FormMeta,
  draft: Draft,
  later: Outcome | 'late',
): Drawing {
  if (later !== 'late') return outcomeView(context, asker, meta, draft, later);
  return drawNote(failedForm({ ...meta, draft }, context.text.modal.stillChecking, context.text));
}

/** What the window shows when it cannot simply close: the form again, filled in, with what has to be said above it. */
function outcomeView(context: RequestContext, asker: Asker, meta: FormMeta, draft: Draft, outcome: Outcome): Drawing {
  const { modal, commands } = context.text;
  switch (outcome.kind) {
    case 'accepted': {
      const { request, freeze, elsewhere } = outcome;
      if (request.state === 'pending' && request.approval !== null)
        return drawNote(waitingForm(meta, waitingLines(request, request.approval, context.text), context.text));
      const waits =
        freeze === null ? [] : [context.text.freeze.submitted(reasonOf(freeze, context.text.freeze), freeze.until)];
      if (elsewhere !== null) waits.push(context.text.freeze.elsewhere[elsewhere]);
      return drawNote(
        doneForm(meta, sentencesOf([modal.submitted(request.id, request.amount), ...waits]), context.text),
      );
    }
    case 'duplicate': {
      const { id, amount, spec } = outcome.request;
      return drawNote(doneForm(meta, modal.alreadySubmitted(id, amount, spec.name), context.text));
    }
    case 'problems':
      return formAgain(context, asker, meta, draft, problemBanner(modal.problemsTitle, outcome.problems, context.text));
    case 'forbidden':
      return formAgain(context, asker, meta, draft, { title: outcome.sentence, lines: [] });
    case 'unchecked':
      return formAgain(context, asker, meta, draft, { title: modal.uncheckedFailed(outcome.failure), lines: [] });
    case 'storeDown':
      return formAgain(context, asker, meta, draft, { title: modal.storeDown, lines: [] });
    case 'broken':
      return formAgain(context, asker, meta, draft, { title: commands.broken(outcome.reference), lines: [] });
  }
}

/** The form as far as the lists are known now; without regions and zones a note that keeps the values. */
function formAgain(
  context: RequestContext,
  asker: Asker,
  meta: FormMeta,
  draft: Draft,
  banner: Banner | null,
): Drawing {
  const plan = planAllowed(context, draft, asker);
  if (plan.lists.regions === null || plan.lists.regions.length === 0) {
    return drawNote(failedForm({ ...meta, draft }, banner?.title ?? context.text.modal.listsSlow, context.text));
  }
  return drawForm(context, withNumbersOf(plan, draft), meta, banner);
}
