import type { Failure } from '../../core/failure/failure.ts';
import { stands } from '../../core/freeze.ts';
import type { AuditEvent } from '../../core/request/event.ts';
import { FREEZE_SCOPE } from '../../core/request/event.ts';
import { LISTED_MAX, type Stray, SWEEP_SCOPE } from '../../core/request/notice.ts';
import type { AccountMemory } from '../../ecs/account-memory.ts';
import { lostIn } from '../drift/lost-rows.ts';
import { adminsOf, regionsInUse } from '../drift/people.ts';
import type { GuardPorts } from '../drift/round.ts';

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

const TRIES = 5;
const RETRY_MS = 30_000;
/** So often whether events are gone is asked, whether or not anything is bought. */
const ASK_MS = 60_000;
/** A region in which the bot has nothing may be closed to it. */
const TRIES_ELSEWHERE = 5;

/**
 * Finds out that the store has gone back in time, by a failover or a restored backup: events that this process has written or seen are
 * gone, or the account holds what only this store can have made, and it does not know. Then purchases are frozen, once, until an admin lifts that.
 * Each region is looked through once per start and account, at the start those in use first: the store may not know any more where it has
 * bought. One that could not be is looked through before the first purchase in it.
 */
export function makePurchaseGuard(ports: GuardPorts & { readonly memory: AccountMemory }): PurchaseGuard {
  const { store, clock, log, memory } = ports;
  const looked = memory.of(() => new Map<string, Promise<'clear' | 'frozen' | Failure>>());
  let stopped = false;
  let cancelLook = (): void => {};
  let cancelAsking = (): void => {};
  let looking: Promise<void>;
  let learning: Promise<boolean> | null = null;

  /** Looked through once; what failed is looked through again by the next who asks. */
  function look(region: string): Promise<'clear' | 'frozen' | Failure> {
    const regions = looked();
    const known = regions.get(region);
    if (known !== undefined) return known;
    const found = lookThrough(region);
    regions.set(region, found);
    const forget = (): void => {
      if (regions.get(region) === found) regions.delete(region);
    };
    found.then((what) => {
      if (what !== 'clear') forget();
    }, forget);
    return found;
  }

  async function lookThrough(region: string): Promise<'clear' | 'frozen' | Failure> {
    const lost = await lostIn(ports, region);
    if (!('strays' in lost)) return lost;
    if (lost.strays.length === 0) return 'clear';
    return (await freeze(ports, lost.strays)) ? 'frozen' : 'clear';
  }

  async function lookInUse(): Promise<boolean> {
    const found = await Promise.all((await regionsInUse(ports)).map(look));
    return found.every(isKnown);
  }

  /** One after the other: nothing waits for them. */
  async function lookElsewhere(): Promise<boolean> {
    const all = await ports.ecs.regions();
    let isDone = all.ok;
    for (const { id } of all.ok ? all.value : []) if (!stopped) isDone = isKnown(await look(id)) && isDone;
    return isDone;
  }

  async function lookAtAll(triesElsewhere = 1): Promise<void> {
    const inUse = await lookInUse().catch(() => false);
    if (stopped) return;
    const isDone = inUse && (await lookElsewhere().catch(() => false));
    if (stopped || isDone || (inUse && triesElsewhere === TRIES_ELSEWHERE)) return;
    cancelLook = clock.after(RETRY_MS, () => begin(triesElsewhere + (inUse ? 1 : 0)));
  }

  function begin(triesElsewhere = 1): void {
    if (stopped) return;
    cancelLook();
    looking = lookAtAll(triesElsewhere);
  }

  /** False when it has just turned out that the store has gone back; those who ask at once find it out together. */
  function isWhole(): Promise<boolean> {
    learning ??= learn().finally(() => {
      learning = null;
    });
    return learning;
  }

  async function learn(): Promise<boolean> {
    if (await store.ground.isWhole()) return true;
    log.error({}, 'the store has gone back in time: events that were written are gone');
    looked().clear();
    await freeze(ports, []);
    await store.ground.acceptLoss();
    begin();
    return false;
  }

  function askLater(): void {
    cancelAsking = clock.after(ASK_MS, () => {
      void isWhole()
        .catch(() => true)
        .then(() => (stopped ? undefined : askLater()));
    });
  }

  looking = lookAtAll();
  askLater();
  return {
    async check(region) {
      if (!(await isWhole())) return 'frozen';
      for (;;) {
        const asked = looked();
        const found = await look(region);
        // What was seen in another account says nothing of this one.
        if (looked() === asked) return found;
      }
    },
    async stop() {
      stopped = true;
      cancelAsking();
      cancelLook();
      await learning?.catch(() => true);
      await looking;
    },
  };
}

const isKnown = (found: 'clear' | 'frozen' | Failure): boolean => typeof found === 'string';

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
