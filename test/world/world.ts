import { silentLog } from '../../src/core/base/log.ts';
import { onlyThese } from '../../src/core/policy/authority.ts';
import { NO_POLICY } from '../../src/core/policy/policy.ts';
import { makeAccountMemory } from '../../src/ecs/account-memory.ts';
import type { Identity } from '../../src/ecs/credentials/identity.ts';
import { makeQuotes } from '../../src/ecs/money/quotes.ts';
import { onlyOwnAccount } from '../../src/lifecycle/account/only-own-account.ts';
import { startLifecycle } from '../../src/lifecycle/reconciler.ts';
import { type Cloud, makeCloud } from '../../src/sandbox/ecs/cloud.ts';
import { seededRandom } from '../../src/sandbox/ecs/seeded.ts';
import { OTHER_ACCOUNT } from '../../src/sandbox/ecs/world.ts';
import type { Fault } from '../../src/sandbox/ports.ts';
import type { Store } from '../../src/store/store.ts';
import { type Approvals, makeApprovals } from '../../src/usecases/approval/approvals.ts';
import { fixedPolicy, NO_SCRIPTS } from '../support/fixed-sources.ts';
import { NOW } from '../support/instances.ts';
import { type MemoryDatabase, openMemoryDatabase } from '../support/memory-database.ts';
import { accountOf, type Hand, identityOf, ownHand } from './account.ts';
import { makeCloudPort } from './cloud-port.ts';
import { ADMIN, directory } from './crowd.ts';
import { rowOf } from './fault-table.ts';
import { actOn, checkForeign, type Foreign, requestsOfForeign } from './foreign.ts';
import { guardOf } from './guard.ts';
import { askAsPlanned } from './invited.ts';
import { outliveLeases } from './leases.ts';
import { type Life, makeLife } from './life.ts';
import { losesAnswers } from './lost-answers.ts';
import { swapAsPlanned } from './other-account.ts';
import { checkOutside } from './outsiders.ts';
import { freezeAsPlanned, orderAsPlanned, press, submit } from './people.ts';
import { type Plan, policyAt } from './plan.ts';
import { makeWatch, type Watch } from './promises.ts';
import { idsOf, renewAsPlanned } from './renewals.ts';
import { goBackAsPlanned, lookedAtBy } from './restored.ts';
import { type Script, scriptOf } from './script.ts';
import { aRecording, count, type Recording } from './search/recording.ts';
import { type Board, deliver, emptyBoard } from './slack.ts';
import { allMicrotasks, makeTimeline, type Timeline } from './timeline.ts';
import { TIMING } from './timing.ts';

/** Everything must have ended this long after the last fault: all deadlines one after the other, with room. */
const CALM_MS = 30 * 60_000;

export interface World {
  readonly timeline: Timeline;
  readonly cloud: Cloud;
  /** The credentials of every replica; to change `account` gives the bot those of another account. */
  readonly hand: Hand;
  /** Sees what is stored, through every crash and outage. */
  readonly truth: Store;
  readonly board: Board;
  readonly watch: Watch;
  readonly plan: Plan;
  readonly requestIds: string[];
  /** By replica, its present life. */
  readonly lives: Map<number, Life>;
  /** By replica, where its present life takes clicks. */
  readonly approvals: Map<number, Approvals>;
  /** What became of the orders, e.g. `stop taken`. */
  readonly ordered: string[];
  /** Asked after each write of the bot that has come true. */
  readonly losesAnswer: () => boolean;
  readonly recording: Recording;
}

/**
 * One simulated life of everything: submissions, faults, outages and crashes as the seed has them, then calm.
 * Throws when a promise was broken; the seed alone, with what it leaves out, repeats the run.
 */
export async function runWorld(seed: number, recording: Recording = aRecording()): Promise<void> {
  const timeline = makeTimeline(NOW);
  const database = await openMemoryDatabase({ log: silentLog, clock: timeline });
  try {
    await runOver(database, timeline, seed, recording);
  } finally {
    await database.destroy();
  }
}

