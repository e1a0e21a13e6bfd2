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

/** What a window shows and, for the form itself, how to show it with another price and what is known of its channel by then. */
export interface Drawing {
  readonly view: ModalView;
  readonly priced: {
    readonly order: PriceOrder | null;
    readonly channel: string;
    draw(cost: FormCost): ModalView;
  } | null;
}

/** The form with what is known of its price at this moment. */
export function drawForm(context: RequestContext, plan: FormPlan, meta: FormMeta, banner: Banner | null): Drawing {
  const base = meta.preset === undefined ? null : presetNow(context, meta.preset);
  const layout = layoutOf([...rulesOf(context).presets.keys()], base, plan, meta);
  const draw = (cost: FormCost): ModalView =>
    createForm(
      plan,
      cost,
      meta,
      banner,
      context.text,
      context.channels.peek(meta.channel),
      formApprovalOf(context, plan, cost),
      layout,
    );
  if (!fitsMeta(withOptions(meta, plan, layout)))
    return drawNote(failedForm(meta, context.text.modal.tooMuch, context.text));
  return { view: draw(costOf(context.quotes, plan.order)), priced: { order: plan.order, channel: meta.channel, draw } };
}

/** A window in which there is nothing to fill in. */
export const drawNote = (view: ModalView): Drawing => ({ view, priced: null });

/** An answer that comes so soon is waited for; otherwise the form first says that it is being asked for. */
const SOON_MS = 600;
/** The calls are bounded by their client's timeouts; this is for whatever is not. */
const LATE_MS = 30_000;

/**
 * Shows the price, the balance and where the card will be posted in a form as soon as they are known, or why they are not: at most
 * two updates.
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
