import type { Sandbox } from '../sandbox.ts';
import { ask } from './asking.ts';
import { inSandbox } from './bench-sandbox.ts';
import { metricOf, residentBytes } from './bot-metrics.ts';
import { round } from './figures.ts';

/** What a start finds when many instances are being built, and the cloud does not get on with them. */
export interface InFlightFigures {
  readonly instances: number;
  /** From ready, or the first look where that came before, until the bot has asked the cloud for every one of them. */
  readonly lookedMs: number;
  /** The least that takes: a hundred ids a call, at the rate at which the bot may call. */
  readonly floorMs: number;
  readonly ratio: number;
  /** Of the bot's event loop in that time, as its /metrics tell it. */
  readonly loopDelayP99Ms: number;
  /** Resident memory then, beyond that of the bot with nothing to do, for each of them. */
  readonly bytesEach: number;
}

/** The defaults of the bot: ECS_PER_SECOND, and as many ids as one DescribeInstances takes. */
const CALLS_PER_SECOND = 10;
const IDS_PER_CALL = 100;
const PATIENCE_MS = 900_000;
/** The loop is sampled every 10 ms, and its p99 wants a hundred samples. A small run is over before. */
const LOOP_WATCHED_MS = 1_000;
const LOOP_DELAY = 'nodejs_eventloop_lag_p99_seconds';
/** Two vSwitches, because one has 8,188 addresses. */
const ZONES = ['h', 'i'];
/** Enough for ten thousand in one region, in which they share the rate of its calls. */
const QUOTAS = { vCpusPerRegion: 1_000_000, instancesPerGroup: 1_000_000 };

/** @param size how many in one request */
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
      // The delay is told since the last question.
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

/** Which ids the bot asks for from now on. */
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
    /** Resolves to when so many different ones had been asked for. */
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
