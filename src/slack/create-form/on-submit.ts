import type { ViewResponseAction } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { Asker } from '../../core/policy/grants.ts';
import type { Request } from '../../core/request/request.ts';
import type { Draft, FieldProblem } from '../../core/spec/spec.ts';
import { sentencesOf } from '../../text/sentences.ts';
import { type Submission, type SubmissionOutcome, submitDraft } from '../../usecases/request/submit-draft.ts';
import { askerOf, planAllowed } from '../../usecases/spec/plan-allowed.ts';
import { withNumbersOf } from '../../usecases/spec/plan-form.ts';
import { waitingLines } from '../approval/answers.ts';
import { followCard } from '../approval/follow-card.ts';
import { reasonOf } from '../freeze/blocks.ts';
import type { SubmitArgs } from '../kit/bolt-args.ts';
import type { RequestContext } from '../kit/context.ts';
import { errorReference } from '../kit/error-reference.ts';
import { answerSubmission } from '../kit/modal-flow.ts';
import { oldWindow } from '../kit/tell-old.ts';
import { type Drawing, drawForm, drawNote, followCost } from './draw.ts';
import {
  type Banner,
  checkingForm,
  doneForm,
  drawnFor,
  errorsByBlock,
  failedForm,
  notesByBlock,
  problemBanner,
  waitingForm,
} from './form.ts';
import { forbiddenSentence } from './refusals.ts';
import { replaceView } from './replace-view.ts';
import type { ViewRevision } from './view-revisions.ts';
import { draftIn, type FormMeta, presetIn, readMeta } from './view-state.ts';

/** The cloud's lists have their client's timeouts; this bounds everything else. */
const CHECK_MS = 60_000;

/** The outcome of a submission, or the log reference of its error. */
type Outcome = SubmissionOutcome | { readonly kind: 'broken'; readonly reference: string };

/**
 * The create form was submitted. The values come from its fields and carried options; apart from them, the metadata only tells
 * where the card goes. If the answer takes longer than Slack waits, the window says so and gets the answer later.
 */
export const onSubmit =
  (context: RequestContext) =>
  async ({ ack, body, view, client }: SubmitArgs): Promise<void> => {
    const user = body.user.id;
    const meta = readMeta(view.private_metadata);
    if (meta === null) return ack({ response_action: 'update', view: oldWindow(context.text) });
    const notes = notesByBlock(view.state.values, context.text);
    if (notes !== null) return ack({ response_action: 'errors', errors: notes });
    const { channel } = meta;
    const draft = draftIn(view);
    const form: Submitted = {
      asker: askerOf(context, user, channel),
      meta: { channel, ...presetIn(meta), shows: meta.shows ?? 'whole' },
      draft,
    };
    const team = body.team?.id ?? body.user.team_id ?? '';
    // Work for the form before the submission is of no use any more.
    const turn = context.viewRevisions.take(view.id);
    let drawing = null as Drawing | null;
    const draw = (drawn: Drawing): ModalView => {
      drawing = drawn;
      return drawn.view;
    };
    const told = await answerSubmission<Outcome>(
      context,
      { ack, body, view, client },
      {
        work: submitDraft(context, {
          origin: `view:${view.id}`,
          user,
          team,
          channel,
          draft,
          ...filledFrom(meta),
        }).catch(
          (error: unknown): Outcome => ({
            kind: 'broken',
            reference: errorReference(context, error, 'a submission failed'),
          }),
        ),
        soon: (outcome: Outcome) => (closes(outcome) ? 'close' : atFields(context, view, draft, outcome)),
        shown: (outcome) => draw(outcomeView(context, form, outcome)),
        checking: checkingForm({ channel, draft }, context.text),
        late: () => failedForm({ channel, draft }, context.text.modal.stillChecking, context.text),
        lateMs: CHECK_MS,
      },
    );
    if (drawing !== null) await followIn(context, { view, client }, turn, drawing);
    if (told?.kind !== 'accepted' || told.request.state !== 'pending') return;
    const { request } = told;
    await followCard(context, client, view.id, request, (card) => waitingView(context, form.meta, request, card));
  };

