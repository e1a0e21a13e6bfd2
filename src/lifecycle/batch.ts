import assert from 'node:assert';
import { SCRIPT_CHANGED } from '../core/approval/final-check.ts';
import { isExpiryDue } from '../core/expiry/expiry-clock.ts';
import type { Freeze } from '../core/freeze.ts';
import { mayExist } from '../core/instance/create-calls.ts';
import type { Instance } from '../core/instance/instance.ts';
import { nextAction, repeatedUntil } from '../core/instance/next-action.ts';
import type { Observation } from '../core/instance/reduce.ts';
import { leaseStep } from '../core/lease/lease-clock.ts';
import { REQUEST_TAG, REQUESTER_TAG, STORE_TAG } from '../core/request/request.ts';
import { isSpotDue } from '../core/spot/spot-clock.ts';
import { intendToCreate, type Learned } from './commit-transition.ts';
import { asksAtHead, settleUnlessStopped } from './head-of-line.ts';
import { cloudIdOf, type DueAction, groupBy, guarded, IDS_PER_CALL, type Pass, settleAs, settleMany } from './pass.ts';
import type { LifecyclePorts } from './ports.ts';
import { isStillApproved } from './purchase/final-check.ts';
import { holdAll, readFrozen } from './purchase/freeze.ts';
import { lookFirst } from './purchase/look-first.ts';
import { act } from './steps/act.ts';
import { watchExpiry } from './steps/expiry.ts';
import { keepLeases } from './steps/lease.ts';
import { watchSpot } from './steps/spot.ts';

/** Looks once per region and does at most one act per instance. Resolves when all is stored; rejects never. */
export async function workOn(pass: Pass, instances: readonly Instance[]): Promise<void> {
  const regions = groupBy(instances, (instance) => instance.spec.region);
  await Promise.all([...regions].map(([region, rows]) => workInRegion(pass, region, rows)));
}

async function workInRegion(pass: Pass, region: string, rows: readonly Instance[]): Promise<void> {
  const { clock, config } = pass.ports;
  const now = clock.now();
  // One thing at a time: what it is to become goes before how long it lives.
  const rests = (row: Instance): boolean =>
    leaseStep(row, now) === 'rest' && !isExpiryDue(row, now) && !isSpotDue(row, now);
  const own = rows.filter((row) => isDue(row, now) || rests(row));
  const others = rows.filter((row) => !own.includes(row));
  const leases = others.filter((row) => leaseStep(row, now) !== 'rest');
  const ends = others.filter((row) => leaseStep(row, now) === 'rest');
  const expiring = ends.filter((row) => isExpiryDue(row, now));
  const spot = ends.filter((row) => !isExpiryDue(row, now));
  const byAct = groupBy(own, (row) => nextAction(row, null, now, config).do);
  const looks = byAct.get('look') ?? [];
  const work: Promise<unknown>[] = [
    keepLeases(pass, region, leases),
    watchExpiry(pass, region, expiring),
    watchSpot(pass, region, spot),
  ];
  for (let from = 0; from < looks.length; from += IDS_PER_CALL) {
    const together = looks.slice(from, from + IDS_PER_CALL);
    work.push(guarded(pass, together[0], () => look(pass, region, together)));
  }
  for (const row of byAct.get('create') ?? [])
    work.push(pass.creates.run(() => guarded(pass, row, () => create(pass, row))));
  for (const row of byAct.get('lookUpByTag') ?? []) work.push(guarded(pass, row, () => lookUpByTag(pass, row)));
  // What needs no cloud: it was never created, or has ended already.
  for (const row of [...(byAct.get('done') ?? []), ...(byAct.get('rest') ?? [])])
    work.push(guarded(pass, row, () => settleAs(pass, row, { is: 'missing' })));
  await Promise.all(work);
}

const isDue = ({ dueAt }: Instance, now: number): boolean => dueAt !== null && dueAt <= now;

