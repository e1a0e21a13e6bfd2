import type { ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import type { ArgumentProblem } from '../core/args.ts';
import type { Failure } from '../core/failure.ts';
import type { Draft } from '../core/spec.ts';
import { type Banner, createForm, failedForm, loadingForm, problemBanner } from './create-form.ts';
import { type FormPlan, loadNeeded, loadUseful, planForm } from './form-plan.ts';
import type { Room } from './room.ts';
import { type SlackTrouble, slackTrouble } from './trouble.ts';
import { updateView, type ViewRef } from './update-view.ts';
import type { FormMeta } from './view-state.ts';
import { within } from './within.ts';

/** What the form cannot do without is waited for this long, what is only useful that long. */
const NEEDED_MS = 25_000;
const USEFUL_MS = 2_000;

export interface Opening {
  readonly triggerId: string;
  readonly channel: string;
  readonly typed: Draft;
  readonly problems: readonly ArgumentProblem[];
}

/**
 * Opens the create form at once, before Slack's three seconds are over: whole when the lists are known, else as a note
 * that is replaced when they have come. Resolves to what kept Slack from opening it, or null.
 */
export async function openForm(
  room: Room,
  client: WebClient,
  { triggerId, channel, typed, problems }: Opening,
): Promise<SlackTrouble | null> {
  const draft: Draft = { name: `ecs-${room.random.id(4)}`, ...typed };
  const plan = planForm(room.catalogue, draft, room.defaultRegion);
  const whole = isWhole(plan);
  const view = whole
    ? createForm(plan, { channel }, typedBanner(room, plan, problems), room.text)
    : loadingForm({ channel, draft }, room.text);
  // By its own name the view can be found also when Slack's answer, with the id, is lost.
  const externalId = `form-${room.random.id(20)}`;
  let ref: ViewRef = { externalId };
  try {
    const answer = await client.views.open({ trigger_id: triggerId, view: { ...view, external_id: externalId } });
    if (answer.view?.id !== undefined) ref = { viewId: answer.view.id };
  } catch (error) {
    const trouble = slackTrouble(error);
    // The command was delivered twice, and the first delivery has opened the form.
    if (trouble.code === 'exchanged_trigger_id') return null;
    const opened = trouble.kind === 'inDoubt' && (await updateView(room, client, ref, view)) !== 'gone';
    if (!opened) return trouble;
  }
  if (!whole) await fillForm(room, client, ref, { channel }, draft, problems);
  return null;
}

/** Replaces a note by the form as soon as its lists are there, or says why they are not and offers to try again. */
export async function fillForm(
  room: Room,
  client: WebClient,
  ref: ViewRef,
  { channel }: FormMeta,
  draft: Draft,
  problems: readonly ArgumentProblem[],
): Promise<void> {
  const view = await formWhenLoaded(room, { channel }, draft, (plan) => typedBanner(room, plan, problems));
  await updateView(room, client, ref, view);
}

/** The form once its lists are there; or a note with a button when they do not come. Nothing typed is lost. */
async function formWhenLoaded(
  room: Room,
  meta: FormMeta,
  draft: Draft,
  banner: (plan: FormPlan) => Banner | null,
): Promise<ModalView> {
  const trouble = await loadLists(room, draft);
  if (trouble !== null) return failedForm({ ...meta, draft }, trouble, room.text);
  const plan = planForm(room.catalogue, draft, room.defaultRegion);
  if (plan.lists.regions?.length === 0) return failedForm({ ...meta, draft }, room.text.modal.noRegions, room.text);
  return createForm(plan, meta, banner(plan), room.text);
}

/**
 * Waits for the lists of a draft; a sentence when the form cannot be shown without them.
 *
 * @param whole the draft with what is only useful to have lists for
 */
export async function loadLists(room: Room, draft: Draft, whole: Draft = draft): Promise<string | null> {
  const { catalogue, clock, defaultRegion, text } = room;
  const needed = await within(clock, NEEDED_MS, loadNeeded(catalogue, draft, defaultRegion));
  if (needed === 'late') return text.modal.listsSlow;
  if (!needed.ok) return listsFailed(room, needed.error);
  await within(clock, USEFUL_MS, loadUseful(catalogue, planForm(catalogue, whole, defaultRegion).draft));
  return null;
}

function listsFailed({ log, text }: Room, failure: Failure): string {
  log.warn({ kind: failure.kind, code: failure.code, api: failure.api }, 'the lists of the form could not be read');
  return text.modal.listsFailed(failure);
}

/** While there is no type there are no disks of it to wait for. */
const isWhole = ({ draft, lists: { disks, ...lists } }: FormPlan): boolean =>
  Object.values(lists).every((list) => list !== null) &&
  (disks !== null || draft.type === undefined) &&
  lists.regions?.length !== 0;

function typedBanner({ text }: Room, plan: FormPlan, problems: readonly ArgumentProblem[]): Banner | null {
  const ofFields = problemBanner(text.modal.typedTitle, plan.problems, text);
  const lines = [...problems.map((problem) => text.commands.argument(problem)), ...ofFields.lines];
  return lines.length === 0 ? null : { ...ofFields, lines };
}