async function runOver(
  database: MemoryDatabase,
  timeline: Timeline,
  seed: number,
  recording: Recording,
): Promise<void> {
  const random = seededRandom(seed);
  const cloud = makeCloud({
    now: timeline.now,
    seed,
    timing: { pending: [1_000, 6_000], starting: [2_000, 9_000] },
    limits: { each: null },
    onFault: (fault) => {
      count(recording, `fault ${fault.name}`);
      count(recording, `met ${rowOf(fault)}`);
    },
  });
  const truth = database.open();
  const script = scriptOf(seed, random, cloud, recording);
  const { plan, restore, outside, foreign, renewals, askings } = script;
  const board = emptyBoard();
  const requestIds: string[] = [];
  const watch = counted(recording, makeWatch({ timeline, cloud, truth, board, policyAt: (at) => policyAt(plan, at) }));
  const scene: World = {
    timeline,
    cloud,
    hand: ownHand(),
    truth,
    board,
    watch,
    plan,
    requestIds,
    lives: new Map(),
    approvals: new Map(),
    ordered: [],
    losesAnswer: losesAnswers(seed, script.lostAnswers, timeline.now, () => count(recording, 'fault lost-commit')),
    recording,
  };
  const restored = restore === null ? null : goBackAsPlanned(scene, database, restore, TIMING.graceMs);
  const world: World = restored === null ? scene : { ...scene, watch: lookedAtBy(restored, watch) };
  begin(world, script);
  for (let replica = 0; replica < plan.replicas; replica++) keepAlive(world, database, random, replica);

  await allMicrotasks();
  const planned = [...plan.submissions, ...script.orders, ...(foreign?.orders ?? []), ...renewals, ...askings];
  const lastOrderAt = Math.max(...planned.map(({ at }) => at)) + 30_000;
  const allIds = async () => [...requestIds, ...(await idsOf(truth, [...renewals, ...askings]))];
  const isOver = async (): Promise<boolean> => {
    if (restored !== null && !(await restored.isOver())) return false;
    const ids = restored === null ? await allIds() : await knownAmong(truth, await allIds());
    return allEnded({ ...world, requestIds: [...ids] }, foreign);
  };
  const endAt = Math.max(plan.calmFrom, restore?.at ?? 0) + CALM_MS;
  for (let steps = 0; timeline.now() < endAt; steps++) {
    await timeline.step();
    watch.check();
    // Reading costs more than stepping, so it is not asked after each step.
    const hasAll = timeline.now() > lastOrderAt && requestIds.length === plan.submissions.length;
    if (steps % 40 === 0 && hasAll && (await isOver())) break;
  }
  const end = [await allIds(), await requestsOfForeign(world, foreign), foreign?.cloudId ?? null] as const;
  await (restored ?? watch).checkEnd(...end);
  if (foreign !== null && restored === null) await checkForeign(world, foreign);
  await checkOutside({ truth, plan, breaks: watch.breaks }, [...end[0], ...end[1]], outside);
  watch.check();
  await outliveLeases(world);
}

/** Sets the time of everything that the seed has in store. */
function begin(world: World, script: Script): void {
  const { timeline, cloud, watch, recording } = world;
  const { plan, outside, orders, foreign, renewals, askings, swaps } = script;
  const later = (at: number, run: () => unknown): void => void timeline.after(at - NOW, () => void run());
  const lay = (fault: Fault): void => {
    const complaint = cloud.addFault(fault);
    if (complaint !== null) throw new Error(complaint);
  };
  for (const { at, fault } of plan.faults) later(at, () => lay(fault));
  for (const { at, percent } of plan.priceMoves)
    later(at, () => {
      lay({ name: 'price-change', percent });
      watch.pricesMoved();
    });
  for (const { at, order } of plan.submissions) later(at, () => submit(world, order));
  for (const click of [...plan.clicks, ...outside.clicks]) later(click.at, () => press(world, click));
  for (const freeze of plan.freezes) freezeAsPlanned(world, freeze);
  orderAsPlanned(world, [...orders, ...outside.orders]);
  if (foreign !== null) actOn(world, foreign, TIMING);
  renewAsPlanned({ ...world, lay }, [...renewals, ...outside.renewals], NOW);
  askAsPlanned(world, askings, foreign);
  swapAsPlanned(world, swaps);
  later(plan.calmFrom, () => {
    cloud.clearFaults();
    watch.pricesMoved();
  });
  const acts = [plan.submissions, plan.clicks, plan.freezes, orders, renewals, askings, foreign?.orders ?? []];
  const all = [...acts, ...Object.values(outside)].map(({ length }) => length);
  count(
    recording,
    'act',
    all.reduce((sum, length) => sum + length, 0),
  );
}