async function create(pass: Pass, row: Instance): Promise<void> {
  assert(row.adopted !== true && row.clientToken !== '', `${row.id} was taken over, so nothing is created for it`);
  const { ports } = pass;
  // It may have waited for its turn so long that it may only be looked up by now: the next pass does.
  if (nextAction(row, null, ports.clock.now(), ports.config).do !== 'create') return pass.leave('letGo');
  const now = await readFrozen(pass);
  if (now.frozen) return waitForThaw(pass, row, now.freeze);
  // Before the look by tag: what that finds and the store never ordered says that the store has gone back.
  const checked = ports.stopping() ? 'clear' : await pass.guard.check(row.spec.region);
  if (checked === 'frozen') return pass.leave('letGo');
  if (checked !== 'clear') return settleAs(pass, row, { is: 'refused', what: 'lookFirst', failure: checked });
  const first = ports.stopping() ? null : await lookFirst(pass, row);
  if (first !== null) return settleAs(pass, row, first);
  const userData = userDataOf(ports, row);
  // Never another content in its place, and never without it.
  if (userData === null) return settleAs(pass, row, { is: 'refused', what: 'finalCheck', failure: SCRIPT_CHANGED });
  const against = ports.stopping() ? null : await pass.finalCheck(row);
  if (against !== null) return settleAs(pass, row, { is: 'refused', what: 'finalCheck', failure: against });
  const store = await ports.store.metadata.identity(ports.clock.now());
  const { account } = pass;
  const isOver = ports.stopping() || account === null;
  const intended = isOver ? null : await intendToCreate(ports, row, { freeze: now.freeze, account });
  if (intended === null) {
    pass.leave('letGo');
    return;
  }
  const { clock, config } = ports;
  const head = asksAtHead(pass, {
    rows: 'instances',
    on: [intended],
    underFreeze: true,
    also: async () =>
      clock.now() < repeatedUntil(intended, config) &&
      userDataOf(ports, intended) === userData &&
      (await isStillApproved(ports, intended)),
  });
  const tags = [
    { key: REQUEST_TAG, value: row.id },
    { key: REQUESTER_TAG, value: row.requester },
    { key: STORE_TAG, value: store.id },
  ];
  const { spec, clientToken } = row;
  const order = { spec, clientToken, tags, ...(userData === undefined ? {} : { userData }) };
  const result = await ports.ecs.createInstance(order, head.proceed);
  const observation: Observation = result.ok
    ? { is: 'created', cloudId: result.value.cloudId }
    : { is: 'refused', what: 'create', failure: result.error };
  await settleUnlessStopped(pass, intended, { head, what: 'create', observation });
}

/** The content of its start script: undefined where it has none, null where it is not what was asked for any more. */
const userDataOf = (
  { scripts }: Pick<LifecyclePorts, 'scripts'>,
  { spec: { script } }: Instance,
): string | null | undefined => script && scripts.contentOf(script);

/** A create that may have taken effect already is looked up meanwhile, because the same call again could buy it now. */
async function waitForThaw(pass: Pass, row: Instance, freeze: Freeze): Promise<void> {
  if (mayExist(row)) {
    const result = await pass.ports.ecs.findByTag(row.spec.region, REQUEST_TAG, row.id);
    if (result.ok && result.value.length > 0)
      return void (await settleAs(pass, row, { is: 'foundByTag', found: result.value }));
  }
  await holdAll(pass, [row], { freeze });
}

async function lookUpByTag(pass: Pass, row: Instance): Promise<void> {
  const lookedAt = pass.ports.clock.now();
  const result = await pass.ports.ecs.findByTag(row.spec.region, REQUEST_TAG, row.id);
  const observation: Observation = result.ok
    ? { is: 'foundByTag', found: result.value, lookedAt }
    : { is: 'refused', what: 'lookUpByTag', failure: result.error };
  await settleAs(pass, row, observation);
}

async function look(pass: Pass, region: string, rows: readonly Instance[]): Promise<void> {
  const { clock, config, ecs } = pass.ports;
  const lookedAt = clock.now();
  const result = await ecs.describeInstances(region, rows.map(cloudIdOf));
  const toDo = new Map<string, DueAction['toDo']>();
  const learned = rows.map((row): Learned => {
    if (!result.ok) return { row, observation: { is: 'refused', what: 'look', failure: result.error } };
    const seen = result.value.get(cloudIdOf(row)) ?? 'missing';
    const keep = (next: Instance): boolean => {
      const { do: what } = nextAction(next, seen, clock.now(), config, lookedAt);
      const acts =
        what === 'start' || what === 'allocateAddress' || what === 'stop' || what === 'reboot' || what === 'delete';
      if (acts) toDo.set(row.id, what);
      else toDo.delete(row.id);
      return acts;
    };
    return {
      row,
      observation: seen === 'missing' ? { is: 'missing', lookedAt } : { is: 'observed', observed: seen },
      keep,
    };
  });
  const settled = await settleMany(pass, learned);
  const looked = settled.flatMap((row): DueAction[] => {
    const what = row === null ? undefined : toDo.get(row.id);
    return row === null || what === undefined ? [] : [{ row, toDo: what }];
  });
  await act(pass, region, looked);
}
