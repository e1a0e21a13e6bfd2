import { ask, LEARNT_FROM, untilTold } from './asking.ts';
import { inSandbox } from './bench-sandbox.ts';
import { round } from './figures.ts';
import { namedFrom, pendingAt, runningAt } from './timeline.ts';
import { watchTold } from './told.ts';

/**
 * How long many instances take, beside the time that the cloud alone needs. All times count from the first acceptance of a
 * request.
 */
export interface FloorFigures {
  readonly instances: number;
  readonly requests: number;
  readonly toldMs: number;
  /** Until the last one ran in the cloud. */
  readonly ranMs: number;
  readonly ratio: number;
  /** The needed calls at the published quota's pace, plus the slowest instance of this run. */
  readonly floorMs: number;
  readonly overFloor: number;
}

/** RunInstances takes a hundred, and an account may call two hundred times a minute. */
const PER_CALL = 100;
const CALL_EVERY_MS = 60_000 / 200;

/** @param isLearnt whether the bot has created some of this kind before, and so knows how long they take */
export const measureOverFloor = (instances: number, requests: number, isLearnt: boolean): Promise<FloorFigures> =>
  inSandbox(async (sandbox) => {
    const channel = sandbox.slack.channels[0]?.id ?? '';
    const watch = watchTold(sandbox, channel);
    if (isLearnt) {
      await ask(sandbox, channel, { total: LEARNT_FROM, size: LEARNT_FROM, name: 'before' });
      await untilTold(sandbox.slack, watch.told, LEARNT_FROM);
    }
    const before = watch.told.length;
    const size = Math.ceil(instances / requests);
    const [start = Number.NaN] = await ask(sandbox, channel, { total: instances, size, name: 'floor' });
    await untilTold(sandbox.slack, watch.told, before + instances);
    watch.stop();
    const all = namedFrom(sandbox.ecs.state().instances, 'floor');
    const calls = requests * Math.ceil(size / PER_CALL);
    const slowest = Math.max(...all.map((one) => runningAt(one) - pendingAt(one)));
    const toldMs = Math.max(...watch.told) - start;
    const ranMs = Math.max(...all.map(runningAt)) - start;
    const floorMs = (calls - 1) * CALL_EVERY_MS + slowest;
    return {
      ...{ instances: all.length, requests, toldMs, ranMs, ratio: round(toldMs / ranMs, 2) },
      ...{ floorMs, overFloor: round(toldMs / floorMs, 2) },
    };
  });
