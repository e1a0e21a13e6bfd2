import { measureAcks } from './acks.ts';
import {
  type CreatingFigures,
  measureBot,
  measurePublishedLoop,
  measureTerraformWaiter,
  sizeOfRequests,
} from './creating.ts';
import { round } from './figures.ts';
import { measureInFlight } from './in-flight.ts';
import { type FloorFigures, measureOverFloor } from './over-floor.ts';
import { measureQuota } from './quota.ts';
import { measureReads } from './reads.ts';
import { measureStarts } from './starting.ts';

/**
 * All measures of the bench, in this order. Each prints its figures and resolves to them; `amounts`: how many instances are
 * created.
 */
export const MEASURES = {
  acks,
  starts,
  reads,
  creating,
  floor,
  quota,
  'in-flight': inFlight,
} as const satisfies Readonly<Record<string, (amounts: readonly number[]) => Promise<unknown>>>;

export type MeasureName = keyof typeof MEASURES;

async function acks() {
  const { bot, bare } = await measureAcks();
  const ratioP99 = round(bot.p99 / bare.p99, 2);
  console.log(`ack of /ecs create, 50 at once, ECS answering after 10 s (${bot.samples} samples each, ms)`);
  console.log(`  bot        p50 ${bot.p50}  p99 ${bot.p99}`);
  console.log(`  bare Bolt  p50 ${bare.p50}  p99 ${bare.p99}   ratio p99 ${ratioP99}`);
  return { bot, bare, ratioP99 };
}

async function starts() {
  const { bot, bare } = await measureStarts();
  const ratio = { ms: round(bot.ms / bare.ms, 2), mb: round(bot.mb / bare.mb, 2) };
  console.log('start until ready, and memory then (median)');
  console.log(`  bot                ${bot.ms} ms  ${bot.mb} MB`);
  console.log(`  bare Bolt and SDK  ${bare.ms} ms  ${bare.mb} MB   ratio ${ratio.ms} and ${ratio.mb}`);
  return { bot, bare, ratio };
}

async function reads() {
  const { idle, busy } = await measureReads(1_000);
  console.log('answer to a person’s read while 1,000 are created, beside the idle bot (ms)');
  const ratioP99 = { list: round(busy.list.p99 / idle.list.p99, 2), show: round(busy.show.p99 / idle.show.p99, 2) };
  for (const read of ['list', 'show'] as const) {
    console.log(`  /ecs ${read}  idle  p50 ${idle[read].p50}  p99 ${idle[read].p99}  (${idle[read].samples} samples)`);
    console.log(`             busy  p50 ${busy[read].p50}  p99 ${busy[read].p99}  (${busy[read].samples} samples)`);
    console.log(`             ratio p99 ${ratioP99[read]}`);
  }
  return { idle, busy, ratioP99 };
}

async function creating(amounts: readonly number[]) {
  const all: Partial<
    Record<'bot' | 'botLearnt' | 'botInOneRequest' | 'publishedLoop' | 'terraformWaiter', CreatingFigures>
  >[] = [];
  for (const instances of amounts) {
    console.log(`creating ${instances}`);
    all.push({
      bot: created('bot, just started', await measureBot(instances, false)),
      botLearnt: created('bot', await measureBot(instances, true)),
      ...(sizeOfRequests(instances) < instances && {
        botInOneRequest: created('bot, one request', await measureBot(instances, true, instances)),
      }),
      publishedLoop: created('published loop', await measurePublishedLoop(instances)),
      terraformWaiter: created('Terraform', await measureTerraformWaiter(instances)),
    });
  }
  return all;
}

function created(who: string, figures: CreatingFigures): CreatingFigures {
  const { callsPerInstance, addedMs, wholeMs } = figures;
  const whole = `all told after ${round(wholeMs / 1000)} s`;
  console.log(
    `  ${who.padEnd(17)} ${callsPerInstance} calls per instance, told p50 ${addedMs.p50} ms, p99 ${addedMs.p99} ms late, ${whole}`,
  );
  return figures;
}

async function floor() {
  console.log('from accepted to the last told, over the cloud’s last Running, and over what the quota allows');
  const measured = async (instances: number, requests: number, isLearnt: boolean): Promise<FloorFigures> => {
    const figures = await measureOverFloor(instances, requests, isLearnt);
    const seconds = [figures.toldMs, figures.ranMs, figures.floorMs].map((ms) => `${round(ms / 1000)} s`);
    const what = `${instances} in ${requests}${isLearnt ? '' : ', just started'}`;
    console.log(
      `  ${what.padEnd(24)} ${seconds.join(' / ')}   ratio ${figures.ratio}, over the floor ${figures.overFloor}`,
    );
    return figures;
  };
  return {
    oneJustStarted: await measured(1_000, 1, false),
    one: await measured(1_000, 1, true),
    fiveJustStarted: await measured(100, 5, false),
    five: await measured(100, 5, true),
  };
}

async function inFlight() {
  const figures = await measureInFlight(10_000, 1_000);
  const { lookedMs, floorMs, ratio, loopDelayP99Ms, bytesEach } = figures;
  console.log('10,000 being built when the bot is killed and started');
  console.log(`  each looked at once after ${lookedMs} ms, at least ${floorMs} ms   ratio ${ratio}`);
  console.log(`  event loop delay p99 ${loopDelayP99Ms} ms, memory ${bytesEach} bytes for each`);
  return figures;
}

async function quota() {
  const figures = await measureQuota(600);
  const { perMinute, usedShare, refused, refusedShare } = figures;
  console.log('600 single creates under 200 calls a minute');
  console.log(
    `  ${perMinute} a minute, ${round(usedShare * 100)}% of the quota, ${refused} refused (${refusedShare * 100}%)`,
  );
  return figures;
}
