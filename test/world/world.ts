import { silentLog } from '../../src/core/base/log.ts';
import type { NewFreeze } from '../../src/core/freeze.ts';
import { NO_SCRIPTS } from '../../src/core/option/options.ts';
import { onlyThese } from '../../src/core/policy/authority.ts';
import { fixedPolicy, NO_POLICY } from '../../src/core/policy/policy.ts';
import { type NewRequest, newRequest } from '../../src/core/request/request-new.ts';
import { makeAccountMemory } from '../../src/ecs/account-memory.ts';
import { makeQuotes } from '../../src/ecs/money/quotes.ts';
import { onlyOwnAccount } from '../../src/lifecycle/account/only-own-account.ts';
import { startLifecycle } from '../../src/lifecycle/reconciler.ts';
import { type Cloud, makeCloud } from '../../src/sandbox/ecs/cloud.ts';
import { seededRandom } from '../../src/sandbox/ecs/seeded.ts';
import { type MemoryDatabase, openMemoryDatabase } from '../../src/store/opening/memory.ts';
import type { Store } from '../../src/store/store.ts';
import { type Approvals, makeApprovals } from '../../src/usecases/approval/approvals.ts';
import { giveOrder } from '../../src/usecases/power/give-order.ts';
import { NOW } from '../support/instances.ts';
import { accountOf, type Hand, identityOf, ownHand } from './account.ts';
import { makeCloudPort } from './cloud-port.ts';
import { ADMIN, directory, type PlannedClick, submittedAs } from './crowd.ts';
import { actOn, checkForeign, type Foreign, foreignIn, requestsOfForeign } from './foreign.ts';
import { guardOf } from './guard.ts';
import { askAsPlanned, askingsOf } from './invited.ts';
import { outliveLeases, withLeases } from './leases.ts';
import { type Life, makeLife } from './life.ts';
import { swapCredentials } from './other-account.ts';
import { checkOutside, nameThem, outsideOf } from './outsiders.ts';
import { ordersOf, type Plan, type PlannedFreeze, type PlannedPower, planOf, policyAt } from './plan.ts';
import { makeWatch, type Watch } from './promises.ts';
import { idsOf, renewAsPlanned, renewalsOf } from './renewals.ts';
import { aroundBackup, goBackAsPlanned, lookedAtBy, restoreOf } from './restored.ts';
import { type Board, deliver, emptyBoard } from './slack.ts';
import { allMicrotasks, makeTimeline, type Timeline } from './timeline.ts';

/** Shorter than in earnest, so that a run covers every deadline in little virtual time. */
export const TIMING = {
  lookEveryMs: 1_500,
  firstLookMs: 2_500,
  graceMs: 15_000,
  slowAfterMs: 30_000,
  deadlineMs: 90_000,
  doubtAfterMs: 40_000,
  claimMs: 9_000,
};

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
}

/**
 * One simulated life of everything: submissions, faults, outages and crashes as the seed has them, then calm.
 * Throws when a promise was broken; the seed alone repeats the run.
 */
export async function runWorld(seed: number): Promise<World> {
  const random = seededRandom(seed);
  const timeline = makeTimeline(NOW);
  const cloud = makeCloud({
    now: timeline.now,
    seed,
    timing: { pending: [1_000, 6_000], starting: [2_000, 9_000] },
    limits: { each: null },
  });
  const database = await openMemoryDatabase({ log: silentLog, clock: timeline });
  const truth = database.open();
  const drawn = nameThem(withLeases(planOf(random, cloud, NOW), seed));
  const restore = restoreOf(seed, drawn);
  const plan = restore === null ? drawn : aroundBackup(drawn, restore);
  const outside = outsideOf(seededRandom(seed + 3_000_003), plan, NOW);
  const board = emptyBoard();
  const requestIds: string[] = [];
  const watch = makeWatch({ timeline, cloud, truth, board, policyAt: (at) => policyAt(plan, at) });
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
  };
  const restored = restore === null ? null : goBackAsPlanned(scene, database, restore, TIMING.graceMs);
  const world: World = restored === null ? scene : { ...scene, watch: lookedAtBy(restored, watch) };

  for (const { at, fault } of plan.faults) timeline.after(at - NOW, () => void cloud.addFault(fault));
  for (const { at, percent } of plan.priceMoves)
    timeline.after(at - NOW, () => {
      cloud.addFault({ name: 'price-change', percent });
      watch.pricesMoved();
    });
  for (const { at, order } of plan.submissions) timeline.after(at - NOW, () => submit(world, order));
  for (const click of [...plan.clicks, ...outside.clicks])
    timeline.after(click.at - NOW, () => void press(world, click));
  for (const freeze of plan.freezes) freezeAsPlanned(world, freeze);
  // Every other world has people who order things of their instances.
  const orders = seed % 2 === 0 ? ordersOf(seededRandom(seed + 1_000_003), plan, NOW) : [];
  giveOrders(world, [...orders, ...outside.orders]);
  // Every third has an instance besides that the bot did not create.
  const foreign = seed % 3 === 0 ? foreignIn(cloud, plan, seed) : null;
  if (foreign !== null) actOn(world, foreign, TIMING);
  // As do those who have what is prepaid renewed, in another third.
  const renewals = seed % 3 === 1 ? renewalsOf(seededRandom(seed + 2_000_003), plan, NOW) : [];
  renewAsPlanned(world, [...renewals, ...outside.renewals], NOW);
  const askings = askingsOf(world, seed);
  askAsPlanned(world, askings, foreign);
  swapCredentials({ ...world, calmFrom: plan.calmFrom }, seed);
  timeline.after(plan.calmFrom - NOW, () => {
    cloud.clearFaults();
    watch.pricesMoved();
  });
  for (let replica = 0; replica < plan.replicas; replica++) keepAlive(world, database, random, replica);

  await allMicrotasks();
  const planned = [...plan.submissions, ...orders, ...(foreign?.orders ?? []), ...renewals, ...askings];
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
  return world;
}

