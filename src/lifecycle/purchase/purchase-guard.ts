import { CONFLICT, retryOnConflict } from '../../core/base/retry-on-conflict.ts';
import type { Failure } from '../../core/failure/failure.ts';
import { freezeBehind, isInForce } from '../../core/freeze.ts';
import { type AuditEvent, FREEZE_SCOPE } from '../../core/request/event.ts';
import { LISTED_MAX, type Orphan, SWEEP_SCOPE } from '../../core/request/notice.ts';
import type { AccountMemory } from '../../ecs/account-memory.ts';
import { lostIn } from '../drift/lost-rows.ts';
import { adminsOf, regionsInUse } from '../drift/people.ts';
import type { GuardPorts } from '../drift/round.ts';
import { newestRollbackHash } from './look-first.ts';

/** Asked right before each purchase. */
export interface PurchaseGuard {
  /**
   * Whether the store can be trusted to know all earlier purchases: `clear`, or `frozen` if it cannot and purchases were frozen
   * just now. A failure while that is unknown: then nothing is bought.
   *
   * @throws StoreUnavailable
   */
  check(region: string): Promise<'clear' | 'frozen' | Failure>;
  stop(): Promise<void>;
}

const RETRY_MS = 30_000;
const LONGEST_RETRY_MS = 3_600_000;
/** A failure that passes within a minute is not worth a line in the log. */
const TRIES_LOGGED = 2;
/** Stands for all regions when their list could not be read. */
const UNKNOWN: readonly string[] = ['unknown'];
/** How often to check whether events are gone, even if nothing is bought. */
const ASK_MS = 60_000;
/** A region without instances of the bot may be closed to it, so tries there end. */
const TRIES_ELSEWHERE = 5;

/**
 * Finds out that the store has gone back in time, by a failover or a restored backup: events that this process has written or
 * seen are gone, or the account holds instances that only this store can have made but does not know. Then it freezes purchases,
 * once, until an admin lifts the freeze. It looks through every region once per start and account, because the store may have
 * forgotten where it has bought; regions in use come first. A region that could not be read is looked through before the first
 * purchase in it.
 */
