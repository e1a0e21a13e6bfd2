import type { AllMiddlewareArgs, SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { Draft } from '../../core/spec.ts';
import {
  type Banner,
  checkingForm,
  createForm,
  doneForm,
  drawnFor,
  errorsByBlock,
  failedForm,
  problemBanner,
} from '../create-form.ts';
import { planForm } from '../form-plan.ts';
import type { Room } from '../room.ts';
import { decideSubmission, type Outcome } from '../submission.ts';
import { updateView } from '../update-view.ts';
import { type FormMeta, readForm, readMeta } from '../view-state.ts';
import { within } from '../within.ts';

/** Slack allows three seconds for the answer to a submission. */
const ANSWER_MS = 2_000;
/** The cloud's lists are bounded by its client's timeouts; this is for whatever is not. */
const CHECK_MS = 60_000;

type SubmitArgs = SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs;

/**
 * The create form was submitted. What counts is what its fields hold; the metadata only tells where the card goes. When the
 * answer takes longer than Slack waits, the window says so and gets the answer later.
 */
export const onSubmit =
  (room: Room) =>
  async ({ ack, body, view, client }: SubmitArgs): Promise<void> => {
    const user = body.user.id;
    const meta: FormMeta = { channel: readMeta(view.private_metadata)?.channel ?? user };
    const draft = readForm(view.state.values);
    const team = body.team?.id ?? body.user.team_id ?? '';
    const deciding = decideSubmission(room, { viewId: view.id, user, team, channel: meta.channel, draft });

    const soon = await within(room.clock, ANSWER_MS, deciding);
    if (soon !== 'late') {
      if (closes(soon)) await ack();
      else await answerInForm(room, { ack, view }, meta, draft, soon);
      return;
    }
    await ack({ response_action: 'update', view: checkingForm({ ...meta, draft }, room.text) });
    const later = await within(room.clock, CHECK_MS, deciding);
    await updateView(room, client, { viewId: view.id }, laterView(room, meta, draft, later));
  };

const closes = (outcome: Outcome): boolean =>
  (outcome.kind === 'accepted' && outcome.freeze === null) || (outcome.kind === 'duplicate' && outcome.same);

/** Problems stand at their fields; what belongs to no field, or to one that is not there, is told above them. */
async function answerInForm(
  room: Room,
  { ack, view }: Pick<SubmitArgs, 'ack' | 'view'>,
  meta: FormMeta,
  draft: Draft,
  outcome: Outcome,
): Promise<void> {
  if (outcome.kind === 'problems') {
    const errors = errorsByBlock(view, outcome.problems, room.text);
    // Lists drawn for another region, zone or type than the chosen one would leave the person without a way out.
    if (errors !== null && drawnFor(view, draft, outcome.problems)) {
      await ack({ response_action: 'errors', errors });
      return;
    }
  }
  await ack({ response_action: 'update', view: outcomeView(room, meta, draft, outcome) });
}

function laterView(room: Room, meta: FormMeta, draft: Draft, later: Outcome | 'late'): ModalView {
  if (later !== 'late') return outcomeView(room, meta, draft, later);
  return failedForm({ ...meta, draft }, room.text.modal.stillChecking, room.text);
}

/** What the window shows when it cannot simply close: the form again, filled in, with what has to be said above it. */
function outcomeView(room: Room, meta: FormMeta, draft: Draft, outcome: Outcome): ModalView {
  const { modal, commands } = room.text;
  switch (outcome.kind) {
    case 'accepted': {
      const { request, freeze } = outcome;
      const waits = freeze === null ? [] : [room.text.freeze.submitted(freeze.reason, freeze.until)];
      return doneForm(meta, [modal.submitted(request.id, request.amount), ...waits].join(' '), room.text);
    }
    case 'duplicate': {
      const { id, amount, spec } = outcome.request;
      return doneForm(meta, modal.alreadySubmitted(id, amount, spec.name), room.text);
    }
    case 'problems':
      return formAgain(room, meta, draft, problemBanner(modal.problemsTitle, outcome.problems, room.text));
    case 'unchecked':
      return formAgain(room, meta, draft, { title: modal.uncheckedFailed(outcome.failure), lines: [] });
    case 'storeDown':
      return formAgain(room, meta, draft, { title: modal.storeDown, lines: [] });
    case 'broken':
      return formAgain(room, meta, draft, { title: commands.broken(outcome.reference), lines: [] });
  }
}

/** The form as far as the lists are known now; without regions and zones a note that keeps the values. */
function formAgain(room: Room, meta: FormMeta, draft: Draft, banner: Banner | null): ModalView {
  const plan = planForm(room.catalogue, draft, room.defaultRegion);
  if (plan.lists.regions === null || plan.lists.regions.length === 0) {
    return failedForm({ ...meta, draft }, banner?.title ?? room.text.modal.listsSlow, room.text);
  }
  return createForm(plan, meta, banner, room.text);
}
