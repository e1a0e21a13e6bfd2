import { batchesOf, groupBy } from '../../core/base/lists.ts';
import type { Result } from '../../core/base/result.ts';
import { type Failure, failureOf } from '../../core/failure/failure.ts';
import { MAX_IDS_PER_CALL } from '../../core/instance/cloud-instance.ts';
import type { Instance, Observed } from '../../core/instance/instance.ts';
import { nextAction } from '../../core/instance/next-action.ts';
import type { Observation } from '../../core/instance/observation.ts';
import type { Proceed } from '../../ecs/port.ts';
import { intendToAct } from '../commit-transition.ts';
import { asksAtHead, settleUnlessStopped, stillClaimed } from '../head-of-line.ts';
import { cloudIdOf, type DueAction, guarded, type Pass, settleAs, settleMany } from '../pass.ts';
import { holdAll, readFrozen } from '../purchase/freeze.ts';

/**
 * Does the acts that follow from the looks: starts together, stops together, everything else one by one. After an address, starts the
 * instance.
 */
export async function act(pass: Pass, region: string, looked: readonly DueAction[]): Promise<void> {
  const startAll = (rows: readonly Instance[]): Promise<unknown> =>
    Promise.all(batchesOf(rows, MAX_IDS_PER_CALL).map((batch) => sendTogether(pass, starting(pass, region), batch)));
  const rowsTo = (what: DueAction['toDo']) => looked.filter(({ toDo }) => toDo === what).map(({ row }) => row);
  const others = looked.filter(({ toDo }) => toDo !== 'start' && toDo !== 'stop');
  const toStart = Promise.all(others.map((due) => guarded(pass, due.row, () => actOn(pass, due))));
  await Promise.all([
    startAll(rowsTo('start')),
    stopAll(pass, region, rowsTo('stop')),
    toStart.then((rows) => startAll(rows.filter((row) => row !== null))),
  ]);
}

/** Those that are stopped in the same mode go in one call. */
async function stopAll(pass: Pass, region: string, rows: readonly Instance[]): Promise<void> {
  const byMode = groupBy(rows, ({ order }) => order?.stoppedMode ?? '');
  const batches = [...byMode.values()].flatMap((ofMode) => batchesOf(ofMode, MAX_IDS_PER_CALL));
  await Promise.all(
    batches.map((batch) =>
      guarded(pass, batch[0], async () => {
        const intended = await intendToAct(pass.ports, batch, 'stop');
        if (intended.length < batch.length) pass.leave('letGo');
        await sendTogether(pass, stopping(pass, region), intended);
      }),
    ),
  );
}

/** An act that one call does for many. */
interface Batch {
  readonly what: 'start' | 'stop';
  /** Whether a freeze holds it back. */
  readonly underFreeze: boolean;
  send(rows: readonly Instance[], proceed: Proceed): Promise<Outcome>;
}

const starting = ({ ports: { ecs } }: Pass, region: string): Batch => ({
  what: 'start',
  underFreeze: true,
  send: (rows, proceed) => ecs.startInstances(region, rows.map(cloudIdOf), proceed),
});

const stopping = ({ ports: { ecs } }: Pass, region: string): Batch => ({
  what: 'stop',
  underFreeze: false,
  send: (rows, proceed) => ecs.stopInstances(region, rows.map(cloudIdOf), rows[0]?.order?.stoppedMode, proceed),
});

