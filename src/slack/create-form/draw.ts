import type { ModalView } from '@slack/types';
import { withDeadline } from '../../core/base/deadline.ts';
import { rulesOf } from '../../core/policy/policy.ts';
import type { PriceOrder } from '../../core/spec/quote.ts';
import type { FormPlan } from '../../usecases/spec/plan-form.ts';
import { presetNow } from '../../usecases/spec/presets-now.ts';
import type { RequestContext } from '../kit/context.ts';
import { formApprovalOf } from './approval-preview.ts';
import { costOf, type FormCost } from './cost.ts';
import { type Banner, createForm, failedForm, withOptions } from './form.ts';
import { layoutOf } from './layout.ts';
import { type FormMeta, fitsMeta } from './view-state.ts';

/** The view of a window. For the form itself, also how to draw it again with another price and the channel's access. */
export interface Drawing {
  readonly view: ModalView;
  readonly priced: {
    readonly order: PriceOrder | null;
    readonly channel: string;
    draw(cost: FormCost): ModalView;
  } | null;
}

/** The form with the price that is known at this moment. */
export function drawForm(context: RequestContext, plan: FormPlan, meta: FormMeta, banner: Banner | null): Drawing {
  const base = meta.preset === undefined ? null : presetNow(context, meta.preset);
  const layout = layoutOf([...rulesOf(context).presets.keys()], base, plan, meta);
  const draw = (cost: FormCost): ModalView =>
    createForm(
      {
        ...{ plan, cost, meta, banner, layout },
        access: context.channels.peek(meta.channel),
        approval: formApprovalOf(context, plan, cost),
      },
      context.text,
    );
  if (!fitsMeta(withOptions(meta, plan, layout)))
    return drawNote(failedForm(meta, context.text.modal.tooMuch, context.text));
  return { view: draw(costOf(context.quotes, plan.order)), priced: { order: plan.order, channel: meta.channel, draw } };
}

/** A window without fields. */
export const drawNote = (view: ModalView): Drawing => ({ view, priced: null });

/** An answer that comes this soon is waited for; otherwise the form first says that it is on its way. */
const SOON_MS = 600;
/** The calls have their client's timeouts; this bounds everything else. */
const LATE_MS = 30_000;

/**
 * Updates the form at most twice: with the price, the balance and the place of the card, or why they are unknown.
 *
 * @param isWanted whether the form is still as it was drawn
 */
export async function followCost(
  { quotes, clock, channels }: RequestContext,
  { priced }: Drawing,
  show: (view: ModalView) => Promise<void>,
  isWanted: () => boolean,
): Promise<void> {
  if (priced === null) return;
  const { order, channel, draw } = priced;
  const asked = Promise.all([
    order === null ? null : quotes.price.load(order),
    quotes.balance.load(),
    channels.learn(channel),
  ]);
  for (const ms of [SOON_MS, LATE_MS]) {
    const answer = await withDeadline(clock, ms, asked);
    if (!isWanted()) return;
    if (answer !== 'late') return show(draw({ order, price: answer[0] ?? 'asking', balance: answer[1] }));
    await show(draw(costOf(quotes, order, ms === LATE_MS ? 'late' : 'asking')));
  }
}
