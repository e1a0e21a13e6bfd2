import { batchesOf } from '../../core/base/grouping.ts';
import type { Result } from '../../core/base/result.ts';
import { type Failure, failureOf } from '../../core/failure/failure.ts';
import type { Freeze } from '../../core/freeze.ts';
import { MAX_IDS_PER_CALL } from '../../core/instance/cloud-instance.ts';
import type { Instance, Observed } from '../../core/instance/instance.ts';
import { nextAction } from '../../core/instance/next-action.ts';
import type { Observation } from '../../core/instance/observation.ts';
import type { Acted } from '../../core/power/power.ts';
import type { Proceed } from '../../ecs/port.ts';
import { intendToAct } from '../commit-transition.ts';
import { asksAtHead, settleUnlessStopped, stillClaimed } from '../head-of-line.ts';
import { cloudIdOf, type DueAction, guarded, type Pass, settleAs, settleMany } from '../pass.ts';
import { holdAll, readFrozen } from '../purchase/freeze.ts';

/** Does the acts that follow from the looks: starts together, everything else one by one. After an address, starts the instance. */
export async function act(pass: Pass, region: string, looked: readonly DueAction[]): Promise<void> {
  const startAll = (rows: readonly Instance[]): Promise<unknown> =>
    Promise.all(batchesOf(rows, MAX_IDS_PER_CALL).map((batch) => start(pass, region, batch)));
  const starts = looked.filter(({ toDo }) => toDo === 'start').map(({ row }) => row);
  const others = looked.filter(({ toDo }) => toDo !== 'start');
  const toStart = Promise.all(others.map((due) => guarded(pass, due.row, () => actOn(pass, due))));
  await Promise.all([startAll(starts), toStart.then((rows) => startAll(rows.filter((row) => row !== null)))]);
}

/** Rows whose order has changed when the call is sent drop out, and the others are started without them. */
async function start(pass: Pass, region: string, rows: readonly Instance[]): Promise<void> {
  for (let waiting = rows; waiting.length > 0; ) {
    const now = await guarded(pass, waiting[0], () => readFrozen(pass));
    if (now === null) return;
    if (now.frozen) return holdSeen(pass, waiting, now);
    const head = asksAtHead(pass, { rows: 'instances', on: waiting, underFreeze: true });
    const result = await pass.ports.ecs.startInstances(region, waiting.map(cloudIdOf), head.proceed);
    const stop = head.stopped();
    // Some may have been sent one by one before the others were held back.
    const unsent = stop === null ? [] : waiting.filter((row) => !wasAccepted(result, row));
    const sent = waiting.filter((row) => !unsent.includes(row));
    await settleMany(
      pass,
      sent.map((row) => ({ row, observation: startFact(result, row) })),
    );
    if (stop?.is === 'unreadable') return pass.leave('broken');
    if (stop?.is === 'held') return holdSeen(pass, unsent, stop);
    const ours = await stillClaimed(pass, unsent);
    const overtaken = pass.ports.stopping() ? unsent : unsent.filter((row) => !ours.includes(row));
    await Promise.all(overtaken.map((row) => settleAs(pass, row, { is: 'unsent', what: 'start' })));
    waiting = unsent.filter((row) => !overtaken.includes(row));
  }
}

/** Only a row that was seen Stopped waits for the end of the freeze as stopped. The others are looked at. */
async function holdSeen(pass: Pass, rows: readonly Instance[], held: { readonly freeze: Freeze }): Promise<void> {
  const isSeen = ({ observed }: Instance): boolean => observed !== null;
  await holdAll(pass, rows.filter(isSeen), held);
  const others = rows.filter((row) => !isSeen(row));
  await Promise.all(others.map((row) => settleAs(pass, row, { is: 'unsent', what: 'start' })));
}

type Started = Result<ReadonlyMap<string, Failure | null>, Failure>;

const wasAccepted = (result: Started, row: Instance): boolean => result.ok && result.value.get(cloudIdOf(row)) === null;

function startFact(result: Started, row: Instance): Observation {
  if (!result.ok) return { is: 'refused', what: 'start', failure: result.error };
  const failure = result.value.get(cloudIdOf(row));
  if (failure === null) return { is: 'accepted', what: 'start' };
  return { is: 'refused', what: 'start', failure: failure ?? NO_WORD };
}

/** The answer to a batch did not name this id: the next look shows the outcome. */
const NO_WORD = failureOf('ambiguous', { detail: 'The answer did not name this instance.', api: 'StartInstances' });

/** Resolves to the row if it is to be started next, because an address takes effect with the start. */
async function actOn(pass: Pass, { row, seen, toDo }: DueAction): Promise<Instance | null> {
  if (toDo === 'allocateAddress') return allocate(pass, row, seen);
  if (toDo !== 'start') await actAsOrdered(pass, row, toDo);
  return null;
}

async function allocate(pass: Pass, row: Instance, seen: Observed | null): Promise<Instance | null> {
  const { clock, config, ecs } = pass.ports;
  const head = asksAtHead(pass, { rows: 'instances', on: [row], underFreeze: false });
  const result = await ecs.allocatePublicIp(row.spec.region, cloudIdOf(row), head.proceed);
  const observation: Observation = result.ok
    ? { is: 'addressed', ip: result.value.ip }
    : { is: 'refused', what: 'allocateAddress', failure: result.error };
  // The look still holds, however long the line was: nothing else has been done to the instance.
  const keep = (next: Instance): boolean => {
    if (!result.ok) return false;
    const shows = seen && { ...seen, publicIp: result.value.ip };
    return nextAction(next, shows, clock.now(), config).do === 'start';
  };
  return settleUnlessStopped(pass, row, { head, what: 'allocateAddress', observation, keep });
}

/**
 * An act that cannot be undone is stored before it is sent, and checked once more at the head of its line, because the order may
 * have changed.
 */
async function actAsOrdered(pass: Pass, row: Instance, what: PowerAct): Promise<void> {
  const intended = await intendToAct(pass.ports, row, what);
  if (intended === null) return pass.leave('letGo');
  const head = asksAtHead(pass, { rows: 'instances', on: [intended], underFreeze: false });
  const result = await send(pass, intended, what, head.proceed);
  const observation: Observation = result.ok
    ? { is: 'accepted', what }
    : { is: 'refused', what, failure: result.error };
  await settleUnlessStopped(pass, intended, { head, what, observation });
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
