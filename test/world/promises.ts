import type { Instance } from '../../src/core/instance/instance.ts';
import type { Policy } from '../../src/core/policy/policy.ts';
import type { Power } from '../../src/core/power/power.ts';
import type { AuditEvent } from '../../src/core/request/event.ts';
import type { Milestone } from '../../src/core/request/message.ts';
import type { RequestState } from '../../src/core/request/request.ts';
import type { Answer, Cloud } from '../../src/sandbox/ecs/cloud.ts';
import { OTHER_ACCOUNT } from '../../src/sandbox/ecs/world.ts';
import type { Delivery, Store } from '../../src/store/store.ts';
import { BUYING, PROLONGING, rowsOf, tagOf, watchPurchases } from './purchases.ts';
import { beforeRelease } from './releases.ts';
import { type Board, tellsEnd } from './slack.ts';
import type { Timeline } from './timeline.ts';
import { isTrue } from './told.ts';
import { checkReplay, checkWholeTrail } from './trail.ts';

type Params = Readonly<Record<string, string>>;

/** Looks on and keeps count of every promise that was broken. */
export interface Watch {
  /** A call is made by the bot: not yet in the cloud. The account is the one that signs it. */
  sending(action: string, account: string | undefined): void;
  /** An admin has set (`until`) or lifted (null) a freeze, in the store. */
  frozen(freeze: { readonly until: number | null } | null): void;
  beforeCall(action: string, params: Params): Promise<void>;
  afterCall(action: string, params: Params, answer: Answer): void;
  posting(delivery: Delivery): Promise<void>;
  died(): void;
  /** The store has gone back in time. What is under way was begun on what it held before. */
  wentBack(): void;
  /** What is prepaid costs something else from now on. */
  pricesMoved(): void;
  breaks(promise: string): void;
  /** Throws when something has been broken since. */
  check(): void;
  allEnded(requestIds: readonly string[]): Promise<boolean>;
  /** @param foreign the requests of what was taken over, and the one instance that nobody asked the bot for */
  checkEnd(requestIds: readonly string[], foreign: readonly string[], foreignId: string | null): Promise<void>;
}

interface Scene {
  readonly timeline: Timeline;
  readonly cloud: Cloud;
  readonly truth: Store;
  readonly board: Board;
  readonly policyAt: (at: number) => Policy;
}

/** What acts on instances or tells which there are. */
const ABOUT_INSTANCES = /Instance|PublicIpAddress/u;

/** What a call, or a message, takes at most to where it takes effect. */
export const IN_FLIGHT_MS = 400;

export const ENDED: readonly RequestState[] = ['finished', 'denied', 'withdrawn', 'expired'];

const LEGAL: Readonly<Record<string, readonly string[]>> = {
  StartInstance: ['Stopped'],
  StartInstances: ['Stopped'],
  AllocatePublicIpAddress: ['Stopped', 'Running'],
  StopInstance: ['Running'],
  StopInstances: ['Running'],
  RebootInstance: ['Running'],
  DeleteInstance: ['Stopped', 'Running'],
};

