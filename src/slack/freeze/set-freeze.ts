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
  room: RequestContext,
  user: string,
  { reason, forMs }: FreezeOrder,
  origin: string,
): Promise<Told> {
  return whileStoreAnswers(room, async () => {
    if (await isTaken(room, origin)) return taken(room);
    const was = await room.store.freeze();
    const at = room.clock.now();
    const next: NewFreeze = { reason, by: user, at, until: forMs === null ? null : at + forMs };
    const replaced = stands(was, at) ? was : null;
    // It would end by the clock, or by what its admin knows of it.
    if (replaced?.cause !== undefined) return { to: 'caller', answer: frozenByBotMessage(replaced, room.text) };
    const data = { reason, until: next.until, replaces: replaced, origin };
    const event = { at, kind: 'freeze.set', actor: user, requestId: FREEZE_SCOPE, instanceId: null, data } as const;
    if (!(await write(room, { freeze: { was, next }, events: [event], at })))
      return (await isTaken(room, origin)) ? taken(room) : faster(room);
    room.log.warn({ user, until: next.until }, 'frozen: nothing is created or started');
    return { to: 'channel', answer: frozenMessage(next, replaced, room.localizer.channelText()) };
  });
}

export function liftFreeze(room: RequestContext, user: string): Promise<Told> {
  return whileStoreAnswers(room, async () => {
    const was = await room.store.freeze();
    const at = room.clock.now();
    if (!stands(was, at)) return { to: 'caller', answer: ephemeral(room.text.freeze.notFrozen) };
    const data = { lifted: was };
    const event = { at, kind: 'freeze.lifted', actor: user, requestId: FREEZE_SCOPE, instanceId: null, data } as const;
    if (!(await write(room, { freeze: { was, next: null }, events: [event], at }))) return faster(room);
    room.log.warn({ user }, 'the freeze was lifted');
    return { to: 'channel', answer: liftedMessage(user, was, room.localizer.channelText()) };
  });
}

/** The freeze that stands now; null also when it cannot be read: for what is only told. */
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

async function faster(room: RequestContext): Promise<Told> {
  const now = await room.store.freeze();
  return { to: 'caller', answer: fasterMessage(stands(now, room.clock.now()) ? now : null, room.text) };
}

async function whileStoreAnswers(room: RequestContext, run: () => Promise<Told>): Promise<Told> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
    room.log.error({}, 'a freeze could not be written down: the store is unavailable');
    return { to: 'caller', answer: ephemeral(room.text.freeze.storeDown) };
  }
}
