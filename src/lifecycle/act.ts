import type { Fact } from '../core/absorb.ts';
import type { Failure } from '../core/failure.ts';
import type { Instance } from '../core/instance.ts';
import type { Acted } from '../core/power.ts';
import type { Result } from '../core/result.ts';
import type { Proceed } from '../ecs/port.ts';
import { askAgain, holdAll, readFrozen } from './freeze.ts';
import { cloudIdOf, guarded, IDS_PER_CALL, type Looked, type Pass, settleAs, settleMany } from './pass.ts';
import { intendToAct } from './settle.ts';

/** Does what the looks ask for: starts together, everything else one by one. */
export async function act(pass: Pass, region: string, looked: readonly Looked[]): Promise<void> {
  const starts = looked.filter(({ toDo }) => toDo === 'start').map(({ row }) => row);
  const work: Promise<unknown>[] = [];
  for (let from = 0; from < starts.length; from += IDS_PER_CALL)
    work.push(start(pass, region, starts.slice(from, from + IDS_PER_CALL)));
  for (const { row, toDo } of looked) if (toDo !== 'start') work.push(guarded(pass, row, () => actOn(pass, row, toDo)));
  await Promise.all(work);
}

async function start(pass: Pass, region: string, rows: readonly Instance[]): Promise<void> {
  const now = await guarded(pass, rows[0], () => readFrozen(pass));
  if (now === null) return;
  if (now.frozen) return holdAll(pass, rows, now);
  const { proceed, heldBack } = askAgain(pass);
  const result = await pass.ports.ecs.startInstances(region, rows.map(cloudIdOf), proceed);
  const held = heldBack();
  if (held === 'unreadable') return pass.leave('broken');
  if (held !== null) return holdAll(pass, rows, { freeze: held });
  await settleMany(
    pass,
    rows.map((row) => ({ row, fact: startFact(result, row) })),
  );
}

function startFact(result: Result<ReadonlyMap<string, Failure | null>, Failure>, row: Instance): Fact {
  if (!result.ok) return { is: 'refused', what: 'start', failure: result.error };
  const failure = result.value.get(cloudIdOf(row));
  if (failure === null) return { is: 'accepted', what: 'start' };
  return { is: 'refused', what: 'start', failure: failure ?? NO_WORD };
}

/** The answer to a batch said nothing of this id: the next look shows what became of it. */
const NO_WORD: Failure = {
  kind: 'ambiguous',
  code: null,
  detail: 'The answer did not name this instance.',
  requestId: null,
  retryAfterMs: null,
  api: 'StartInstances',
  missing: null,
};

async function actOn(pass: Pass, row: Instance, what: Exclude<Looked['toDo'], 'start'>): Promise<void> {
  if (what !== 'allocateAddress') return actAsOrdered(pass, row, what);
  const result = await pass.ports.ecs.allocatePublicIp(row.spec.region, cloudIdOf(row));
  const fact: Fact = result.ok
    ? { is: 'addressed', ip: result.value.ip }
    : { is: 'refused', what, failure: result.error };
  await settleAs(pass, row, fact);
}

/** What may not be undone is stored before it is sent, and asked once more at the head of its line: the order may be another by now. */
async function actAsOrdered(pass: Pass, row: Instance, what: PowerAct): Promise<void> {
  const intended = await intendToAct(pass.ports, row, what);
  if (intended === null) return pass.leave('letGo');
  let isHeldBack = false;
  const proceed: Proceed = async () => {
    const stored = await pass.ports.store.instance(row.id).catch(() => null);
    isHeldBack = stored?.version !== intended.version;
    return !isHeldBack;
  };
  const result = await send(pass, intended, what, proceed);
  if (isHeldBack) return settleAs(pass, intended, { is: 'unsent', what });
  const fact: Fact = result.ok ? { is: 'accepted', what } : { is: 'refused', what, failure: result.error };
  await settleAs(pass, intended, fact);
}

type PowerAct = Acted['what'];

function send({ ports }: Pass, row: Instance, what: PowerAct, proceed: Proceed): Promise<Result<null, Failure>> {
  const { region } = row.spec;
  const cloudId = cloudIdOf(row);
  switch (what) {
    case 'stop':
      return ports.ecs.stopInstance(region, cloudId, row.order?.stoppedMode ?? null, proceed);
    case 'reboot':
      return ports.ecs.rebootInstance(region, cloudId, proceed);
    case 'delete':
      return ports.ecs.deleteInstance(region, cloudId, proceed);
  }
}