export function makeWatch(scene: Scene): Watch {
  const { timeline, cloud, truth, board } = scene;
  const broken: string[] = [];
  /** Every cloud id that ever existed, by the instance it was created for. */
  const built = new Map<string, Set<string>>();
  let excuses = 0;
  let backAt = Number.NEGATIVE_INFINITY;
  const breaksAnyhow = (promise: string): void => {
    broken.push(`${((timeline.now() % 1e7) / 1000).toFixed(3)}s ${promise}`);
  };
  const breaks = (promise: string): void => {
    if (timeline.now() - backAt >= IN_FLIGHT_MS) breaksAnyhow(promise);
  };
  const check = (): void => {
    if (broken.length > 0) throw new Error(`broken promises:\n${broken.join('\n')}`);
  };
  const purchases = watchPurchases({ ...scene, breaks });
  let freeze: { readonly since: number; readonly until: number | null } | null = null;

  return {
    sending(action, account) {
      if (account === OTHER_ACCOUNT && ABOUT_INSTANCES.test(action)) breaks(`${action} in another account`);
      if (
        !(BUYING.has(action) || PROLONGING.has(action) || action === 'StartInstance' || action === 'StartInstances') ||
        freeze === null
      )
        return;
      const now = timeline.now();
      // What was read in the same instant may have been read before.
      if (freeze.since < now && (freeze.until === null || now < freeze.until)) breaks(`${action} while frozen`);
    },
    frozen(next) {
      freeze = next === null ? null : { since: timeline.now(), until: next.until };
    },
    async beforeCall(action, params) {
      const status = (id: string): unknown => cloud.state().instances.find((vm) => vm.InstanceId === id)?.Status;
      const legal = LEGAL[action];
      if (legal !== undefined)
        for (const id of idsIn(params)) {
          const now = status(id);
          // A call that a dead or doubtful predecessor sent may have come first; the cloud then refuses the second.
          if (now !== undefined && !legal.includes(String(now)) && excuses === 0) breaks(`${action} on ${id}, ${now}`);
        }
      if (PROLONGING.has(action)) await purchases.beforeRenewal(params);
      if (action === 'DeleteInstance') await beforeRelease({ truth, breaks }, String(params.InstanceId));
      if (!BUYING.has(action)) return;
      await purchases.beforeCreate(params);
      const rows = await rowsOf(truth, params);
      if (rows.length !== Number(params.Amount ?? 1))
        breaks(`a create of ${params.Amount ?? 1} with ${rows.length} rows`);
      for (const row of rows)
        if (row.createTriedAt === null) breaks(`a create of ${row.id} without a stored intent`);
        else if (row.clientToken !== params.ClientToken) breaks(`a create of ${row.id} with another token`);
        else if (row.cloudId !== null && excuses === 0) breaks(`a create of ${row.id}, which exists as ${row.cloudId}`);
    },
    afterCall(action, params, answer) {
      purchases.afterCall(action, params, answer);
      if (answer.transfer.kind !== 'json' || answer.status >= 400) excuses += 1;
      if (!BUYING.has(action)) return;
      // A store that went back knows nothing of an earlier call with its token: that the cloud refuses it keeps it from buying twice.
      if (answer.body.Code === 'IdempotentParameterMismatch' && backAt === Number.NEGATIVE_INFINITY)
        breaks(`another ${action} with the same token`);
      for (const vm of cloud.state().instances) {
        const owner = tagOf(vm);
        const ids = built.get(owner) ?? new Set();
        built.set(owner, ids.add(String(vm.InstanceId)));
        if (ids.size > 1) breaksAnyhow(`${owner} was bought more than once: ${[...ids].join(', ')}`);
      }
    },
    async posting(delivery) {
      const { messages, requestId } = delivery;
      for (const message of messages)
        if (message.kind === 'thread' && 'ordinal' in message.note) {
          const { note } = message;
          const row = await truth.instance(`${requestId}-${note.ordinal}`);
          const events = await truth.eventsOf(requestId);
          const orders = events.filter(({ kind, instanceId }) => kind === 'instance.wanted' && instanceId === row?.id);
          // What was said about an earlier order was true then.
          const isOver = orders.some(({ at }) => at > note.at || (at === note.at && note.milestone !== 'ordered'));
          if (note.milestone === 'ordered' && !orders.some(({ at }) => at === note.at)) breaks('an order nobody gave');
          if (row === null || (!isOver && !isTrue(row, note.milestone, note.cloudId)))
            breaks(`told, but not stored: ${note.milestone}`);
        }
      await checkReplay(truth, requestId, breaks);
      const request = await truth.request(requestId);
      if (tellsEnd(delivery) && (request === null || !ENDED.includes(request.state)))
        breaks('a person was told of an end that is not stored');
    },
    died() {
      excuses += 1;
    },
    wentBack() {
      backAt = timeline.now();
      built.clear(); // What is gone may be created again; what exists may not.
      excuses += 1;
    },
    pricesMoved: () => purchases.moved(),
    breaks,
    check,
    async allEnded(requestIds) {
      for (const id of requestIds) {
        if (!ENDED.includes((await truth.request(id))?.state ?? 'pending')) return false;
        if ((await truth.instancesOf(id)).some(({ outcome }) => outcome === null)) return false;
      }
      return (await truth.outbox.depth()).waiting === 0;
    },
    async checkEnd(requestIds, foreign, foreignId) {
      for (const id of requestIds) {
        await checkRequest(scene, id, breaks);
        await checkReplay(truth, id, breaks);
      }
      await purchases.checkEnd(requestIds);
      await checkWholeTrail(truth, [...requestIds, ...foreign], breaks);
      for (const vm of cloud.state().instances) {
        if (vm.InstanceId === foreignId) continue;
        const [row] = (await truth.queries.byCloudIds([String(vm.InstanceId)])).values();
        const isIts = row?.spec.name === vm.InstanceName || row?.chunk?.unnamed === true;
        if (row === undefined || !isIts)
          breaks(`${vm.InstanceId} exists as ${vm.InstanceName} of ${tagOf(vm)}, and is known as ${row?.spec.name}`);
      }
      const places = [...board.posts.values()].filter(({ kind }) => kind === 'card').map(({ requestId }) => requestId);
      for (const id of [...requestIds, ...foreign])
        if (places.filter((place) => place === id).length !== 1) breaks(`${id} has not exactly one card`);
      check();
    },
  };
}

const idsIn = (params: Params): readonly string[] =>
  Object.entries(params).flatMap(([name, value]) => (/^InstanceId(\.\d+)?$/.test(name) ? [value] : []));

const WAY: readonly Milestone[] = ['pending', 'stopped', 'address', 'addressless', 'starting', 'running'];

