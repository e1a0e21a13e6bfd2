import { type Freeze, type FreezeOrder, type NewFreeze, stands } from '../../core/freeze.ts';
import { FREEZE_SCOPE } from '../../core/request/event.ts';
import { AlreadyTaken, type Change, StoreUnavailable } from '../../store/store.ts';
import { type Answer, ephemeral } from '../kit/answer.ts';
import type { RequestContext } from '../kit/context.ts';
import { fasterMessage, frozenByBotMessage, frozenMessage, liftedMessage } from './blocks.ts';

/** What came of it: told to the whole channel when something has changed, else to the admin alone. */
export interface Told {
  readonly to: 'channel' | 'caller';
  readonly answer: Answer;
}

/**
 * Freezes in one commit. The freeze that stands is replaced, and named in the answer. What Slack delivers once more freezes once: the
 * channel has read it, and a second announcement would look like a second freeze.
 *
 * @param origin names the command as Slack delivered it, the same each time: its trigger id
 */
export function setFreeze(
  context: RequestContext,
  user: string,
  { reason, forMs }: FreezeOrder,
  origin: string,
): Promise<Told> {
  return whileStoreAnswers(context, async () => {
    if (await isTaken(context, origin)) return taken(context);
    const was = await context.store.freeze();
    const at = context.clock.now();
    const next: NewFreeze = { reason, by: user, at, until: forMs === null ? null : at + forMs };
    const replaced = stands(was, at) ? was : null;
    // It would end by the clock, or by what its admin knows of it.
    if (replaced?.cause !== undefined) return { to: 'caller', answer: frozenByBotMessage(replaced, context.text) };
    const data = { reason, until: next.until, replaces: replaced, origin };
    const event = { at, kind: 'freeze.set', actor: user, requestId: FREEZE_SCOPE, instanceId: null, data } as const;
    if (!(await write(context, { freeze: { was, next }, events: [event], at })))
      return (await isTaken(context, origin)) ? taken(context) : faster(context);
    context.log.warn({ user, until: next.until }, 'frozen: nothing is created or started');
    return { to: 'channel', answer: frozenMessage(next, replaced, context.localizer.channelText()) };
  });
}

export function liftFreeze(context: RequestContext, user: string): Promise<Told> {
  return whileStoreAnswers(context, async () => {
    const was = await context.store.freeze();
    const at = context.clock.now();
    if (!stands(was, at)) return { to: 'caller', answer: ephemeral(context.text.freeze.notFrozen) };
    const data = { lifted: was };
    const event = { at, kind: 'freeze.lifted', actor: user, requestId: FREEZE_SCOPE, instanceId: null, data } as const;
    if (!(await write(context, { freeze: { was, next: null }, events: [event], at }))) return faster(context);
    context.log.warn({ user }, 'the freeze was lifted');
    return { to: 'channel', answer: liftedMessage(user, was, context.localizer.channelText()) };
  });
}

/** The freeze in force; null also when it cannot be read. Only for showing. */
export async function freezeToTell({ store, clock }: RequestContext): Promise<Freeze | null> {
  const freeze = await store.freeze().catch(() => null);
  return stands(freeze, clock.now()) ? freeze : null;
}

/** Slack repeats a delivery within minutes, in which far fewer freezes are set and lifted. */
const NEWEST_ASKED = 100;

async function isTaken({ store }: RequestContext, origin: string): Promise<boolean> {
  const newest = await store.newestEventsOf(FREEZE_SCOPE, NEWEST_ASKED);
  return newest.some(({ kind, data }) => kind === 'freeze.set' && data.origin === origin);
}

/** To the admin alone: had the bot died before it could announce it, they would know from this that it stands. */
async function taken({ store, clock, text }: RequestContext): Promise<Told> {
  const now = await store.freeze();
  const answer = stands(now, clock.now()) ? frozenMessage(now, null, text) : ephemeral(text.freeze.notFrozen);
  return { to: 'caller', answer };
}

async function write({ store }: RequestContext, change: Change): Promise<boolean> {
  try {
    return (await store.commit(change)).ok;
  } catch (error) {
    if (error instanceof AlreadyTaken) return false;
    throw error;
  }
}

async function faster(context: RequestContext): Promise<Told> {
  const now = await context.store.freeze();
  return { to: 'caller', answer: fasterMessage(stands(now, context.clock.now()) ? now : null, context.text) };
}

async function whileStoreAnswers(context: RequestContext, run: () => Promise<Told>): Promise<Told> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
    context.log.error({}, 'a freeze could not be written down: the store is unavailable');
    return { to: 'caller', answer: ephemeral(context.text.freeze.storeDown) };
  }
}
