import type { ModalView } from '@slack/types';
import { pause } from '../../core/base/clock.ts';
import { withDeadline } from '../../core/base/deadline.ts';
import { isOptionField, optionsIn } from '../../core/option/option-fields.ts';
import { parseLogin } from '../../core/option/option-words.ts';
import type { Asker } from '../../core/policy/grants.ts';
import type { Draft, Field } from '../../core/spec/spec.ts';
import { withDefaults } from '../../core/spec/spec-defaults.ts';
import { loadLists, loadRest } from '../../usecases/spec/load-lists.ts';
import { askerOf, planAllowed } from '../../usecases/spec/plan-allowed.ts';
import { type FormPlan, withNumbersOf } from '../../usecases/spec/plan-form.ts';
import type { ActionArgs } from '../kit/bolt-args.ts';
import type { RequestContext } from '../kit/context.ts';
import { SECRET_NOTE } from '../kit/ids.ts';
import { tellOld } from '../kit/tell-old.ts';
import { updateView } from '../kit/update-view.ts';
import { type Drawing, drawForm, followCost } from './draw.ts';
import { failedForm, fieldBlockIds, loadingForm } from './form.ts';
import { REDRAWN_BY } from './inputs.ts';
import { fillForm, isFullPlan, listsTrouble } from './open.ts';
import { replaceView } from './replace-view.ts';
import { type Drawn, draftIn, readMeta } from './view-state.ts';

/** How long to wait for lists that missed the first answer to a change, while the form does without them. */
const LATE_MS = 25_000;

/** The price is asked for once a typed value is complete. */
const TYPING_MS = 400;

/** A field changed on which others or the price depend: draws the form again, and keeps what still fits. */
export const onFormChange =
  (context: RequestContext) =>
  async (args: ActionArgs): Promise<void> => {
    const { action, body, client } = args;
    const { view } = body;
    const meta = view && readMeta(view.private_metadata);
    if (!view || !meta) return tellOld(context, args);
    const turn = context.viewRevisions.take(view.id);
    const typed = draftIn(view);
    const asker = askerOf(context, body.user.id, meta.channel);
    const show = (form: ModalView) => replaceView(context, client, view, turn, form);
    if (REDRAWN_BY.get(action.action_id) === 'typed') await pause(context.clock, TYPING_MS);
    if (!turn.isLatest()) return;

    const planned = (): FormPlan => quietPlan(context, typed, asker, action.action_id);
    const first = planned();
    if (first.lists.zones === null) await show(drawForm(context, first, meta, null).view);
    // Only the zones are needed now; fields with slow lists are drawn when the lists have come.
    const { region = '', zone = '', type = '', charge = '' } = typed;
    const loaded = await loadLists(context, asker, { region, zone, charge }, { region, zone, type, charge });
    if (!turn.isLatest()) return;
    if (!loaded.ok) {
      await show(failedForm({ ...meta, draft: typed }, listsTrouble(context, loaded.error), context.text));
      return;
    }
    const plan = planned();
    let current = drawForm(context, plan, meta, null);
    // A price that comes at once needs no note that it is on its way, unless something else is to be shown.
    if (first.lists.zones === null || !sameFields(current.view, view)) await show(current.view);
    const follow = (drawing: Drawing) =>
      followCost(context, drawing, show, () => turn.isLatest() && current === drawing);
    const withLateLists = async (): Promise<void> => {
      if (isFullPlan(plan)) return;
      await withDeadline(context.clock, LATE_MS, loadRest(context, asker, plan, typed));
      const late = drawForm(context, planned(), meta, null);
      if (!turn.isLatest() || (sameFields(late.view, current.view) && samePrice(late, current))) return;
      current = late;
      await show(late.view);
      await follow(late);
    };
    await Promise.all([follow(current), withLateLists()]);
  };

/** The button of a form that could not be shown: tries again with the typed values. */
export const onRetry =
  (context: RequestContext) =>
  async (args: ActionArgs): Promise<void> => {
    const { body, client } = args;
    const { view } = body;
    const meta = view && readMeta(view.private_metadata);
    if (!view || !meta) return tellOld(context, args);
    const turn = context.viewRevisions.take(view.id);
    const ref = { viewId: view.id };
    const { draft = {} } = meta;
    await updateView(context, client, ref, loadingForm(meta, context.text));
    await fillForm(context, client, { ref, turn }, meta, askerOf(context, body.user.id, meta.channel), draft, []);
  };

/** The login depends on these: a key pair belongs to a region, and Windows takes none. */
const LOGIN_FOLLOWS: ReadonlySet<string> = new Set<Field>(['region', 'image']);

/** These fields are far from the way of paying, and not everybody knows that they depend on it. */
const BY_PAYMENT: ReadonlySet<Field> = new Set<Field>(['zone', 'type', 'disk']);

/**
 * The plan after a change. Values that do not fit any more are dropped silently, because the person has just caused that; so are
 * values that cannot be checked. A value that another way of paying rules out, and any option, is reported.
 */
function quietPlan(context: RequestContext, typed: Draft, asker: Asker, changed: string): FormPlan {
  const plan = planAllowed(context, typed, asker);
  const { lists } = plan;
  if (typed.login !== undefined && LOGIN_FOLLOWS.has(changed) && !fitsLogin(plan)) {
    const { login: _login, ...rest } = typed;
    return quietPlan(context, rest, asker, changed);
  }
  if (typed.network !== undefined && plan.problems.some(({ field }) => field === 'network')) {
    const { network: _network, ...rest } = typed;
    return quietPlan(context, rest, asker, changed);
  }
  const problems = plan.problems.filter(
    ({ field }) => isOptionField(field) || (changed === 'charge' && BY_PAYMENT.has(field)),
  );
  const unknown: Partial<Record<Field, boolean>> = {
    type: lists.types === null,
    image: lists.images === null,
    vswitch: lists.vSwitches === null,
    group: lists.groups === null,
  };
  const kept = Object.entries(plan.draft).filter(([field]) => !unknown[field as Field]);
  // Most options have no field where a person would see that one is gone: they stay, and the submission judges them.
  const draft = withDefaults({ ...Object.fromEntries(kept), ...optionsIn(typed) }, lists, plan.charges);
  return withNumbersOf({ ...plan, draft, problems }, typed);
}

/** A key pair fits once it is known that the region has it. */
const fitsLogin = ({ draft, lists, problems }: FormPlan): boolean =>
  !problems.some(({ field }) => field === 'login') &&
  (lists.keys !== null || parseLogin(draft.login ?? '')?.kind !== 'keyPair');

/** A form whose lists are incomplete holds fewer of the picked values, and so may have another price. */
const samePrice = ({ priced: one }: Drawing, { priced: other }: Drawing): boolean =>
  JSON.stringify(one?.order) === JSON.stringify(other?.order);

const sameFields = (form: ModalView, view: Drawn): boolean =>
  fieldBlockIds(form).join() === fieldBlockIds(view).join() &&
  !view.blocks.some(({ block_id }) => block_id === SECRET_NOTE);
