import type { WebClient } from '@slack/web-api';
import type { Failure } from '../../core/failure/failure.ts';
import type { Asker } from '../../core/policy/grants.ts';
import type { ArgumentProblem } from '../../core/spec/key-values.ts';
import type { TemplateNamed } from '../../core/spec/launch-template.ts';
import type { CreateArguments } from '../../core/spec/presets.ts';
import type { Draft } from '../../core/spec/spec.ts';
import { loadLists } from '../../usecases/spec/load-lists.ts';
import { askerOf, noRegionAllowed, planAllowed } from '../../usecases/spec/plan-allowed.ts';
import type { FormPlan } from '../../usecases/spec/plan-form.ts';
import type { RequestContext } from '../kit/context.ts';
import { type Opener, openModal } from '../kit/modal-flow.ts';
import { updateView, type ViewRef } from '../kit/update-view.ts';
import { type Drawing, drawForm, drawNote, followCost } from './draw.ts';
import { type Banner, failedForm, loadingForm, problemBanner } from './form.ts';
import { replaceView, viewStateOf } from './replace-view.ts';
import type { ViewRevision } from './view-revisions.ts';
import type { FormMeta } from './view-state.ts';

/** The form's initial values, and where its card will be. */
interface FormStart {
  readonly channel: string;
  readonly typed: Draft;
  /** The preset that it starts from. */
  readonly preset?: string;
  readonly template?: TemplateNamed;
  readonly problems?: readonly ArgumentProblem[];
}

/** A form that begins with a typed order. */
export const startOf = ({ draft, ...order }: CreateArguments): Omit<FormStart, 'channel'> => ({
  ...order,
  typed: draft,
});

/**
 * Opens the create form within Slack's three seconds: complete if the lists are known, otherwise as a note that is replaced when
 * they have come. False if Slack did not open it; the person was told.
 */
export async function openForm(
  context: RequestContext,
  opener: Opener,
  { channel, typed, preset, template, problems = [] }: FormStart,
): Promise<boolean> {
  const { client, user } = opener;
  const draft: Draft = { name: `ecs-${context.random.id(4)}`, ...typed };
  const meta: FormMeta = { channel, ...(preset && { preset }), ...(template && { template }) };
  const asker = askerOf(context, user, channel);
  const plan = planAllowed(context, draft, asker);
  const whole = isFullPlan(plan);
  const drawing = whole
    ? drawForm(context, plan, meta, startBanner(context, plan, problems))
    : drawNote(loadingForm({ ...meta, draft }, context.text));
  const opened = await openModal(context, opener, drawing.view, 'the form could not be opened');
  if (opened === null) return false;
  const { ref, viewId, hash } = opened;
  const turn = viewId === undefined ? null : context.viewRevisions.opened(viewId);
  if (!whole) await fillForm(context, client, { ref, turn }, meta, asker, draft, problems);
  else if (viewId !== undefined && turn !== null) await followShown(context, client, { viewId, hash }, turn, drawing);
  return true;
}

/** A window to fill, and the turn to do so; null if Slack did not tell the window's id. */
interface WindowToFill {
  readonly ref: ViewRef;
  readonly turn: ViewRevision | null;
}

/**
 * Shows the form as soon as its lists are there, or why they are not, with a button to try again; unless the person has changed
 * something in the window since.
 */
export async function fillForm(
  context: RequestContext,
  client: WebClient,
  { ref, turn }: WindowToFill,
  { draft: _draft, options: _options, ...meta }: FormMeta,
  asker: Asker,
  draft: Draft,
  problems: readonly ArgumentProblem[],
): Promise<void> {
  const drawing = await formWhenLoaded(context, meta, asker, draft, (plan) => startBanner(context, plan, problems));
  const show = () => updateView(context, client, ref, drawing.view);
  const shown = turn === null ? await show() : await turn.inOrder(async () => (turn.isLatest() ? show() : 'conflict'));
  if (typeof shown !== 'object' || shown.viewId === undefined) return;
  const { viewId, hash } = shown;
  await followShown(context, client, { viewId, hash }, turn ?? context.viewRevisions.opened(viewId), drawing);
}

/** Adds the price to a form that has just been shown, until the person changes something: then that change's turn does. */
async function followShown(
  context: RequestContext,
  client: WebClient,
  { viewId: id, hash }: { readonly viewId: string; readonly hash: string | undefined },
  turn: ViewRevision,
  drawing: Drawing,
): Promise<void> {
  turn.updated({ hash, state: viewStateOf(drawing.view.blocks) });
  await followCost(context, drawing, (view) => replaceView(context, client, { id, hash }, turn, view), turn.isLatest);
}

/** The form once its lists are there, or a note with a button if they do not come. Nothing typed is lost. */
async function formWhenLoaded(
  context: RequestContext,
  meta: FormMeta,
  asker: Asker,
  draft: Draft,
  banner: (plan: FormPlan) => Banner | null,
): Promise<Drawing> {
  const loaded = await loadLists(context, asker, draft);
  if (!loaded.ok) return drawNote(failedForm({ ...meta, draft }, listsTrouble(context, loaded.error), context.text));
  const plan = planAllowed(context, draft, asker);
  if (plan.lists.regions?.length === 0) {
    const sentence = noRegionAllowed(context) ? context.text.policy.noRegionAllowed : context.text.modal.noRegions;
    return drawNote(failedForm({ ...meta, draft }, sentence, context.text));
  }
  return drawForm(context, plan, meta, banner(plan));
}

/** Why the lists did not come. */
export function listsTrouble({ log, text }: RequestContext, failure: Failure | 'late'): string {
  if (failure === 'late') return text.modal.listsSlow;
  log.warn({ kind: failure.kind, code: failure.code, api: failure.api }, 'the lists of the form could not be read');
  return text.modal.listsFailed(failure);
}

/** Whether all lists are there. Without a type there are no disks to wait for; key pairs are fetched while the person types. */
export const isFullPlan = ({ draft, lists: { disks, keys: _keys, ...lists } }: FormPlan): boolean =>
  Object.values(lists).every((list) => list !== null) &&
  (disks !== null || draft.type === undefined) &&
  lists.regions?.length !== 0;

function startBanner({ text }: RequestContext, plan: FormPlan, problems: readonly ArgumentProblem[]): Banner | null {
  const ofFields = problemBanner(text.modal.startTitle, plan.problems, text);
  const lines = [...problems.map((problem) => text.commands.argument(problem)), ...ofFields.lines];
  return lines.length === 0 ? null : { ...ofFields, lines };
}