export function makePurchaseGuard(ports: GuardPorts & { readonly memory: AccountMemory }): PurchaseGuard {
  const { store, clock, log, memory } = ports;
  const looked = memory.of(() => new Map<string, Promise<'clear' | 'frozen' | Failure>>());
  let stopped = false;
  let cancelLook = (): void => {};
  let cancelAsking = (): void => {};
  let looking: Promise<void>;
  let learning: Promise<boolean> | null = null;
  /** The newest freeze for a lost store that was known when the store was last whole; undefined until it was read. */
  let told: string | null | undefined;

  /** Each region is looked through once; after a failure, or a freeze, the next caller looks again. */
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
    if (!('orphans' in lost)) return lost;
    if (lost.orphans.length === 0) return 'clear';
    return (await freeze(ports, lost.orphans)) ? 'frozen' : 'clear';
  }

  /** Resolves to the regions that could not be looked through; `UNKNOWN` if their list could not be read. */
  async function lookInUse(): Promise<readonly string[]> {
    const regions = await regionsInUse(ports);
    const found = await Promise.all(regions.map(look));
    return regions.filter((_, index) => !isKnown(found[index]));
  }

  /** One after the other, because nothing waits for them. */
  async function lookElsewhere(): Promise<readonly string[]> {
    const all = await ports.ecs.regions();
    if (!all.ok) return UNKNOWN;
    const failed: string[] = [];
    for (const { id } of all.value) if (!stopped && !isKnown(await look(id))) failed.push(id);
    return failed;
  }

  /** A region that is closed to the bot must not keep the others from being looked through. Its tries become ever rarer. */
  async function lookAtAll(tries = 1): Promise<void> {
    const inUse = await lookInUse().catch(() => UNKNOWN);
    if (stopped) return;
    const elsewhere = await lookElsewhere().catch(() => UNKNOWN);
    const failed = [...new Set([...inUse, ...elsewhere])];
    if (stopped || failed.length === 0) return;
    if (tries === TRIES_LOGGED)
      log.warn({ regions: failed }, 'these regions could not be looked through for what a lost store has bought');
    if (inUse.length === 0 && tries >= TRIES_ELSEWHERE) return;
    const waitMs = Math.min(RETRY_MS * 2 ** (Math.min(tries, 10) - 1), LONGEST_RETRY_MS);
    cancelLook = clock.after(waitMs, () => begin(tries + 1));
  }

  function begin(tries = 1): void {
    if (stopped) return;
    cancelLook();
    looking = lookAtAll(tries);
  }

  /** False when the store has just been found to have gone back in time; callers at the same time share one check. */
  function isWhole(): Promise<boolean> {
    learning ??= learn().finally(() => {
      learning = null;
    });
    return learning;
  }

  async function learn(): Promise<boolean> {
    if (await store.metadata.isWhole()) return true;
    log.error({}, 'the store has gone back in time: events that were written are gone');
    looked().clear();
    // Another replica may have found this before, and an admin may have lifted its freeze since.
    const newest = await newestRollbackHash(store);
    if (newest === null || told === undefined || newest === told) await freeze(ports, []);
    else log.warn({}, 'another replica has frozen purchases for it before, so this one does not freeze once more');
    await store.metadata.acceptLoss();
    told = await newestRollbackHash(store);
    begin();
    return false;
  }

  /** Only while the store is whole, so that the answer is older than any loss that is found later. */
  async function remember(whole: boolean): Promise<void> {
    if (whole) told = await newestRollbackHash(store);
  }

  function askLater(): void {
    cancelAsking = clock.after(ASK_MS, () => {
      void isWhole()
        .then(remember)
        .then(() => tellLater(ports))
        .catch(() => {})
        .then(() => (stopped ? undefined : askLater()));
    });
  }

  looking = lookAtAll();
  void isWhole()
    .then(remember)
    .catch(() => {});
  askLater();
  return {
    async check(region) {
      if (!(await isWhole())) return 'frozen';
      for (;;) {
        const asked = looked();
        const found = await look(region);
        // The account has changed: what was seen in the other one proves nothing here.
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

const isKnown = (found: 'clear' | 'frozen' | Failure | undefined): boolean => typeof found === 'string';

/**
 * Freezes purchases and tells admins. False when all of these instances were told before, so that an admin has lifted their
 * freeze.
 */
function freeze(ports: GuardPorts, lost: readonly Orphan[]): Promise<boolean> {
  const { store, clock, log } = ports;
  const attempt = async (): Promise<boolean | typeof CONFLICT> => {
    const told = await store.marks.among(lost.map(markOf));
    const news = lost.filter((one) => !told.has(markOf(one)));
    if (lost.length > 0 && news.length === 0) return false;
    const was = await store.freeze();
    const at = clock.now();
    const inForce = isInForce(was, at) ? was : null;
    const isFrozen = inForce?.cause !== undefined;
    if (isFrozen && lost.length === 0) return true;
    const next = freezeBehind(was, at);
    const data = { ...next, replaces: inForce, cloudIds: news.map(({ cloudId }) => cloudId) };
    const event: AuditEvent = { at, kind: 'freeze.set', actor: 'bot', requestId: FREEZE_SCOPE, instanceId: null, data };
    const readers = await adminsOf(ports).catch(() => []);
    const notice = { about: 'behind', at, orphans: news.slice(0, LISTED_MAX), total: news.length } as const;
    const isTold = readers.length > 0 ? [toldMark(inForce?.cause === undefined ? next : inForce)] : [];
    const committed = await store.commit({
      ...(isFrozen ? { underFreeze: was } : { freeze: { was, next } }),
      events: [event],
      marks: { clear: isTold, set: [...news.map(markOf), ...isTold] },
      messages: readers.map((to) => ({ kind: 'notice', requestId: SWEEP_SCOPE, to, notice })),
      at,
    });
    if (!committed.ok) return CONFLICT;
    const cloudIds = notice.orphans.map(({ cloudId }) => cloudId);
    log.error({ cloudIds, total: news.length }, BEHIND_SENTENCE);
    if (readers.length === 0)
      log.warn({}, 'no admin is known who could be told, and lift it; asked again every minute: set ADMIN_USERS');
    return true;
  };
  return retryOnConflict(attempt);
}

/**
 * When purchases were frozen, no admin may have been known, because Slack or the directory was away. Admins are told once it is
 * back.
 */
async function tellLater(ports: GuardPorts): Promise<void> {
  const { store, clock } = ports;
  const freeze = await store.freeze();
  if (!isInForce(freeze, clock.now()) || freeze.cause === undefined) return;
  const mark = toldMark(freeze);
  if ((await store.marks.among([mark])).has(mark)) return;
  const readers = await adminsOf(ports);
  if (readers.length === 0) return;
  const notice = { about: 'behind', at: freeze.at, orphans: [], total: 0 } as const;
  await store.commit({
    marks: { set: [mark] },
    messages: readers.map((to) => ({ kind: 'notice', requestId: SWEEP_SCOPE, to, notice })),
    at: clock.now(),
  });
}

/** For the log, `/readyz` and the doctor of the operator. */
export const BEHIND_SENTENCE =
  'Purchases are frozen: the store has gone back in time (a failover or a restored backup), so what was bought before may not be known. ' +
  'Compare /ecs list all tag:ecs-chatops:request with /ecs list, take over or release what is unknown, then lift it with /ecs unfreeze.';

const toldMark = ({ at }: { readonly at: number }): string => `behind:${at}`;
const markOf = ({ cloudId }: Pick<Orphan, 'cloudId'>): string => `lost:${cloudId}`;
