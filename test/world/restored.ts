import { silentLog } from '../../src/core/base/log.ts';
import { onlyThese } from '../../src/core/policy/authority.ts';
import { NO_POLICY } from '../../src/core/policy/policy.ts';
import { FREEZE_SCOPE } from '../../src/core/request/event.ts';
import { onlyOwnAccount } from '../../src/lifecycle/account/only-own-account.ts';
import { startSweep } from '../../src/lifecycle/drift/sweep.ts';
import { seededRandom } from '../../src/sandbox/ecs/seeded.ts';
import type { Fault } from '../../src/sandbox/ports.ts';
import { NOW } from '../support/instances.ts';
import type { MemoryDatabase } from '../support/memory-database.ts';
import { accountOf, identityOf } from './account.ts';
import { makeCloudPort } from './cloud-port.ts';
import { ADMIN, directory } from './crowd.ts';
import { makeLife } from './life.ts';
import type { Plan } from './plan.ts';
import { ENDED, IN_FLIGHT_MS, type Watch } from './promises.ts';
import { tagOf } from './purchases.ts';
import { checkReplay, checkWholeTrail } from './trail.ts';
import type { World } from './world.ts';

const MINUTE_MS = 60_000;

/** In some worlds the database goes back to an earlier state; the cloud and Slack do not. */
export interface PlannedRestore {
  readonly backUpAt: number;
  readonly at: number;
  /** `backup`: an operator stops the bot, puts a backup back and starts it. `failover`: it runs on, over a standby that lags behind. */
  readonly how: 'backup' | 'failover';
  /** For how long an admin looks at what the bot says before they lift its freeze. */
  readonly liftAfterMs: number;
}

/**
 * In every seventh world, once: seconds after the backup in one half of them, minutes in the other. Half of the backups hold a request that
 * nothing has been done for yet.
 */
export function restoreOf(seed: number, { submissions }: Plan): PlannedRestore | null {
  if (seed % 7 !== 3) return null;
  const random = seededRandom(seed + 5_000_003);
  const [first] = random() < 0.5 ? submissions : [];
  const backUpAt = first === undefined ? NOW + 3_000 + Math.floor(random() * 50_000) : first.at + 100;
  const gapMs = random() < 0.5 ? 1_000 + random() * 30_000 : MINUTE_MS + random() * 15 * MINUTE_MS;
  const how = random() < 0.6 ? 'backup' : 'failover';
  return { backUpAt, at: backUpAt + Math.floor(gapMs), how, liftAfterMs: 2_000 + Math.floor(random() * 60_000) };
}

/** Refused for certain, so that the next call carries another token, of which the backup knows nothing. */
const REFUSED: Fault = { name: 'refuse-with', code: 'OperationConflict', times: 3 };

/** What was created is listed by the time at which a database has been put back, which takes longer than any list lags behind. */
export const aroundBackup = (plan: Plan, { backUpAt }: PlannedRestore): Plan => ({
  ...plan,
  faults: [...plan.faults.filter(({ fault }) => fault.name !== 'invisible'), { at: backUpAt, fault: REFUSED }],
});

/** Of a world in which the database goes back in time. */
export interface Restored {
  /** The store may buy and start nothing while it knows that it is behind, and finds that out before it buys where it is. */
  beforeCall(action: string, params: Readonly<Record<string, string>>): Promise<void>;
  /** Whether it has gone back, and no freeze of the bot stands any more. */
  isOver(): Promise<boolean>;
  checkEnd(requestIds: readonly string[], foreign: readonly string[], foreignId: string | null): Promise<void>;
}

interface Lost {
  readonly cloudId: string;
  readonly region: string;
}

const BUYS: ReadonlySet<string> = new Set(['CreateInstance', 'RunInstances', 'RenewInstance', 'ResizeDisk']);
const BUYS_OR_STARTS: ReadonlySet<string> = new Set([...BUYS, 'StartInstance', 'StartInstances']);