/** Of what the store has lost nothing is asked any more. */
const knownAmong = async (truth: Store, ids: readonly string[]): Promise<readonly string[]> =>
  (await Promise.all(ids.map((id) => truth.request(id)))).flatMap((request) => (request === null ? [] : [request.id]));

const allEnded = async (world: World, foreign: Foreign | null): Promise<boolean> =>
  world.watch.allEnded([...world.requestIds, ...(await requestsOfForeign(world, foreign))]);

/** Nobody submits what has no price: they try again. */
function submit(world: World, planned: NewRequest): void {
  const { cloud, timeline, truth, requestIds } = world;
  const at = timeline.now();
  const order = submittedAs(cloud, planned, policyAt(world.plan, at), at);
  if (order === null) return void timeline.after(1_000, () => submit(world, planned));
  requestIds.push(order.requestId);
  const { request, instances, events, messages } = newRequest(order);
  const rows = { requests: [{ next: request }], instances: instances.map((next) => ({ next })) };
  void truth.commit({ ...rows, events, messages, at });
}

/** Somebody presses a button on the card as they have seen it. A bot that is down hears nothing of it. */
async function press(
  { truth, approvals, plan }: World,
  { order, by, what, staleBy, replica }: PlannedClick,
): Promise<void> {
  const id = plan.submissions[order]?.order.requestId ?? '';
  const round = (await truth.request(id))?.approval?.round ?? 1;
  await approvals.get(replica)?.take(id, { what, by, round: Math.max(1, round - staleBy), note: 'as I see it' });
}

/** People are no process that could die, but their look at the cloud may fail as any other. */
function giveOrders({ timeline, truth, cloud, watch, ordered }: World, orders: readonly PlannedPower[]): void {
  const life = makeLife('person', () => {});
  const random = seededRandom(orders.length);
  const ecs = makeCloudPort({ cloud, timeline, life, random, before: watch.beforeCall, after: watch.afterCall });
  const ports = {
    store: truth,
    ecs,
    clock: timeline,
    random: { id: () => 'never', next: random },
    log: silentLog,
    timing: TIMING,
  };
  for (const { at, requestId, ordinal, wish, by } of orders)
    timeline.after(at - NOW, () => {
      void giveOrder(ports, `${requestId}-${ordinal}`, wish, { user: by ?? ADMIN, isAdmin: by === undefined }).then(
        (outcome) => {
          if (by === undefined)
            ordered.push(`${wish.what} ${outcome.is === 'refused' ? outcome.refusal.why : outcome.is}`);
        },
      );
    });
}

/** Several admins may act at the same time: of two freezes the later one is in force, and that one is lifted. */
function freezeAsPlanned({ timeline, truth, watch }: World, { at, until, liftedAt }: PlannedFreeze): void {
  const change = async (next: NewFreeze | null): Promise<void> => {
    const was = await truth.freeze();
    // The bot's own freeze is only lifted.
    if (was?.cause !== undefined && next !== null) return;
    const committed = await truth.commit({ freeze: { was, next }, at: timeline.now() });
    if (committed.ok) watch.frozen(next);
  };
  const next = { reason: 'moving house', by: 'UADMIN', at, until };
  timeline.after(at - NOW, () => void change(next));
  if (liftedAt !== null) timeline.after(liftedAt - NOW, () => void change(null));
}

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
  const isOut = (): boolean => plan.outages.some(({ from, to }) => from <= timeline.now() && timeline.now() < to);
  const opened = database.open();
  if (plan.replicas === 1) void opened.releaseClaims('everyone');
  const store = life.store(opened, isOut);
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
  const account = accountOf({ ...tools, identity: identityOf(cloud, hand, memory) });
  const ecs = onlyOwnAccount(port, account);
  const guard = guardOf({ ...tools, ecs, memory });
  startLifecycle({
    ...tools,
    ecs,
    account,
    memory,
    config: TIMING,
    policy: fixedPolicy(NO_POLICY),
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
  void deliver({ store, timeline, life, random, board, trouble, posting: watch.posting });
}
