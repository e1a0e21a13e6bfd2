import { expect, test } from 'vitest';

// `npm run bench` takes minutes and is run by people: here everything that it measures is measured once, so that it goes on working.

interface Bench {
  readonly measureAcks: (
    rounds: number,
  ) => Promise<Record<'bot' | 'bare', { readonly samples: number; readonly p99: number }>>;
  readonly measureStarts: (
    rounds: number,
  ) => Promise<Record<'bot' | 'bare', { readonly ms: number; readonly mb: number }>>;
  readonly measureBot: (instances: number, isLearnt: boolean) => Promise<Created>;
  readonly measureTerraformWaiter: (instances: number) => Promise<Created>;
  readonly measureReads: (
    instances: number,
    idleRounds: number,
  ) => Promise<Record<'idle' | 'busy', Record<'list' | 'show', { readonly samples: number; readonly p99: number }>>>;
  readonly measureOverFloor: (
    instances: number,
    requests: number,
    isLearnt: boolean,
  ) => Promise<{ readonly instances: number; readonly ratio: number; readonly overFloor: number }>;
  readonly measureInFlight: (
    instances: number,
    size: number,
  ) => Promise<Record<'lookedMs' | 'floorMs' | 'ratio' | 'loopDelayP99Ms' | 'bytesEach', number>>;
  readonly measureQuota: (
    instances: number,
  ) => Promise<Record<'instances' | 'refused' | 'perMinute' | 'usedShare', number>>;
}
type Created = {
  readonly instances: number;
  readonly callsPerInstance: number;
  readonly addedMs: { readonly p99: number };
};

const load = async (name: string): Promise<Bench> =>
  import(new URL(`../../dist/sandbox/bench/${name}.js`, import.meta.url).href);

test('acknowledgements are timed beside a bare Bolt app', async () => {
  const { bot, bare } = await (await load('acks')).measureAcks(1);
  expect([bot.samples, bare.samples]).toEqual([50, 50]);
  expect(bot.p99).toBeGreaterThan(0);
});

test('starts are timed, and memory is read, beside a bare Bolt app with the SDK', async () => {
  const { bot, bare } = await (await load('starting')).measureStarts(1);
  for (const { ms, mb } of [bot, bare]) {
    expect(ms).toBeGreaterThan(100);
    expect(mb).toBeGreaterThan(20);
  }
});

test('creating is counted in calls and timed, for the bot and for a waiter', async () => {
  const { measureBot, measureTerraformWaiter } = await load('creating');
  const [bot, waiter] = await Promise.all([measureBot(2, false), measureTerraformWaiter(1)]);
  expect([bot.instances, waiter.instances]).toEqual([2, 1]);
  for (const { callsPerInstance, addedMs } of [bot, waiter]) {
    expect(callsPerInstance).toBeGreaterThan(1);
    expect(addedMs.p99).toBeGreaterThanOrEqual(0);
  }
});

test('reads are timed until their answer, on the idle bot and while others are created', async () => {
  const { idle, busy } = await (await load('reads')).measureReads(20, 2);
  expect([idle.list.samples, idle.show.samples]).toEqual([2, 2]);
  for (const { samples, p99 } of [busy.list, busy.show]) {
    expect(samples).toBeGreaterThan(1);
    expect(p99).toBeGreaterThan(0);
  }
});

test('how long several requests take is held against the cloud’s last one, and against the quota', async () => {
  const { instances, ratio, overFloor } = await (await load('over-floor')).measureOverFloor(4, 2, false);
  expect(instances).toBe(4);
  expect(ratio).toBeGreaterThanOrEqual(1);
  expect(overFloor).toBeGreaterThanOrEqual(1);
});

test('what a start finds being built is looked at once, with the delay and the memory of the bot then', async () => {
  const { floorMs, ratio, loopDelayP99Ms, bytesEach } = await (await load('in-flight')).measureInFlight(200, 100);
  expect(floorMs).toBe(100);
  expect(ratio).toBeGreaterThan(0);
  expect(loopDelayP99Ms).toBeGreaterThan(0);
  expect(bytesEach).not.toBeNaN();
});

test('single creates come as fast as the quota allows, and none is refused', async () => {
  const { instances, refused, usedShare } = await (await load('quota')).measureQuota(12);
  expect([instances, refused]).toEqual([12, 0]);
  expect(usedShare).toBeGreaterThan(0.5);
  expect(usedShare).toBeLessThanOrEqual(1);
});
