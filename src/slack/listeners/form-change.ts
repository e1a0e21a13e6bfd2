import type { AllMiddlewareArgs, BlockAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { Draft, Field } from '../../core/spec.ts';
import { withDefaults } from '../../core/spec-defaults.ts';
import { createForm, failedForm, fieldBlockIds, loadingForm } from '../create-form.ts';
import { type FormPlan, loadDisksOf, planForm } from '../form-plan.ts';
import { fillForm, loadLists } from '../open-form.ts';
import type { Room } from '../room.ts';
import type { Turn, Turns } from '../turns.ts';
import { updateView } from '../update-view.ts';
import { readForm, readMeta } from '../view-state.ts';
import { within } from '../within.ts';

type ActionArgs = SlackActionMiddlewareArgs<BlockAction> & AllMiddlewareArgs;

/** How long the disks of a type are waited for, while the form stands with all disks that there are. */
const DISKS_MS = 25_000;

/** A field changed on which others depend: their lists are drawn anew, and what still fits is kept. */
export const onFormChange =
  (room: Room, turns: Turns) =>
  async ({ ack, body, client }: ActionArgs): Promise<void> => {
    await ack();
    const { view } = body;
    const meta = view && readMeta(view.private_metadata);
    if (!view || !meta) return;
    const turn = turns.take(view.id);
    const typed = readForm(view.state.values);
    const show = (form: ModalView) => showOver(room, client, view, turn, form);

    const first = quietPlan(room, typed);
    if (first.lists.zones === null) await show(createForm(first, meta, null, room.text));
    // Only the zones are needed: choices whose lists are slow are dropped rather than waited for.
    const { region = '', zone = '', type = '' } = typed;
    const trouble = await loadLists(room, { region, zone }, { region, zone, type });
    if (!turn.isLatest()) return;
    if (trouble !== null) {
      await show(failedForm({ ...meta, draft: typed }, trouble, room.text));
      return;
    }
    const plan = quietPlan(room, typed);
    const form = createForm(plan, meta, null, room.text);
    const unchanged = first.lists.zones !== null && sameFields(form, view);
    if (!unchanged) await show(form);
    if (plan.lists.disks !== null || plan.draft.type === undefined) return;
    await within(room.clock, DISKS_MS, loadDisksOf(room.catalogue, plan.draft));
    const late = createForm(quietPlan(room, typed), meta, null, room.text);
    if (turn.isLatest() && !sameFields(late, form)) await show(late);
  };

/** The button of a form that could not be shown: once more, with what was typed. */
export const onRetry =
  (room: Room, turns: Turns) =>
  async ({ ack, body, client }: ActionArgs): Promise<void> => {
    await ack();
    const { view } = body;
    const meta = view && readMeta(view.private_metadata);
    if (!view || !meta) return;
    turns.take(view.id);
    const { draft = {} } = meta;
    await updateView(room, client, { viewId: view.id }, loadingForm(meta, room.text));
    await fillForm(room, client, { viewId: view.id }, meta, draft, []);
  };

/**
 * The plan after a change: what does not fit any more is dropped without a word, because the person has just chosen that;
 * so is what cannot be known to fit.
 */
function quietPlan(room: Room, typed: Draft): FormPlan {
  const plan = planForm(room.catalogue, typed, room.defaultRegion);
  const { lists } = plan;
  const unknown: Partial<Record<Field, boolean>> = {
    type: lists.types === null,
    image: lists.images === null,
    vswitch: lists.vSwitches === null,
    group: lists.groups === null,
  };
  const kept = Object.entries(plan.draft).filter(([field]) => !unknown[field as Field]);
  return { ...plan, draft: withDefaults(Object.fromEntries(kept), lists), problems: [] };
}

/** Over the view the person saw, unless a later change or another process was faster: the newest wins. */
async function showOver(
  room: Room,
  client: ActionArgs['client'],
  view: { readonly id: string; readonly hash: string },
  turn: Turn,
  form: ModalView,
): Promise<void> {
  const ours = turn.lastHash();
  for (const hash of ours === undefined || ours === view.hash ? [view.hash] : [ours, view.hash]) {
    const updated = await updateView(room, client, { viewId: view.id, hash }, form);
    if (updated === 'gone') return;
    if (updated !== 'conflict') {
      turn.updated(updated.hash);
      return;
    }
  }
}

const sameFields = (form: ModalView, view: { readonly blocks: readonly { readonly block_id?: string }[] }): boolean =>
  fieldBlockIds(form).join() === fieldBlockIds(view).join();
