import type { Sandbox } from '../sandbox.ts';
import { ask } from './asking.ts';
import { inSandbox } from './bench-sandbox.ts';
import { metricOf, residentBytes } from './bot-metrics.ts';
import { round } from './figures.ts';

/** A start while many instances are being built, and the cloud makes no progress with them. */
interface InFlightFigures {
  readonly instances: number;
  /** From ready, or from the first look if that was earlier, until the bot has asked the cloud about each of them. */
  readonly lookedMs: number;
  /** The least time for that: a hundred ids per call, at the bot's allowed rate. */
  readonly floorMs: number;
  readonly ratio: number;
  /** Of the bot's event loop in that time, from its /metrics. */
  readonly loopDelayP99Ms: number;
  /** Resident memory at that time beyond the idle bot's, per instance. */
  readonly bytesEach: number;
}

/** The bot's defaults: ECS_PER_SECOND, and the most ids of one DescribeInstances. */
const CALLS_PER_SECOND = 10;
const IDS_PER_CALL = 100;
const PATIENCE_MS = 900_000;
/** The loop is sampled every 10 ms, and a p99 needs a hundred samples. A small run ends earlier. */
const LOOP_WATCHED_MS = 1_000;
const LOOP_DELAY = 'nodejs_eventloop_lag_p99_seconds';
/** Two vSwitches, because one has 8,188 addresses. */
const ZONES = ['h', 'i'];
/** Enough for ten thousand in one region, which share the rate of its calls. */
const QUOTAS = { vCpusPerRegion: 1_000_000, instancesPerGroup: 1_000_000 };

/** @param size instances per request */
export const measureInFlight = (instances: number, size: number): Promise<InFlightFigures> =>
  inSandbox(
    async (sandbox) => {
      const { bot, ecs, slack } = sandbox;
      const idle = residentBytes(bot.pid());
      const refusal = ecs.addFault({ name: 'stuck-pending', times: 0 });
      if (refusal !== null) throw new Error(refusal);
      const known = watchLooks(sandbox);
      for (let asked = 0; asked < instances; asked += size) {
        const zone = ZONES[(asked / size) % ZONES.length] ?? '';
        await ask(sandbox, slack.channels[0]?.id ?? '', { total: size, size, name: `flight-${asked}`, zone });
        await known.until(asked + size);
      }
      await bot.kill();
      const looks = watchLooks(sandbox);
      await bot.start();
      const start = Date.now();
      // Resets the delay, which counts since the last read.
      await metricOf(bot, LOOP_DELAY);
      const watched = new Promise((resolve) => setTimeout(resolve, LOOP_WATCHED_MS));
      const lookedAt = await looks.until(instances);
      await watched;
      const loopDelay = await metricOf(bot, LOOP_DELAY);
      const floorMs = ((Math.ceil(instances / IDS_PER_CALL) - 1) * 1000) / CALLS_PER_SECOND;
      const lookedMs = lookedAt - Math.min(start, looks.firstAt());
      return {
        instances,
        lookedMs,
        floorMs,
        ratio: round(lookedMs / floorMs, 2),
        loopDelayP99Ms: round(loopDelay * 1000),
        bytesEach: Math.round((residentBytes(bot.pid()) - idle) / instances),
      };
    },
    { quotas: QUOTAS },
  );

/** Watches the ids for which the bot asks from now on. */
function watchLooks({ ecs }: Sandbox): { firstAt(): number; until(count: number): Promise<number> } {
  let firstAt = Number.POSITIVE_INFINITY;
  const seen = new Set<string>();
  let wanted = Number.POSITIVE_INFINITY;
  let reached: (at: number) => void = () => {};
  ecs.onCall(({ api, phase, params }) => {
    if (api !== 'DescribeInstances' || phase !== 'after') return;
    const ids = JSON.parse(params.InstanceIds ?? '[]') as readonly string[];
    if (ids.length > 0) firstAt = Math.min(firstAt, Date.now());
    for (const id of ids) seen.add(id);
    if (seen.size >= wanted) reached(Date.now());
  });
  return {
    firstAt: () => firstAt,
    /** Resolves to the time when this many different ids had been asked for. */
    until: (count) =>
      new Promise<number>((resolve, reject) => {
        const late = setTimeout(
          () => reject(new Error(`Of ${count} instances ${seen.size} were looked at`)),
          PATIENCE_MS,
        );
        reached = (at) => {
          clearTimeout(late);
          wanted = Number.POSITIVE_INFINITY;
          resolve(at);
        };
        wanted = count;
        if (seen.size >= count) reached(Date.now());
      }),
  };
}