function filledFrom({ preset, template }: FormMeta): Pick<Submission, 'filledFrom'> {
  if (preset === undefined) return {};
  const from = template && { name: template.name, version: template.version };
  return { filledFrom: { preset, ...(from && { template: from }) } };
}

/** A submitted form. */
interface Submitted {
  readonly asker: Asker;
  readonly meta: FormMeta;
  readonly draft: Draft;
}

/** The window stays open if there is something to say: who has to approve, or what the purchase waits for. */
const closes = (outcome: Outcome): boolean =>
  (outcome.kind === 'accepted' &&
    outcome.freeze === null &&
    outcome.elsewhere === null &&
    outcome.request.state !== 'pending') ||
  (outcome.kind === 'duplicate' && outcome.same);

/** Problems at their fields; null if one has no field in the view, so that they are shown above. */
function atFields(
  { text }: RequestContext,
  view: SubmitArgs['view'],
  draft: Draft,
  outcome: Outcome,
): ViewResponseAction | null {
  if (outcome.kind !== 'problems') return null;
  const errors = errorsByBlock(view, outcome.problems, text);
  // With lists of another region, zone or type than the chosen one, the person could not correct anything.
  return errors !== null && drawnFor(view, draft, outcome.problems) ? { response_action: 'errors', errors } : null;
}

/** Slack does not tell the hash of a form shown in answer to a submission, so the price replaces whatever is shown. */
const followIn = (
  context: RequestContext,
  { view, client }: Pick<SubmitArgs, 'view' | 'client'>,
  turn: ViewRevision,
  drawing: Drawing,
): Promise<void> =>
  followCost(context, drawing, (form) => replaceView(context, client, { id: view.id }, turn, form), turn.isLatest);

/** The window if it cannot simply close: the filled-in form again, with a banner. */
function outcomeView(context: RequestContext, form: Submitted, outcome: Outcome): Drawing {
  const { modal } = context.text;
  const { asker, meta } = form;
  const again = (title: string): Drawing => formAgain(context, form, { title, lines: [] });
  switch (outcome.kind) {
    case 'accepted': {
      const { request, freeze, elsewhere } = outcome;
      if (request.state === 'pending') return drawNote(waitingView(context, meta, request, null));
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
      return formAgain(
        context,
        form,
        problemBanner(modal.problemsTitle, outcome.problems, context.text),
        outcome.problems,
      );
    case 'mayNotCreate':
    case 'unjudged':
    case 'unsubmittable':
      return again(forbiddenSentence(outcome, asker.isAdmin, context.text));
    case 'unchecked':
      return again(modal.uncheckedFailed(outcome.failure));
    case 'storeDown':
    case 'inDoubt':
      return again(modal[outcome.kind]);
    case 'broken':
      return again(context.text.renewal.broken(outcome.reference));
  }
}

function waitingView({ text }: RequestContext, meta: FormMeta, request: Request, card: string | null): ModalView {
  const lines = request.approval === null ? [] : waitingLines(request, request.approval, text, card);
  return waitingForm(meta, lines, text);
}

/**
 * The form with the lists that are known now; without regions and zones, a note that keeps the values.
 *
 * @param told problems that the submission found, some of which are in no list
 */
function formAgain(
  context: RequestContext,
  { asker, meta, draft }: Submitted,
  banner: Banner,
  told: readonly FieldProblem[] = [],
): Drawing {
  const planned = planAllowed(context, draft, asker);
  const more = told.filter(({ field }) => !planned.problems.some((problem) => problem.field === field));
  const plan = { ...planned, problems: [...planned.problems, ...more] };
  if (plan.lists.regions === null || plan.lists.regions.length === 0) {
    return drawNote(failedForm({ ...meta, draft }, banner.title, context.text));
  }
  return drawForm(context, withNumbersOf(plan, draft), meta, banner);
}