/** Rows whose order has changed when the call is sent drop out, and the others are acted on without them. */
async function sendTogether(pass: Pass, batch: Batch, rows: readonly Instance[]): Promise<void> {
  const { what, underFreeze } = batch;
  for (let waiting = rows; waiting.length > 0; ) {
    const now = underFreeze ? await guarded(pass, waiting[0], () => readFrozen(pass)) : NOT_FROZEN;
    if (now === null) return;
    if (now.frozen) return holdAll(pass, waiting, now);
    const head = asksAtHead(pass, { rows: 'instances', on: waiting, underFreeze });
    const result = await batch.send(waiting, head.proceed);
    const stop = head.stopped();
    // Some may have been sent one by one before the others were held back, and are sent again only after a look.
    const unsent = stop === null ? [] : waiting.filter((row) => wasNotSent(result, row));
    const sent = waiting.filter((row) => !unsent.includes(row));
    await settleMany(
      pass,
      sent.map((row) => ({ row, observation: factOf(what, result, row) })),
    );
    if (stop?.is === 'unreadable') return pass.leave('broken');
    if (stop?.is === 'held') return holdAll(pass, unsent, stop);
    const ours = await stillClaimed(pass, unsent);
    const overtaken = pass.ports.stopping() ? unsent : unsent.filter((row) => !ours.includes(row));
    await Promise.all(overtaken.map((row) => settleAs(pass, row, { is: 'unsent', what })));
    waiting = unsent.filter((row) => !overtaken.includes(row));
  }
}

const NOT_FROZEN = { frozen: false } as const;

type Outcome = Result<ReadonlyMap<string, Failure | null>, Failure>;

const wasNotSent = (result: Outcome, row: Instance): boolean =>
  (result.ok ? result.value.get(cloudIdOf(row)) : result.error)?.kind === 'notSent';

function factOf(what: Batch['what'], result: Outcome, row: Instance): Observation {
  if (!result.ok) return { is: 'refused', what, failure: result.error };
  const failure = result.value.get(cloudIdOf(row));
  if (failure === null) return { is: 'accepted', what };
  return { is: 'refused', what, failure: failure ?? NO_WORD };
}

/** The answer to a batch did not name this id: the next look shows the outcome. */
const NO_WORD = failureOf('ambiguous', { detail: 'The answer did not name this instance.' });

/** Resolves to the row if it is to be started next, because an address takes effect with the start. */
async function actOn(pass: Pass, { row, seen, toDo }: DueAction): Promise<Instance | null> {
  if (toDo === 'allocateAddress') return allocate(pass, row, seen);
  if (toDo === 'reboot' || toDo === 'delete') await actAsOrdered(pass, row, toDo);
  return null;
}

async function allocate(pass: Pass, row: Instance, seen: Observed): Promise<Instance | null> {
  const { clock, config, ecs } = pass.ports;
  const head = asksAtHead(pass, { rows: 'instances', on: [row], underFreeze: false });
  const result = await ecs.allocatePublicIp(row.spec.region, cloudIdOf(row), head.proceed);
  const observation: Observation = result.ok
    ? { is: 'addressed', ip: result.value.ip }
    : { is: 'refused', what: 'allocateAddress', failure: result.error };
  // What the look showed still holds: a line may have been long, but nothing else has been done to it.
  const keep = (next: Instance): boolean =>
    result.ok && nextAction(next, { ...seen, publicIp: result.value.ip }, clock.now(), config).do === 'start';
  return settleUnlessStopped(pass, row, { head, what: 'allocateAddress', observation, keep });
}

/**
 * An act that cannot be undone is stored before it is sent, and checked once more at the head of its line, because the order may
 * have changed.
 */
async function actAsOrdered(pass: Pass, row: Instance, what: 'reboot' | 'delete'): Promise<void> {
  const [intended] = await intendToAct(pass.ports, [row], what);
  if (intended === undefined) return pass.leave('letGo');
  const head = asksAtHead(pass, { rows: 'instances', on: [intended], underFreeze: false });
  const result = await send(pass, intended, what, head.proceed);
  const observation: Observation = result.ok
    ? { is: 'accepted', what }
    : { is: 'refused', what, failure: result.error };
  await settleUnlessStopped(pass, intended, { head, what, observation });
}

function send(
  { ports }: Pass,
  row: Instance,
  what: 'reboot' | 'delete',
  proceed: Proceed,
): Promise<Result<null, Failure>> {
  const { region } = row.spec;
  const cloudId = cloudIdOf(row);
  switch (what) {
    case 'reboot':
      return ports.ecs.rebootInstance(region, cloudId, proceed);
    case 'delete':
      return ports.ecs.deleteInstance(region, cloudId, proceed);
  }
}
