import type { ArgumentProblem } from '../../core/spec/key-values.ts';
import type { Draft, Field } from '../../core/spec/spec.ts';
import { withRegion } from '../../core/spec/zone.ts';
import { askerOf } from '../../usecases/spec/plan-allowed.ts';
import { readPreset } from '../../usecases/spec/presets-now.ts';
import { pickedIn } from '../kit/blocks.ts';
import type { ActionArgs } from '../kit/bolt-args.ts';
import type { RequestContext } from '../kit/context.ts';
import { tellOld } from '../kit/tell-old.ts';
import { DETAILS, PRESET } from './layout.ts';
import { fillForm } from './open.ts';
import { draftIn, type FormMeta, presetIn, readMeta } from './view-state.ts';

/**
 * Values that stay when somebody starts from a preset, unless the preset sets them. The other values belonged to another order.
 */
const KEPT: readonly Field[] = [
  'name',
  'amount',
  'purpose',
  'login',
  'tags',
  'charge',
  'period',
  'renew',
  'renewperiod',
  'maxprice',
];

/** Another preset, or more of the form: draws it again with its values. */
export const onLayout =
  (context: RequestContext) =>
  async (args: ActionArgs): Promise<void> => {
    const { action, body, client } = args;
    const { view } = body;
    const meta = view && readMeta(view.private_metadata);
    if (!view || !meta) return tellOld(context, args);
    const turn = context.viewRevisions.take(view.id);
    const { channel } = meta;
    const typed = draftIn(view);
    const asker = askerOf(context, body.user.id, channel);
    const show = (next: FormMeta, draft: Draft, problems: readonly ArgumentProblem[] = []) =>
      fillForm(context, client, { ref: { viewId: view.id }, turn }, next, asker, draft, problems);
    if (action.action_id !== PRESET)
      return show({ channel, ...presetIn(meta), shows: action.action_id === DETAILS ? 'whole' : 'more' }, typed);
    const name = pickedIn(view.state.values, PRESET) ?? '';
    const preset = await readPreset(context, name);
    if (preset === null) return show({ channel }, typed);
    if (preset.is === 'troubled')
      return show({ channel }, typed, [{ problem: 'template', given: name, trouble: preset.trouble }]);
    const { draft, template } = preset;
    const own = Object.fromEntries(Object.entries(typed).filter(([field]) => KEPT.some((one) => one === field)));
    return show({ channel, preset: name, ...(template && { template }) }, { ...own, ...withRegion(draft) });
  };
