import type { AllMiddlewareArgs, BlockAction, SlackActionMiddlewareArgs } from '@slack/bolt';
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
import type { RequestContext } from '../kit/context.ts';
import { SECRET_NOTE } from '../kit/ids.ts';
import { tellOld } from '../kit/tell-old.ts';
import { updateView } from '../kit/update-view.ts';
import { type Drawing, drawForm, followCost } from './draw.ts';
import { failedForm, fieldBlockIds, loadingForm } from './form.ts';
import { fillForm, isFullPlan, listsTrouble } from './open.ts';
import { replaceView } from './replace-view.ts';
import { draftIn, readMeta } from './view-state.ts';

type ActionArgs = SlackActionMiddlewareArgs<BlockAction> & AllMiddlewareArgs;

/** How long lists that came too late for the first answer to a change are waited for, while the form does without them. */
const LATE_MS = 25_000;

/** Slack tells every character; what is typed is priced when it is there. */
const TYPED: ReadonlySet<string> = new Set<Field>(['size', 'disks', 'bandwidth', 'amount', 'lease']);
const TYPING_MS = 400;

/** A field changed on which others or the price depend: they are drawn again, and what still fits is kept. */
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
    if (TYPED.has(action.action_id)) await pause(context.clock, TYPING_MS);
    if (!turn.isLatest()) return;

    const planned = (): FormPlan => quietPlan(context, typed, asker, action.action_id);
    const first = planned();
    if (first.lists.zones === null) await show(drawForm(context, first, meta, null).view);
    // Only the zones are needed: choices whose lists are slow are drawn when those have come.
    const { region = '', zone = '', type = '', charge = '' } = typed;
    const loaded = await loadLists(context, asker, { region, zone, charge }, { region, zone, type, charge });
    if (!turn.isLatest()) return;
    if (!loaded.ok) {
      await show(failedForm({ ...meta, draft: typed }, listsTrouble(context, loaded.error), context.text));
      return;
    }
    const plan = planned();
    let current = drawForm(context, plan, meta, null);
    // A price that comes at once needs no note that it is being asked for, unless there is something else to show.
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

/** The button of a form that could not be shown: once more, with what was typed. */
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

/** On which it depends what one can log in with: a key pair belongs to a region, and Windows takes none. */
const LOGIN_FOLLOWS: ReadonlySet<string> = new Set<Field>(['region', 'image']);

/** Far from where the way of paying is picked, and not every person knows that they depend on it. */
const BY_PAYMENT: ReadonlySet<Field> = new Set<Field>(['zone', 'type', 'disk']);

/**
 * The plan after a change: what does not fit any more is dropped silently, because the person has just chosen that;
 * so is what cannot be known to fit. What cannot be had for another way of paying, and any option, is reported.
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
  // Most options have no field in which somebody would see that one went: they stay, and the submission judges them.
  const draft = withDefaults({ ...Object.fromEntries(kept), ...optionsIn(typed) }, lists, plan.charges);
  return withNumbersOf({ ...plan, draft, problems }, typed);
}

/** A key pair fits as soon as it is known that the region has it. */
const fitsLogin = ({ draft, lists, problems }: FormPlan): boolean =>
  !problems.some(({ field }) => field === 'login') &&
  (lists.keys !== null || parseLogin(draft.login ?? '')?.kind !== 'keyPair');

/** One that is not known to be whole holds less of what was picked, and so may cost something else. */
const samePrice = ({ priced: one }: Drawing, { priced: other }: Drawing): boolean =>
  JSON.stringify(one?.order) === JSON.stringify(other?.order);

const sameFields = (form: ModalView, view: { readonly blocks: readonly { readonly block_id?: string }[] }): boolean =>
  fieldBlockIds(form).join() === fieldBlockIds(view).join() &&
  !view.blocks.some(({ block_id }) => block_id === SECRET_NOTE);
