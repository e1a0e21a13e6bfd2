import type { Clock } from '../../core/base/clock.ts';
import type { Log } from '../../core/base/log.ts';
import { afterLifting, type Freeze, type FreezeOrder, isInForce, type NewFreeze } from '../../core/freeze.ts';
import { FREEZE_SCOPE } from '../../core/request/event.ts';
import { AlreadyTaken, type Change, type Store } from '../../store/store.ts';
import { unlessStoreDown } from '../../store/unless-store-down.ts';

export interface FreezeDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
}

/** The outcome of a wish to set or lift a freeze. */
export type FreezeChanged =
  | { readonly kind: 'frozen'; readonly freeze: NewFreeze; readonly replaced: Freeze | null }
  /** `restored`: an admin's freeze from before the bot's own, now in force again. */
  | { readonly kind: 'lifted'; readonly freeze: Freeze; readonly restored: NewFreeze | null }
  | { readonly kind: 'notFrozen' }
  /** It came back into force when the bot's own freeze was lifted. To lift it too, an admin must name its number. */
  | { readonly kind: 'restoredBefore'; readonly freeze: Freeze }
  /** Refused: the bot's own freeze is in force, and another freeze would end by the clock, or when its admin says so. */
  | { readonly kind: 'frozenByBot'; readonly freeze: Freeze }
  /** A payload that was retried; `now` is the present freeze. */
  | { readonly kind: 'takenBefore'; readonly now: Freeze | null }
  /** Another admin was faster. */
  | { readonly kind: 'faster'; readonly now: Freeze | null }
  | { readonly kind: 'storeDown' };

/**
 * Sets a freeze in one commit. It replaces the freeze in force, which the outcome names. A retried payload sets nothing: the
 * channel has read the announcement, and a second one would look like a second freeze.
 *
 * @param origin names the payload, the same at every retry
 */
export function setFreeze(
  deps: FreezeDeps,
  user: string,
  { reason, forMs }: FreezeOrder,
  origin: string,
): Promise<FreezeChanged> {
  return whileStoreAnswers(deps, async () => {
    if (await isTaken(deps, origin)) return takenBefore(deps);
    const was = await deps.store.freeze();
    const at = deps.clock.now();
    const next: NewFreeze = { reason, by: user, at, until: forMs === null ? null : at + forMs };
    const replaced = isInForce(was, at) ? was : null;
    if (replaced?.cause !== undefined) return { kind: 'frozenByBot', freeze: replaced };
    const data = { reason, until: next.until, replaces: replaced, origin };
    const event = { at, kind: 'freeze.set', actor: user, requestId: FREEZE_SCOPE, instanceId: null, data } as const;
    if (!(await write(deps, { freeze: { was, next }, events: [event], at })))
      return (await isTaken(deps, origin)) ? takenBefore(deps) : faster(deps);
    deps.log.warn({ user, until: next.until }, 'frozen: nothing is created or started');
    return { kind: 'frozen', freeze: next, replaced };
  });
}

/**
 * Lifts the freeze in force. A freeze that came back when the bot's own was lifted needs its number: an admin who lifts "the
 * freeze" may still mean the bot's.
 *
 * @param version of the freeze that is meant; null for the one in force
 */
export function liftFreeze(deps: FreezeDeps, user: string, version: number | null = null): Promise<FreezeChanged> {
  return whileStoreAnswers(deps, async () => {
    const was = await deps.store.freeze();
    const at = deps.clock.now();
    if (!isInForce(was, at)) return { kind: 'notFrozen' };
    if (version !== null && was.version !== version) return { kind: 'faster', now: was };
    if (version === null && (await isRestored(deps))) return { kind: 'restoredBefore', freeze: was };
    const restored = afterLifting(was, at);
    const data = { lifted: was, ...(restored && { restored }) };
    const event = { at, kind: 'freeze.lifted', actor: user, requestId: FREEZE_SCOPE, instanceId: null, data } as const;
    if (!(await write(deps, { freeze: { was, next: restored }, events: [event], at }))) return faster(deps);
    deps.log.warn({ user }, 'the freeze was lifted');
    return { kind: 'lifted', freeze: was, restored };
  });
}

/** The freeze in force, only for showing; null also when it cannot be read. */
export async function freezeToTell({ store, clock }: Pick<FreezeDeps, 'store' | 'clock'>): Promise<Freeze | null> {
  const freeze = await store.freeze().catch(() => null);
  return isInForce(freeze, clock.now()) ? freeze : null;
}

/** Whether the freeze in force came back when another one was lifted. */
async function isRestored({ store }: FreezeDeps): Promise<boolean> {
  const [last] = await store.newestEventsOf(FREEZE_SCOPE, 1);
  return last?.data.restored !== undefined;
}

/** Slack retries within minutes; far fewer freezes are set and lifted in that time. */
const NEWEST_ASKED = 100;

async function isTaken({ store }: FreezeDeps, origin: string): Promise<boolean> {
  const newest = await store.newestEventsOf(FREEZE_SCOPE, NEWEST_ASKED);
  return newest.some(({ data }) => data.origin === origin);
}

async function takenBefore(deps: FreezeDeps): Promise<FreezeChanged> {
  return { kind: 'takenBefore', now: await inForce(deps) };
}

async function faster(deps: FreezeDeps): Promise<FreezeChanged> {
  return { kind: 'faster', now: await inForce(deps) };
}

async function inForce({ store, clock }: FreezeDeps): Promise<Freeze | null> {
  const now = await store.freeze();
  return isInForce(now, clock.now()) ? now : null;
}

async function write({ store }: FreezeDeps, change: Change): Promise<boolean> {
  try {
    return (await store.commit(change)).ok;
  } catch (error) {
    if (error instanceof AlreadyTaken) return false;
    throw error;
  }
}

const whileStoreAnswers = (deps: FreezeDeps, run: () => Promise<FreezeChanged>): Promise<FreezeChanged> =>
  unlessStoreDown<FreezeChanged, FreezeChanged>(run, () => {
    deps.log.error({}, 'a freeze could not be written down: the store is unavailable');
    return { kind: 'storeDown' };
  });
