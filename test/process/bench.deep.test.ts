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
