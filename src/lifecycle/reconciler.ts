import type { LifecycleConfig } from '../config.ts';
import { type AccountGate, isLeftBehind, type StoredAccount } from '../core/account/account.ts';
import type { Clock, Random } from '../core/base/clock.ts';
import { errorName, type Log } from '../core/base/log.ts';
import { makeWakeSignal } from '../core/base/wake-signal.ts';
import { MAX_IDS_PER_CALL } from '../core/instance/cloud-instance.ts';
import type { Instance } from '../core/instance/instance.ts';
import { type LoopSigns, NO_LOOP_WATCH } from '../core/loop/loop-watch.ts';
import type { ScriptSource } from '../core/option/options.ts';
import type { Directory } from '../core/policy/people.ts';
import type { PolicySource } from '../core/policy/policy.ts';
import type { Renewing } from '../core/renewal/renewal-act.ts';
import { isKnownInstance, isKnownRequest } from '../core/request/known.ts';
import type { Request } from '../core/request/request.ts';
import { NO_TRACER } from '../core/tracing/tracer.ts';
import type { AccountMemory } from '../ecs/account-memory.ts';
import type { EcsPort } from '../ecs/port.ts';
import type { Claim } from '../store/claim.ts';
import { type Store, StoreUnavailable } from '../store/store.ts';
import { countLooks, type LooksUnderWay } from './looks-under-way.ts';
import type { Pass } from './pass.ts';
import type { LifecyclePorts } from './ports.ts';
import { makeFinalCheck } from './purchase/final-check.ts';
import { makeKeyCheck } from './purchase/key-check.ts';
import type { PurchaseGuard } from './purchase/purchase-guard.ts';
import { makeSemaphore } from './semaphore.ts';
import { makeLearntLengths } from './stage-lengths.ts';
import { endElsewhere } from './steps/renewal.ts';
import { needsCloud, workOnRequest } from './steps/requests.ts';
import { workOn } from './work-on.ts';

export interface Lifecycle {
  /** Begins nothing new, finishes the work under way and gives the claims back. */
  stop(): Promise<void>;
}

interface LifecycleOptions {
  readonly store: Store;
  readonly ecs: EcsPort;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly config: LifecycleConfig;
  readonly policy: Pick<PolicySource, 'current'>;
  readonly directory: Pick<Directory, 'memberships'>;
  readonly scripts: ScriptSource;
  readonly guard: Pick<PurchaseGuard, 'check'>;
  readonly account: AccountGate;
  readonly memory: AccountMemory;
  /** Names this process among the replicas; new at each start. */
  readonly owner: string;
  readonly loops?: LoopSigns;
}

/** Creates under way side by side. The limiter of the ECS client spaces them out; this bound keeps a stop short. */
const CREATES_AT_ONCE = 50;
/** Commits come in flocks: a wait this long after the first lets one claim take them all. */
const FLOCK_MS = 10;
const OUTAGE_PAUSE_MS = 500;
const OUTAGE_PAUSE_MAX_MS = 15_000;

/**
 * Brings every instance to its wanted state. The rows are the queue: it claims due rows, looks, does one act, stores the outcome
 * with the next due time, and sleeps until something is due or somebody commits. Its memory may be lost at any moment.
 */
export function startLifecycle(options: LifecycleOptions): Lifecycle {
  const { store, clock, log, owner, random, loops = NO_LOOP_WATCH } = options;
  const wakeSignal = loops.watched('lifecycle', makeWakeSignal(clock, FLOCK_MS));
  const lengths = makeLearntLengths({ ...options, lookEveryMs: options.config.lookEveryMs });
  const config = { ...options.config, lengths };
  const looks = countLooks(options.ecs, config.looksAtOnce);
  const ports: LifecyclePorts = {
    ...options,
    ecs: looks.ecs,
    config,
    lengths,
    startedAt: clock.now(),
    stopping: wakeSignal.stopped,
  };
  const checks = { finalCheck: makeFinalCheck(options), keyCheck: makeKeyCheck(options) };
  const tools = { creates: makeSemaphore(CREATES_AT_ONCE), ...checks, guard: options.guard };
  const passes = new Set<Promise<void>>();
  /** Claims that the store may still hold after their pass has ended. */
  const leftOver = new Set<string>();
  let passCount = 0;

  /** False when only rows that need no cloud may be taken. */
  async function begin(): Promise<boolean> {
    const status = await options.account.status();
    const account = status.is === 'ours' ? status.account : null;
    // A claim per pass, so that refreshing the current one never prolongs a dropped one.
    passCount += 1;
    const claim = `${owner}/${passCount}`;
    leftOver.add(claim);
    const due = await takeDue(ports, looks, claim, account);
    if (due.instances.length + due.requests.length + due.elsewhere.length === 0) {
      leftOver.delete(claim);
      return account !== null;
    }
    const running = runPass(ports, { ...tools, account: account?.id ?? null }, claim, due).then((clean) => {
      if (clean) leftOver.delete(claim);
      passes.delete(running);
    });
    passes.add(running);
    return account !== null;
  }

  async function loop(): Promise<void> {
    let outages = 0;
    // The clock may have been set back before this start.
    let seenAt = Number.POSITIVE_INFINITY;
    while (!wakeSignal.stopped()) {
      let waitMs: number;
      try {
        const now = clock.now();
        if (now < seenAt) await store.comeForward(now, config.claimMs);
        seenAt = now;
        waitMs = (await begin()) ? await untilDue(ports) : config.longestSleepMs;
        outages = 0;
      } catch (error) {
        waitMs =
          Math.min(OUTAGE_PAUSE_MS * 2 ** Math.min(outages, 10), OUTAGE_PAUSE_MAX_MS) * (0.75 + random.next() / 2);
        outages += 1;
        tellOutage(log, error);
      }
      await wakeSignal.sleep(waitMs);
    }
  }

  const unlisten = store.onCommit(wakeSignal.wake);
  const looping = loop();

  return {
    async stop() {
      unlisten();
      wakeSignal.stop();
      await looping;
      await Promise.all(passes);
      await giveBack(store, leftOver).catch((error) => tellOutage(log, error));
    },
  };
}

