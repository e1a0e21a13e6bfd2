import { silentLog } from '../../src/core/base/log.ts';
import type { NewFreeze } from '../../src/core/freeze.ts';
import { asKnown } from '../../src/core/instance/found-instance.ts';
import { type NewRequest, newRequest } from '../../src/core/request/request-new.ts';
import { seededRandom } from '../../src/sandbox/ecs/seeded.ts';
import { unlessStoreDown } from '../../src/store/unless-store-down.ts';
import { giveOrders, type PowerPorts } from '../../src/usecases/power/give-order.ts';
import { giveOrder } from '../support/give-order.ts';
import { NOW } from '../support/instances.ts';
import { makeCloudPort } from './cloud-port.ts';
import { ADMIN, type PlannedClick, submittedAs } from './crowd.ts';
import { makeLife } from './life.ts';
import { type PlannedFreeze, type PlannedPower, policyAt } from './plan.ts';
import { TIMING } from './timing.ts';
import type { World } from './world.ts';

/** What people do in a simulated world when their time has come. */

/** Nobody submits what has no price: they try again. */
export function submit(world: World, planned: NewRequest): void {
  const { cloud, timeline, truth, requestIds } = world;
  const at = timeline.now();
  const order = submittedAs(cloud, planned, policyAt(world.plan, at), at);
  if (order === null) return void timeline.after(1_000, () => submit(world, planned));
  requestIds.push(order.requestId);
  const { request, instances, events, messages } = newRequest(order);
  const rows = { requests: [{ next: request }], instances: instances.map((next) => ({ next })) };
  void truth.commit({ ...rows, events, messages, at });
}

/** Somebody presses a button on the card as they have seen it. A bot that is down hears nothing of it, and one without a store says so. */
export async function press(
  { truth, approvals, plan }: World,
  { order, by, what, staleBy, replica }: PlannedClick,
): Promise<void> {
  const id = plan.submissions[order]?.order.requestId ?? '';
  const round = (await truth.request(id))?.approval?.round ?? 1;
  const click = { what, by, round: Math.max(1, round - staleBy), note: 'as I see it' };
  await unlessStoreDown(
    async () => void (await approvals.get(replica)?.take(id, click)),
    () => {},
  );
}

/** People do not crash as the bot does, but what they ask of the cloud can fail like any call. */
export function orderAsPlanned(world: World, orders: readonly PlannedPower[]): void {
  const { timeline, truth, cloud, watch, ordered } = world;
  const life = makeLife('person', () => {});
  const random = seededRandom(orders.length);
  const ecs = makeCloudPort({ cloud, timeline, life, random, before: watch.beforeCall, after: watch.afterCall });
  const chance = { id: () => 'never', next: random };
  const ports = { store: truth, ecs, clock: timeline, random: chance, log: silentLog, timing: TIMING };
  for (const planned of orders)
    timeline.after(planned.at - NOW, () => {
      void order(ports, planned).then((outcomes) => {
        if (planned.by === undefined) ordered.push(...outcomes);
      });
    });
}

/** What became of it, e.g. `stop taken`. */
async function order(ports: PowerPorts, { requestId, ordinal, wish, by }: PlannedPower): Promise<readonly string[]> {
  const actor = { user: by ?? ADMIN, isAdmin: by === undefined };
  const here = { ...actor, team: '', channel: '' };
  const rows = ordinal === 'all' ? await ports.store.instancesOf(requestId) : [];
  const outcomes =
    ordinal === 'all'
      ? await giveOrders(
          ports,
          rows.map((row) => ({ found: asKnown(row), wish, by: here })),
        )
      : [await giveOrder(ports, `${requestId}-${ordinal}`, wish, actor)];
  return outcomes.map((outcome) => `${wish.what} ${outcome.is === 'refused' ? outcome.refusal.why : outcome.is}`);
}

/** Several admins may act at the same time: of two freezes the later one is in force, and that one is lifted. */
export function freezeAsPlanned({ timeline, truth, watch }: World, { at, until, liftedAt }: PlannedFreeze): void {
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
