import { expect, test } from 'vitest';
import { STATUSES, type Status } from '../../src/core/instance.ts';
import { POWERS, type Power } from '../../src/core/power.ts';
import { replay, visibleOf } from '../../src/core/replay.ts';
import { makePowerStage, makeRunning, type PowerStage } from './power-stage.ts';

// Every order, given in every state that the cloud knows, with everything that may come between: it must be brought about, and
// by nothing but calls that the cloud allows in the state in which the instance is.

const WANTED = [...POWERS, 'stop saving'] as const;
type Wanted = (typeof WANTED)[number];
const OBSERVED = [...STATUSES, 'gone'] as const;
type Observed = (typeof OBSERVED)[number];

const HAPPENS = [
  'nothing',
  'a start is ordered',
  'a stop is ordered',
  'a restart is ordered',
  'a release is ordered',
  'the answer is lost',
  'the call is lost',
  'no answer in time',
  'a rate limit',
  'a freeze, lifted later',
  'the bot dies before a write',
  'the bot dies after a write',
] as const;
type Happening = (typeof HAPPENS)[number];

const CASES = WANTED.flatMap((wanted) =>
  OBSERVED.flatMap((observed) => HAPPENS.map((happening) => ({ wanted, observed, happening }))),
);

const ACTS = ['StartInstance', 'StopInstance', 'RebootInstance', 'DeleteInstance'] as const;
const FAULTS: Readonly<Partial<Record<Happening, string>>> = {
  'the answer is lost': 'reset-after',
  'the call is lost': 'reset-before',
  'no answer in time': 'timeout',
  'a rate limit': 'throttle',
};
const ENDS: Readonly<Record<Power, string>> = {
  start: 'Running',
  restart: 'Running',
  stop: 'Stopped',
  release: 'gone',
};

/** A stage whose instance is in a state as far as the cloud is concerned, without the bot having brought it there. */
async function stageAt(observed: Observed): Promise<PowerStage> {
  if (observed === 'Pending') {
    const stage = await makePowerStage();
    stage.keepReading();
    await stage.submit('r-1', stage.spec.plain, 1);
    stage.start();
    await stage.until(async () => (await stage.only()).cloudId !== null);
    return stage;
  }
  const stage = await makeRunning();
  if (observed === 'Running') return stage;
  if (observed === 'gone') {
    stage.byHand('DeleteInstance', { Force: 'true' });
    return stage;
  }
  stage.byHand('StopInstance');
  if (observed === 'Stopping') return stage;
  await stage.until(() => stage.status() === 'Stopped');
  if (observed === 'Starting') stage.byHand('StartInstance');
  return stage;
}

async function happen(stage: PowerStage, happening: Happening): Promise<Power | null> {
  const [, what] = /^a (start|stop|restart|release) is ordered$/.exec(happening) ?? [];
  if (what === undefined) return null;
  await stage.pass(1_500);
  const ordered = await stage.order(what as Power);
  return ordered.is === 'taken' ? (what as Power) : null;
}

async function freezeFor(stage: PowerStage, ms: number): Promise<void> {
  const at = stage.timeline.now();
  await stage.truth.commit({ freeze: { was: null, next: { reason: 'audit', by: 'UADMIN', at, until: at + ms } }, at });
}

const illegal = (stage: PowerStage): readonly string[] =>
  stage.calls.flatMap(({ action, code }) => (code?.startsWith('IncorrectInstanceStatus') ? [action] : []));

async function run(wanted: Wanted, observed: Observed, happening: Happening): Promise<string | null> {
  const stage = await stageAt(observed);
  if (observed !== 'gone' && stage.status() !== observed) return `is ${stage.status()} to begin with`;
  const fault = FAULTS[happening];
  if (fault !== undefined) for (const action of ACTS) stage.cloud.addFault({ name: fault, action, times: 1 });
  const frozenAt = stage.timeline.now();
  if (happening === 'a freeze, lifted later') await freezeFor(stage, 300_000);
  const dies = happening.startsWith('the bot dies');
  const mortal = dies ? stage.start({ name: 'mortal' }) : null;
  if (mortal !== null) mortal.life.dieIn(2, happening.endsWith('before a write') ? 'before' : 'after');
  const what: Power = wanted === 'stop saving' ? 'stop' : wanted;
  const stoppedMode = wanted === 'stop saving' ? 'StopCharging' : what === 'stop' ? 'KeepCharging' : undefined;
  const given = await stage.order(what, stoppedMode === undefined ? {} : { stoppedMode });
  const later = await happen(stage, happening);
  await stage.until(stage.reached);
  return wrong(stage, given.is === 'taken' ? (later ?? what) : later, observed, { happening, frozenAt });
}

/** What is wrong at the end; null when all is well. */
async function wrong(
  stage: PowerStage,
  last: Power | null,
  observed: Observed,
  { happening, frozenAt }: { readonly happening: Happening; readonly frozenAt: number },
): Promise<string | null> {
  if (illegal(stage).length > 0) return `illegal ${illegal(stage).join()}`;
  const frozen = stage.calls.find(
    ({ action, at }) => action.startsWith('StartInstance') && at > frozenAt && at < frozenAt + 300_000,
  );
  if (happening === 'a freeze, lifted later' && frozen !== undefined) return 'started while frozen';
  const row = await stage.only();
  const request = await stage.truth.request('r-1');
  const told = replay(await stage.truth.eventsOf('r-1'));
  if (request === null || JSON.stringify(told) !== JSON.stringify(visibleOf(request, [row]))) return 'not replayed';
  if (observed === 'gone') {
    const end = last === 'release' || row.wanted === 'released' ? 'reached' : 'failed';
    return row.outcome === end ? null : `${row.outcome} ${row.failure?.kind}`;
  }
  if (last === null) return null;
  if (row.outcome !== 'reached') return `${row.outcome} ${row.failure?.kind}`;
  return stage.status() === ENDS[last] ? null : `is ${stage.status()}`;
}

test.each(WANTED)(
  '%s is brought about from every state and through everything, by legal calls alone',
  { timeout: 120_000 },
  async (wanted) => {
    const failed: string[] = [];
    for (const { observed, happening } of CASES.filter((one) => one.wanted === wanted)) {
      const found = await run(wanted, observed, happening).catch((error: unknown) => String(error));
      if (found !== null) failed.push(`${wanted}, ${observed}, ${happening}: ${found}`);
    }
    expect(failed).toEqual([]);
  },
);

test('every status of the cloud is among the states', () => {
  const missing = STATUSES.filter((status: Status) => !OBSERVED.includes(status));
  expect(missing).toEqual([]);
});