export function goBackAsPlanned(
  world: World,
  database: MemoryDatabase,
  planned: PlannedRestore,
  graceMs: number,
): Restored {
  const { timeline, truth, cloud, watch, lives, board } = world;
  let backAt: number | null = null;
  /** What the store knew before, and knows nothing of since. */
  let lost: readonly Lost[] = [];

  const vms = (): readonly Readonly<Record<string, unknown>>[] => cloud.state().instances;
  const goBack = async (): Promise<void> => {
    if (planned.how === 'backup') for (const life of lives.values()) life.die();
    await database.restore();
    backAt = timeline.now();
    watch.wentBack();
    watch.frozen(await truth.freeze());
    // Numbers of messages are given once more.
    const posts = [...board.posts];
    board.posts.clear();
    for (const [id, post] of posts) board.posts.set(`${id} of before`, post);
    const all: Lost[] = [];
    for (const vm of vms()) {
      const row = await truth.instance(tagOf(vm));
      const isLost = tagOf(vm) !== 'nobody' && (row === null || row.createTriedAt === null);
      if (isLost) all.push({ cloudId: String(vm.InstanceId), region: String(vm.RegionId) });
    }
    lost = all;
    void liftInTime();
  };
  const liftInTime = async (): Promise<void> => {
    const was = await truth.freeze();
    const at = timeline.now();
    // Also one that somebody had lifted in what was lost.
    if (was?.until === null && at - was.at >= planned.liftAfterMs) {
      const committed = await truth.commit({ freeze: { was, next: null }, at });
      if (committed.ok) watch.frozen(null);
    }
    timeline.after(1_000, () => void liftInTime());
  };
  timeline.after(planned.backUpAt - NOW, () => void database.backUp());
  timeline.after(planned.at - NOW, () => void goBack());

  const isFoundOut = async (since: number): Promise<boolean> =>
    (await truth.newestEventsOf(FREEZE_SCOPE, 50)).some(
      ({ kind, actor, at }) => kind === 'freeze.set' && actor === 'bot' && at >= since,
    );
  const regionOf = (params: Readonly<Record<string, string>>): unknown =>
    params.RegionId ?? vms().find(({ InstanceId }) => InstanceId === params.InstanceId)?.RegionId;
  /** What exists, and neither a row nor anything that admins were told speaks of. */
  const unknown = async (foreignId: string | null): Promise<readonly string[]> => {
    const ids = vms().map(({ InstanceId }) => String(InstanceId));
    const known = await truth.queries.byCloudIds(ids);
    const told = new Set(
      board.notices.flatMap((notice) => ('orphans' in notice ? notice.orphans.map(({ cloudId }) => cloudId) : [])),
    );
    return ids.filter((id) => id !== foreignId && !known.has(id) && !told.has(id));
  };

  return {
    async beforeCall(action, params) {
      const now = timeline.now();
      if (backAt === null || now - backAt < IN_FLIGHT_MS || !BUYS_OR_STARTS.has(action)) return;
      const freeze = await truth.freeze();
      if (freeze?.cause !== undefined && now - freeze.at >= IN_FLIGHT_MS)
        watch.breaks(`${action} although it is behind`);
      if (!BUYS.has(action) || (await isFoundOut(backAt))) return;
      const there = new Set(vms().map(({ InstanceId }) => InstanceId));
      const unseen = lost.filter(({ region, cloudId }) => region === regionOf(params) && there.has(cloudId));
      if (unseen.length > 0)
        watch.breaks(`${action}, and it has not found out that it lost ${unseen.map(({ cloudId }) => cloudId).join()}`);
    },
    async isOver() {
      return backAt !== null && timeline.now() - backAt > 20_000 && (await truth.freeze())?.cause === undefined;
    },
    async checkEnd(requestIds, foreign, foreignId) {
      await checkWholeTrail(truth, [...requestIds, ...foreign], watch.breaks);
      for (const id of [...requestIds, ...foreign]) {
        const request = await truth.request(id);
        if (request === null) continue;
        await checkReplay(truth, id, watch.breaks);
        if (!ENDED.includes(request.state)) watch.breaks(`${id} has not come to rest after the database went back`);
        if ((board.cardWrittenAt.get(id) ?? 0) < (request.finishedAt ?? 0)) watch.breaks(`${id} has a stale card`);
        for (const row of await truth.instancesOf(id))
          if (row.outcome === null || (row.outcome === 'failed' && row.failure === null))
            watch.breaks(`${row.id} has no readable end`);
      }
      await untilTold(world, graceMs, async () => (await unknown(foreignId)).length === 0);
      for (const id of await unknown(foreignId)) watch.breaks(`${id} exists, and nobody knows or was told of it`);
      if ((await truth.outbox.depth()).waiting > 0) watch.breaks('messages wait after the end');
    },
  };
}

/** What the look before a purchase has not come upon is told by the sweep. */
async function untilTold(world: World, graceMs: number, isTold: () => Promise<boolean>): Promise<void> {
  const { timeline, truth, cloud, hand, watch } = world;
  if (await isTold()) return;
  const life = makeLife('sweep', () => {});
  const clock = life.clock(timeline);
  const port = makeCloudPort({
    ...{ cloud, timeline, life, random: () => 0.5, account: () => hand.account },
    ...{ before: watch.beforeCall, after: watch.afterCall },
  });
  const account = accountOf({ store: truth, clock, identity: identityOf(cloud, hand) });
  startSweep({
    ...{ store: truth, ecs: onlyOwnAccount(port, account), clock, log: silentLog, account },
    ...{ authority: onlyThese([ADMIN]), directory, policy: { current: () => ({ policy: NO_POLICY, hash: null }) } },
    ...{ defaultRegion: 'cn-beijing', everyMs: 2 * MINUTE_MS, graceMs },
  });
  const end = timeline.now() + 40 * MINUTE_MS;
  for (let steps = 1; timeline.now() < end; steps++) {
    await timeline.step();
    if (steps % 200 === 0 && (await isTold())) break;
  }
  life.die();
  for (let steps = 0; steps < 200 && (await truth.outbox.depth()).waiting > 0; steps++) await timeline.step();
}

/** The same, that looks at each call for this as well. */
export const lookedAtBy = (restored: Restored, watch: Watch): Watch => ({
  ...watch,
  async beforeCall(action, params) {
    await restored.beforeCall(action, params);
    await watch.beforeCall(action, params);
  },
});