/** The first failure ends it: each outage leaves a claim behind, and waiting for each would multiply the outage. */
async function giveBack(store: Store, claims: Iterable<string>): Promise<void> {
  for (const claim of claims) await store.releaseClaims(claim);
}

interface Due {
  readonly instances: readonly Instance[];
  readonly requests: readonly Request[];
  /** Renewals of instances in a previous account. */
  readonly elsewhere: readonly Renewing[];
}

/**
 * Claims everything that is due now, so that one look per region reads as many rows as it can. While the credentials are of
 * another account, rows that need the cloud are left to replicas with the right credentials. Instances of a previous account, and
 * what only a newer version knows, keep their claim, so that they come up rarely.
 *
 * @param account null while the credentials' account is another, or unknown
 */
async function takeDue(
  { store, clock, config }: LifecyclePorts,
  looks: LooksUnderWay,
  owner: string,
  account: StoredAccount | null,
): Promise<Due> {
  const claim = (): Claim => {
    const now = clock.now();
    const claimUntil = now + config.claimMs;
    return { owner, now, claimUntil, limit: MAX_IDS_PER_CALL, withoutCloud: account === null };
  };
  const isHere = (row: Instance | null): boolean => account !== null && (row === null || !isLeftBehind(row, account));
  const more = new Map<string, number>();
  const takeInstances = async (): Promise<readonly Instance[]> => {
    const taken = await store.claimInstances({ ...claim(), fullRegions: looks.fullRegions(more) });
    const exist = taken.filter(({ cloudId }) => cloudId !== null);
    for (const region of new Set(exist.map(({ spec }) => spec.region))) more.set(region, (more.get(region) ?? 0) + 1);
    return taken;
  };
  const instances = account === null ? [] : await takeAll(takeInstances);
  const requests: Request[] = [];
  const elsewhere: Renewing[] = [];
  for (const request of await takeAll(() => store.claimRequests(claim())))
    if (!needsCloud(request) || isHere(await store.instance(request.renewal.instanceId))) requests.push(request);
    else elsewhere.push(request);
  return {
    instances: instances.filter(isKnownInstance).filter(isHere),
    requests: requests.filter(isKnownRequest),
    elsewhere,
  };
}

async function takeAll<T>(take: () => Promise<readonly T[]>): Promise<readonly T[]> {
  const all: T[] = [];
  for (;;) {
    const some = await take();
    all.push(...some);
    if (some.length < MAX_IDS_PER_CALL) return all;
  }
}

/** Works on the rows of one claim, and refreshes the claim meanwhile. True when no claim can be left over. */
async function runPass(
  ports: LifecyclePorts,
  tools: Pick<Pass, 'creates' | 'finalCheck' | 'keyCheck' | 'guard' | 'account'>,
  claim: string,
  due: Due,
): Promise<boolean> {
  const { store, clock, config, log, tracer = NO_TRACER } = ports;
  let stopRefreshing = () => {};
  const renewLater = () => {
    stopRefreshing = clock.after(config.claimMs / 3, () => {
      store.refreshClaims(claim, clock.now() + config.claimMs).catch((error) => tellOutage(log, error));
      renewLater();
    });
  };
  renewLater();
  const left = new Set<'letGo' | 'broken'>();
  const pass: Pass = { ports, claim, ...tools, leave: (how) => left.add(how) };
  const work = [
    workOn(pass, due.instances),
    ...due.requests.map((request) =>
      tracer.span('lifecycle request', { request: request.id }, () => workOnRequest(pass, request)),
    ),
    ...due.elsewhere.map((request) => endElsewhere(pass, request)),
  ];
  const ends = await Promise.allSettled(work);
  stopRefreshing();
  const broken = ends.filter((end) => end.status === 'rejected');
  for (const { reason } of broken) tellOutage(log, reason);
  if (left.has('letGo')) await store.releaseClaims(claim).catch((error) => tellOutage(log, error));
  return broken.length === 0 && !left.has('broken');
}

/** How long nothing will be due. A row that is due but could not be claimed is another replica's, or left to the next tick. */
async function untilDue({ store, clock, config }: LifecyclePorts): Promise<number> {
  const dueAt = await store.nextDueAt();
  const now = clock.now();
  if (dueAt === null) return config.longestSleepMs;
  if (dueAt > now) return Math.min(dueAt - now, config.longestSleepMs);
  return config.lookEveryMs - (now % config.lookEveryMs);
}

function tellOutage(log: Log, error: unknown): void {
  const fields = { error: errorName(error) };
  if (error instanceof StoreUnavailable)
    log.warn({ ...fields, trouble: error.message }, 'the store is not available; nothing is bought meanwhile');
  else log.error(fields, 'the lifecycle met an error it does not know');
}
