import { STATUSES } from '../../../src/core/instance/instance.ts';
import { POWERS, type Power } from '../../../src/core/power/power.ts';
import { replay, visibleOf } from '../../support/replay.ts';
import { makePowerStage, makeRunning, type PowerStage } from './power-stage.ts';

// Every order, given in every state that the cloud knows, with everything that may come between: it must be brought about, and
// by nothing but calls that the cloud allows in the state in which the instance is.

export const WANTED = [...POWERS, 'stop saving'] as const;
export type Wanted = (typeof WANTED)[number];
export const OBSERVED = [...STATUSES, 'gone'] as const;
type Observed = (typeof OBSERVED)[number];

/** What may come between. */
export const HAPPENS = [
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
/** The same, by people who do not ask the bot. */
export const BY_HAND_NAMES = [
  'somebody starts it in the console',
  'somebody stops it in the console',
  'somebody releases it in the console',
] as const;
type Happening = (typeof HAPPENS)[number] | (typeof BY_HAND_NAMES)[number];

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
    await stage.submit('r-1', stage.spec.plain, 1);
    stage.start();
    // It is Pending for a few steps only.
    await stage.until(async () => (await stage.instance()).cloudId !== null, 60_000, 1);
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

const BY_HAND: Readonly<
  Partial<Record<Happening, readonly [action: string, params?: Readonly<Record<string, string>>]>>
> = {
  'somebody starts it in the console': ['StartInstance'],
  'somebody stops it in the console': ['StopInstance'],
  'somebody releases it in the console': ['DeleteInstance', { Force: 'true' }],
};

/** Null where it was not done: nothing of the kind, too late to matter for the order, or the cloud did not allow it. */
async function interfere(stage: PowerStage, happening: Happening): Promise<'interfered' | 'released' | null> {
  const act = BY_HAND[happening];
  if (act === undefined) return null;
  // As soon as the cloud allows it.
  for (;;) {
    await stage.pass(300);
    if ((await stage.reached()) || stage.status() === 'gone') return null;
    try {
      stage.byHand(...act);
      return act[0] === 'DeleteInstance' ? 'released' : 'interfered';
    } catch {}
  }
}

async function freezeFor(stage: PowerStage, ms: number): Promise<void> {
  const at = stage.timeline.now();
  await stage.truth.commit({ freeze: { was: null, next: { reason: 'audit', by: 'UADMIN', at, until: at + ms } }, at });
}

/** Whether what the bot went by at a moment was read before somebody else acted: until it looks again it can't know. */
function wentByOld({ calls }: PowerStage, handAt: number | null, at = Number.POSITIVE_INFINITY): boolean {
  const look = calls.findLast((call) => call.action === 'DescribeInstances' && call.at <= at);
  return handAt !== null && look !== undefined && look.at <= handAt;
}

const illegal = (stage: PowerStage, handAt: number | null): readonly string[] =>
  stage.calls
    .filter(({ code, at }) => code?.startsWith('IncorrectInstanceStatus') && !wentByOld(stage, handAt, at))
    .map(({ action }) => action);

interface Ran {
  readonly wrong: string | null;
  readonly hand: Awaited<ReturnType<typeof interfere>>;
}

async function run(wanted: Wanted, observed: Observed, happening: Happening): Promise<Ran> {
  const stage = await stageAt(observed);
  if (observed !== 'gone' && stage.status() !== observed)
    return { wrong: `is ${stage.status()} to begin with`, hand: null };
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
  const hand = await interfere(stage, happening);
  const handAt = hand === null ? null : stage.timeline.now();
  await stage.until(stage.reached);
  const gone = observed === 'gone' || hand === 'released';
  const last = given.is === 'taken' ? (later ?? what) : later;
  return { wrong: await wrong(stage, last, gone, { happening, frozenAt, handAt }), hand };
}

/** What is wrong at the end; null when all is well. */
async function wrong(
  stage: PowerStage,
  last: Power | null,
  gone: boolean,
  { happening, frozenAt, handAt }: { happening: Happening; frozenAt: number; handAt: number | null },
): Promise<string | null> {
  const refused = illegal(stage, handAt);
  if (refused.length > 0) return `illegal ${refused.join()}`;
  const frozen = stage.calls.find(
    ({ action, at }) => action.startsWith('StartInstance') && at > frozenAt && at < frozenAt + 300_000,
  );
  if (happening === 'a freeze, lifted later' && frozen !== undefined) return 'started while frozen';
  const row = await stage.instance();
  const request = await stage.truth.request('r-1');
  const told = replay(await stage.truth.eventsOf('r-1'));
  if (request === null || JSON.stringify(told) !== JSON.stringify(visibleOf(request, [row]))) return 'not replayed';
  const sawItsEnd = last !== null && wentByOld(stage, handAt) && row.observed?.status === ENDS[last];
  if (sawItsEnd && row.outcome === 'reached') return null;
  if (gone) {
    const end = last === 'release' || row.wanted === 'released' ? 'reached' : 'failed';
    return row.outcome === end ? null : `${row.outcome} ${row.failure?.kind}`;
  }
  if (last === null) return null;
  if (row.outcome !== 'reached') return `${row.outcome} ${row.failure?.kind}`;
  return stage.status() === ENDS[last] ? null : `is ${stage.status()}`;
}

export interface Tried {
  readonly failed: readonly string[];
  /** How often somebody else could act before the order had come to its end. */
  readonly interfered: number;
}

/** Everything that goes wrong with an order, with each of these in between, in every state or in each `nth` of them. */
export async function failuresOf(wanted: Wanted, happens: readonly Happening[], nth = 1): Promise<Tried> {
  const failed: string[] = [];
  let interfered = 0;
  for (const [row, observed] of OBSERVED.entries())
    for (const [column, happening] of happens.entries()) {
      if ((column + row + OBSERVED.length * WANTED.indexOf(wanted)) % nth !== 0) continue;
      const ran = await run(wanted, observed, happening).catch((error): Ran => ({ wrong: String(error), hand: null }));
      if (ran.wrong !== null) failed.push(`${wanted}, ${observed}, ${happening}: ${ran.wrong}`);
      if (ran.hand !== null) interfered += 1;
    }
  return { failed, interfered };
}
