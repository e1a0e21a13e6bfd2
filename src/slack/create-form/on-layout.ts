import type { AllMiddlewareArgs, BlockAction, SlackActionMiddlewareArgs } from '@slack/bolt';
import { rulesOf } from '../../core/policy/policy.ts';
import type { Draft, Field } from '../../core/spec/spec.ts';
import { withRegion } from '../../core/spec/zone.ts';
import { askerOf } from '../../usecases/spec/plan-allowed.ts';
import type { RequestContext } from '../kit/context.ts';
import { tellOld } from '../kit/tell-old.ts';
import { DETAILS, PRESET } from './layout.ts';
import { fillForm } from './open.ts';
import { draftIn, type FormMeta, readMeta } from './view-state.ts';

/** What stays when somebody starts from a preset, unless the preset says it: the rest of the form was about something else. */
const KEPT: readonly Field[] = ['name', 'amount', 'purpose', 'login', 'tags', 'charge', 'period', 'renew', 'maxprice'];

/** Another preset was picked, or more of the form is wanted: it is drawn again with what it holds. */
export const onLayout =
  (context: RequestContext) =>
  async (args: SlackActionMiddlewareArgs<BlockAction> & AllMiddlewareArgs): Promise<void> => {
    const { action, body, client } = args;
    const { view } = body;
    const meta = view && readMeta(view.private_metadata);
    if (!view || !meta) return tellOld(context, args);
    const turn = context.viewRevisions.take(view.id);
    const { channel, preset } = meta;
    const typed = draftIn(view);
    const asker = askerOf(context, body.user.id, channel);
    const show = (next: FormMeta, draft: Draft) =>
      fillForm(context, client, { ref: { viewId: view.id }, turn }, next, asker, draft, []);
    if (action.action_id !== PRESET)
      return show(
        { channel, ...(preset && { preset }), shows: action.action_id === DETAILS ? 'whole' : 'more' },
        typed,
      );
    const name = view.state.values[PRESET]?.[PRESET]?.selected_option?.value ?? '';
    const base = rulesOf(context).presets.get(name);
    if (base === undefined) return show({ channel }, typed);
    const own = Object.fromEntries(Object.entries(typed).filter(([field]) => KEPT.some((one) => one === field)));
    return show({ channel, preset: name }, { ...own, ...withRegion(base) });
  };
