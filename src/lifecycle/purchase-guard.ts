import type { AuditEvent } from '../core/event.ts';
import { FREEZE_SCOPE } from '../core/event.ts';
import type { Failure } from '../core/failure.ts';
import { stands } from '../core/freeze.ts';
import { LISTED_MAX, type Stray, SWEEP_SCOPE } from '../core/notice.ts';
import type { AccountMemory } from '../ecs/account-memory.ts';
import { lostIn } from './lost-rows.ts';
import { adminsOf, regionsInUse } from './sweep-people.ts';
import type { SweepPorts } from './sweep-round.ts';

/** Asked right before each purchase. */
export interface PurchaseGuard {
  /**
   * Whether the store can be trusted to know what was bought before: `clear`, or `frozen` just now because it cannot. A failure where
   * that is not known yet: nothing is bought meanwhile.
   *
   * @throws StoreUnavailable
   */
  check(region: string): Promise<'clear' | 'frozen' | Failure>;
  stop(): Promise<void>;
}

type GuardPorts = Omit<SweepPorts, 'everyMs' | 'graceMs'>;

const TRIES = 5;
const RETRY_MS = 30_000;

/**
 * Finds out that the store has gone back in time, by a failover or a restored backup: events that this process has written are gone, or
 * the account holds what only this store can have made, and it does not know. Then purchases are frozen, once, until an admin lifts that.
 * Each region is looked through once per start and account: those in use at once, any other before the first purchase in it.
 */
export function makePurchaseGuard(ports: GuardPorts & { readonly memory: AccountMemory }): PurchaseGuard {
  const { store, clock, log, memory } = ports;
  const looked = memory.of(() => new Map<string, Promise<'clear' | 'frozen' | Failure>>());
  let stopped = false;
  let cancel = (): void => {};

  /** Looked through once; what failed is looked through again by the next who asks. */
  function look(region: string): Promise<'clear' | 'frozen' | Failure> {
    const regions = looked();
    const known = regions.get(region);
    if (known !== undefined) return known;
    const looking = lookThrough(region);
    regions.set(region, looking);
    const forget = (): void => {
      if (regions.get(region) === looking) regions.delete(region);
    };
    looking.then((found) => {
      if (found !== 'clear') forget();
    }, forget);
    return looking;
  }

  async function lookThrough(region: string): Promise<'clear' | 'frozen' | Failure> {
    const lost = await lostIn(ports, region);
    if (!('strays' in lost)) return lost;
    if (lost.strays.length === 0) return 'clear';
    return (await freeze(ports, lost.strays)) ? 'frozen' : 'clear';
  }

  async function lookAtAll(): Promise<void> {
    const found = await regionsInUse(ports)
      .then((regions) => Promise.all(regions.map(look)))
      .catch(() => null);
    const isDone = found?.every((one) => typeof one === 'string') === true;
    if (!isDone && !stopped) cancel = clock.after(RETRY_MS, () => void lookAtAll());
  }

  const first = lookAtAll();
  return {
    async check(region) {
      if (!(await store.ground.isWhole())) {
        log.error({}, 'the store has gone back in time: events that were written are gone');
        looked().clear();
        await freeze(ports, []);
        await store.ground.acceptLoss();
        return 'frozen';
      }
      for (;;) {
        const asked = looked();
        const found = await look(region);
        // What was seen in another account says nothing of this one.
        if (looked() === asked) return found;
      }
    },
    async stop() {
      stopped = true;
      cancel();
      await first;
    },
  };
}

/** Freezes purchases and tells admins. False when an admin has lifted the freeze for all of these before. */
async function freeze(ports: GuardPorts, lost: readonly Stray[]): Promise<boolean> {
  const { store, clock, log } = ports;
  for (let tries = 0; tries < TRIES; tries++) {
    const told = await store.marks.among(lost.map(markOf));
    const news = lost.filter((one) => !told.has(markOf(one)));
    if (lost.length > 0 && news.length === 0) return false;
    const was = await store.freeze();
    const at = clock.now();
    const standing = stands(was, at) ? was : null;
    const isFrozen = standing?.cause !== undefined;
    if (isFrozen && lost.length === 0) return true;
    const next = {
      cause: 'storeBehind',
      reason: 'the store has gone back in time',
      by: 'bot',
      at,
      until: null,
    } as const;
    const data = { ...next, replaces: standing, cloudIds: news.map(({ cloudId }) => cloudId) };
    const event: AuditEvent = { at, kind: 'freeze.set', actor: 'bot', requestId: FREEZE_SCOPE, instanceId: null, data };
    const readers = await adminsOf(ports).catch(() => []);
    const notice = { about: 'behind', at, strays: news.slice(0, LISTED_MAX), total: news.length } as const;
    const committed = await store.commit({
      ...(isFrozen ? {} : { freeze: { was, next } }),
      events: [event],
      marks: { set: news.map(markOf) },
      messages: readers.map((to) => ({ kind: 'notice', requestId: SWEEP_SCOPE, to, notice })),
      at,
    });
    if (!committed.ok) continue;
    const cloudIds = notice.strays.map(({ cloudId }) => cloudId);
    log.error({ cloudIds, total: news.length }, BEHIND_SENTENCE);
    if (readers.length === 0) log.warn({}, 'there is no admin who could be told, and lift it: set ADMIN_USERS');
    return true;
  }
  throw new Error('others were faster time and again');
}

/** For the log, `/readyz` and the doctor of the operator. */
export const BEHIND_SENTENCE =
  'Purchases are frozen: the store has gone back in time (a failover or a restored backup), so what was bought before may not be known. ' +
  'Compare /ecs list all tag:ecs-chatops:request with /ecs list, take over or release what is unknown, then lift it with /ecs unfreeze.';

const markOf = ({ cloudId }: Pick<Stray, 'cloudId'>): string => `lost:${cloudId}`;
