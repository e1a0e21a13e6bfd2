import type { Fact } from '../core/absorb.ts';
import type { Failure } from '../core/failure.ts';
import type { Instance, Observed } from '../core/instance.ts';
import { nextAct } from '../core/next-act.ts';
import { REQUEST_TAG, REQUESTER_TAG } from '../core/request.ts';
import type { Result } from '../core/result.ts';
import { act } from './act.ts';
import { groupBy, guarded, IDS_PER_CALL, type Looked, type Pass, settleAs } from './pass.ts';
import { intendToCreate, settle } from './settle.ts';

/** Looks once per region and does at most one act per instance. Resolves when all is stored; rejects never. */
export async function workOn(pass: Pass, instances: readonly Instance[]): Promise<void> {
  const regions = groupBy(instances, (instance) => instance.spec.region);
  await Promise.all([...regions].map(([region, rows]) => workInRegion(pass, region, rows)));
}

async function workInRegion(pass: Pass, region: string, rows: readonly Instance[]): Promise<void> {
  const { clock, config } = pass.ports;
  const now = clock.now();
  const byAct = groupBy(rows, (row) => nextAct(row, null, now, config).do);
  const looks = byAct.get('look') ?? [];
  const work: Promise<unknown>[] = [];
  for (let from = 0; from < looks.length; from += IDS_PER_CALL)
    work.push(look(pass, region, looks.slice(from, from + IDS_PER_CALL)));
  for (const row of byAct.get('create') ?? [])
    work.push(pass.creates.run(() => guarded(pass, row, () => create(pass, row))));
  for (const row of byAct.get('lookUpByTag') ?? []) work.push(guarded(pass, row, () => lookUpByTag(pass, row)));
  // What needs no cloud: it was never created, or has ended already.
  for (const row of [...(byAct.get('done') ?? []), ...(byAct.get('rest') ?? [])])
    work.push(guarded(pass, row, () => settleAs(pass, row, { is: 'missing' })));
  await Promise.all(work);
}

async function create(pass: Pass, row: Instance): Promise<void> {
  const { ports } = pass;
  const intended = ports.stopping() ? null : await intendToCreate(ports, row);
  if (intended === null) {
    pass.leave('letGo');
    return;
  }
  const result = await ports.ecs.createInstance({
    spec: row.spec,
    clientToken: row.clientToken,
    tags: [
      { key: REQUEST_TAG, value: row.id },
      { key: REQUESTER_TAG, value: row.requester },
    ],
  });
  const fact: Fact = result.ok
    ? { is: 'created', cloudId: result.value.cloudId }
    : { is: 'refused', what: 'create', failure: result.error };
  await settleAs(pass, intended, fact);
}

async function lookUpByTag(pass: Pass, row: Instance): Promise<void> {
  const result = await pass.ports.ecs.findByTag(row.spec.region, REQUEST_TAG, row.id);
  const fact: Fact = result.ok
    ? { is: 'foundByTag', found: result.value }
    : { is: 'refused', what: 'lookUpByTag', failure: result.error };
  await settleAs(pass, row, fact);
}

async function look(pass: Pass, region: string, rows: readonly Instance[]): Promise<void> {
  const ids = rows.flatMap(({ cloudId }) => (cloudId === null ? [] : [cloudId]));
  const result = await pass.ports.ecs.describeInstances(region, ids);
  const looked = await Promise.all(rows.map((row) => guarded(pass, row, () => settleLook(pass, row, result))));
  await act(
    pass,
    region,
    looked.flatMap((one) => one ?? []),
  );
}

async function settleLook(
  pass: Pass,
  row: Instance,
  result: Result<ReadonlyMap<string, Observed>, Failure>,
): Promise<Looked | null> {
  const { ports, lease } = pass;
  if (!result.ok) {
    await settleAs(pass, row, { is: 'refused', what: 'look', failure: result.error });
    return null;
  }
  const seen = result.value.get(row.cloudId ?? '') ?? 'missing';
  const fact: Fact = seen === 'missing' ? { is: 'missing' } : { is: 'observed', observed: seen };
  let toDo: Looked['toDo'] | null = null;
  const keep = (next: Instance): boolean => {
    const { do: what } = nextAct(next, seen, ports.clock.now(), ports.config);
    toDo = what === 'start' || what === 'allocateAddress' || what === 'stop' || what === 'delete' ? what : null;
    return toDo !== null;
  };
  const next = await settle(ports, row, fact, { lease, keep });
  return next === null || toDo === null ? null : { row: next, toDo };
}