async function checkRequest(
  { truth, board, cloud }: Scene,
  id: string,
  breaks: (promise: string) => void,
): Promise<void> {
  const request = await truth.request(id);
  if (request === null || !ENDED.includes(request.state)) return breaks(`${id} has not ended`);
  if ((board.cardWrittenAt.get(id) ?? 0) < (request.finishedAt ?? Infinity)) breaks(`${id} has a stale card`);
  const events = await truth.eventsOf(id);
  const withdrewIt = events.some(({ kind, actor }) => kind === 'request.withdrawn' && actor === request.requester);
  const dms = [...board.posts.values()].filter((post) => post.tellsEnd && post.requestId === id);
  if (dms.length !== (withdrewIt ? 0 : 1)) breaks(`${id} was told its end ${dms.length} times`);
  for (const row of await truth.instancesOf(id)) {
    checkThread(row, board, breaks);
    const own = events.filter(({ instanceId }) => instanceId === row.id);
    if (row.order !== null) checkOrders(row, own, { board, cloud }, breaks);
  }
}

const ENDS: Readonly<Record<Power, { milestone: Milestone; status: string | undefined }>> = {
  start: { milestone: 'running', status: 'Running' },
  restart: { milestone: 'running', status: 'Running' },
  stop: { milestone: 'halted', status: 'Stopped' },
  release: { milestone: 'released', status: undefined },
};

/** That each order was told once, and that the last one has come to what its thread says. */
export function checkOrders(
  row: Instance,
  events: readonly AuditEvent[],
  { board, cloud }: Pick<Scene, 'board' | 'cloud'>,
  breaks: (promise: string) => void,
): void {
  const orders = events.filter(({ kind }) => kind === 'instance.wanted');
  const told = notesOf(row, board).filter((key) => key === 'ordered');
  if (orders.length !== told.length) breaks(`${row.id} had ${orders.length} orders, and ${told.length} were told`);
  if (row.outcome !== 'reached' || row.order === null) return;
  const { milestone, status } = ENDS[row.order.what];
  if (notesOf(row, board).at(-1) !== milestone) breaks(`${row.id} was not told that it is ${milestone}`);
  const vm = cloud.state().instances.find(({ InstanceId }) => InstanceId === row.cloudId);
  if (vm?.Status !== status && !(vm === undefined && row.order.what !== 'release'))
    breaks(`${row.id} was to ${row.order.what} and is ${vm?.Status}`);
}

export function notesOf(row: Instance, board: Board): readonly string[] {
  const ofRow = board.notes.filter((one) => one.requestId === row.requestId && one.note.ordinal === row.ordinal);
  // Leases have a clock of their own, and their messages come in between.
  const notes = ofRow.filter(({ note }) => !note.milestone.startsWith('lease'));
  return notes.map(({ note }) =>
    note.milestone === 'troubled'
      ? `troubled:${note.failure?.kind}`
      : note.milestone === 'held'
        ? `held:${note.freeze?.version}`
        : note.milestone,
  );
}

function checkThread(row: Instance, board: Board, breaks: (promise: string) => void): void {
  const all = notesOf(row, board);
  const firstOrder = all.indexOf('ordered');
  const creation = firstOrder === -1 ? all : all.slice(0, firstOrder);
  const keys = row.order === null ? all : all.slice(all.lastIndexOf('ordered') + 1);
  const told = [...row.told, ...(row.slowTold ? ['slow'] : [])];
  if (keys.toSorted().join() !== told.toSorted().join()) breaks(`${row.id} told ${keys.join()}, stored ${told.join()}`);
  if (row.outcome === null || (row.outcome === 'failed' && row.failure === null))
    breaks(`${row.id} has no readable end`);
  // An address whose answer was lost may show after it was given up.
  const isLate = (key: string): boolean => key === 'address' && creation.includes('addressless');
  const way = creation.filter((key): key is Milestone => WAY.includes(key as Milestone) && !isLate(key));
  if (way.join() !== WAY.filter((step) => way.includes(step)).join())
    breaks(`${row.id} told out of order: ${way.join()}`);
  if (row.outcome === 'withdrawn' && way.length > 0) breaks(`${row.id} was withdrawn and goes on`);
  const address = way.includes('addressless') ? 'addressless' : 'address';
  // What several are bought with starts them by itself.
  const skipped = row.chunk !== undefined && !way.includes('stopped') ? ['stopped'] : [];
  const expected = WAY.filter(
    (step) =>
      !skipped.includes(step) &&
      (!step.startsWith('address') || (step === address && row.spec.internetMaxBandwidthOut > 0)),
  );
  if (row.order === null && row.outcome === 'reached' && way.join() !== expected.join())
    breaks(`${row.id} has an incomplete thread: ${way.join()}`);
  if (row.outcome === 'failed' && !keys.includes('failed')) breaks(`${row.id} failed and nobody was told`);
}