/** The same, that counts what it looks at. */
const counted = (recording: Recording, watch: Watch): Watch => ({
  ...watch,
  afterCall(...call) {
    count(recording, 'call');
    watch.afterCall(...call);
  },
  posting(delivery) {
    count(recording, 'message');
    return watch.posting(delivery);
  },
  died() {
    count(recording, 'fault death');
    watch.died();
  },
  wentBack() {
    count(recording, 'fault store-put-back');
    watch.wentBack();
  },
});

/** Of what the store has lost nothing is asked any more. */
const knownAmong = async (truth: Store, ids: readonly string[]): Promise<readonly string[]> =>
  (await Promise.all(ids.map((id) => truth.request(id)))).flatMap((request) => (request === null ? [] : [request.id]));

const allEnded = async (world: World, foreign: Foreign | null): Promise<boolean> =>
  world.watch.allEnded([...world.requestIds, ...(await requestsOfForeign(world, foreign))]);

/** Starts a replica, and again after each of its deaths. */
function keepAlive(world: World, database: MemoryDatabase, random: () => number, replica: number): void {
  const { timeline, plan } = world;
  let births = 0;
  const revive = (): void => {
    births += 1;
    const life = makeLife(`bot-${replica}-${births}`, () => {
      world.watch.died();
      timeline.after(300 + random() * 8_000, revive);
    });
    world.lives.set(replica, life);
    live(world, database, random, life, replica);
    const fuse = plan.crashes[replica]?.[births - 1];
    if (fuse !== undefined) timeline.after(fuse.afterMs, () => life.dieIn(fuse.calls, fuse.when));
  };
  revive();
}

function live(world: World, database: MemoryDatabase, random: () => number, life: Life, replica: number): void {
  const { timeline, cloud, board, watch, plan, hand } = world;
  const isOut = (): boolean => {
    const isAway = plan.outages.some(({ from, to }) => from <= timeline.now() && timeline.now() < to);
    count(world.recording, 'fault store-away', isAway ? 1 : 0);
    return isAway;
  };
  const opened = database.open();
  if (plan.replicas === 1) void opened.releaseClaims('everyone');
  const store = life.store(opened, isOut, world.losesAnswer);
  const port = makeCloudPort({
    cloud,
    timeline,
    life,
    random,
    account: () => hand.account,
    sending: watch.sending,
    before: watch.beforeCall,
    after: watch.afterCall,
  });
  const tools = {
    store,
    clock: life.clock(timeline),
    random: {
      next: random,
      id: (length: number) =>
        Math.floor(random() * 36 ** 8)
          .toString(36)
          .padStart(length, 'x'),
    },
    log: silentLog,
  };
  const memory = makeAccountMemory();
  const identity = identityOf(cloud, hand, memory);
  const ask: Identity['ask'] = () => {
    count(world.recording, 'fault other-account', hand.account === OTHER_ACCOUNT ? 1 : 0);
    return identity.ask();
  };
  const account = accountOf({ ...tools, identity: { ...identity, ask } });
  const ecs = onlyOwnAccount(port, account);
  const guard = guardOf({ ...tools, ecs, memory });
  startLifecycle({
    ...tools,
    ecs,
    account,
    memory,
    config: TIMING,
    policy: fixedPolicy(NO_POLICY),
    directory,
    scripts: NO_SCRIPTS,
    guard,
    owner: life.name,
  });
  const policy = { current: () => ({ policy: policyAt(plan, timeline.now()), hash: null }), trouble: () => null };
  const quotes = makeQuotes(ecs, { ...tools, memory });
  world.approvals.set(
    replica,
    makeApprovals({ ...tools, quotes, cloud: ecs, policy, authority: onlyThese([ADMIN]), directory }),
  );
  const trouble = (): number => (timeline.now() < plan.calmFrom ? plan.slackTrouble : 0);
  const troubled = (how: string): void => count(world.recording, `fault ${how}`);
  void deliver({ store, timeline, life, random, board, trouble, posting: watch.posting, troubled });
}
