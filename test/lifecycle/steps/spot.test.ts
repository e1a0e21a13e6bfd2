import { expect, test } from 'vitest';
import type { Message } from '../../../src/core/request/message.ts';
import { thoroughTest } from '../../support/thorough.ts';
import { countOf, expectReplayed, makeStage, type Stage, takeMessages } from '../stage.ts';

const MINUTE = 60_000;

/** What waits in the outbox, as Slack would get it: milestones of the thread, and what the owner hears of reclaiming. */
async function read(stage: Stage, all: string[]): Promise<readonly string[]> {
  all.push(...(await takeMessages(stage)).flatMap(toldBy));
  return all;
}

function toldBy(message: Message): readonly string[] {
  if (message.kind === 'dm' && message.about === 'reclaim') return [`dm of ${message.instanceIds.length}`];
  return message.kind === 'thread' ? [message.note.milestone] : [];
}

interface Market {
  readonly stage: Stage;
  readonly ids: readonly string[];
  told(): Promise<readonly string[]>;
  live(ms: number): Promise<void>;
}

/** Spot instances of one request, all of them running, and so many beside them that are billed by the hour. */
async function onMarket(amount: number, others = 0): Promise<Market> {
  const stage = await makeStage();
  await stage.submit('r-1', { ...stage.spec.plain, charge: { kind: 'spot', limitMicros: null } }, amount);
  if (others > 0) await stage.submit('r-2', stage.spec.plain, others);
  stage.start();
  const isOver = async () => (await stage.ended('r-1')) && (others === 0 || (await stage.ended('r-2')));
  await stage.until(isOver);
  const all: string[] = [];
  await read(stage, all);
  all.length = 0;
  const rows = await stage.truth.instancesOf('r-1');
  return {
    stage,
    ids: rows.map(({ cloudId }) => cloudId ?? ''),
    told: () => read(stage, all),
    async live(ms) {
      for (let passed = 0; passed < ms; passed += MINUTE) {
        await stage.pass(Math.min(MINUTE, ms - passed));
        await read(stage, all);
      }
    },
  };
}

const reclaim = ({ stage }: Market, instanceId = ''): void =>
  expect(stage.cloud.addFault({ name: 'reclaim', instanceId })).toBeNull();
const vanish = ({ stage }: Market, instanceId = ''): void =>
  expect(stage.cloud.addFault({ name: 'vanish', instanceId })).toBeNull();

test('the owner hears minutes before it goes that the market reclaims it, and once', async () => {
  const market = await onMarket(1);
  const { stage, ids, told, live } = market;
  await live(3 * MINUTE);
  expect(await told()).toEqual([]);
  reclaim(market, ids[0]);
  const at = stage.timeline.now();
  await stage.until(async () => (await told()).includes('dm of 1'));
  expect(stage.timeline.now() - at).toBeLessThan(2 * MINUTE);
  expect(stage.cloud.state().instances).toHaveLength(1);
  expect(await stage.instance()).toMatchObject({ outcome: 'reached', failure: null });
  await expectReplayed(stage);
  await live(8 * MINUTE);
  expect(stage.cloud.state().instances).toEqual([]);
  expect(await told()).toEqual(['reclaiming', 'dm of 1', 'failed']);
  expect(await stage.instance()).toMatchObject({
    outcome: 'failed',
    failure: { kind: 'reclaimed', code: 'Recycling' },
  });
  await expectReplayed(stage);
  const looks = countOf(stage.calls, 'DescribeInstances');
  await live(5 * MINUTE);
  expect(countOf(stage.calls, 'DescribeInstances')).toBe(looks);
  expect(countOf(stage.calls, 'RunInstances') + countOf(stage.calls, 'CreateInstance')).toBe(1);
});

test('what the market reclaims together is reported in one message, also when it is all there is', async () => {
  const market = await onMarket(3);
  for (const id of market.ids) reclaim(market, id);
  await market.live(8 * MINUTE);
  expect((await market.told()).filter((what) => what.startsWith('dm'))).toEqual(['dm of 3']);
  const rows = await market.stage.truth.instancesOf('r-1');
  expect(rows.map(({ failure }) => failure?.code)).toEqual(['Recycling', 'Recycling', 'Recycling']);
});

test('gone without the lock having been seen: probably reclaimed', async () => {
  const market = await onMarket(1, 1);
  vanish(market, market.ids[0]);
  await market.live(4 * MINUTE);
  expect((await market.told()).toSorted()).toEqual(['dm of 1', 'failed']);
  expect(await market.stage.instance()).toMatchObject({
    outcome: 'failed',
    failure: { kind: 'reclaimed', code: null },
  });
  await expectReplayed(market.stage);
});

test('when nothing else is found either, the bot rather looks in the wrong account: nothing is marked', async () => {
  const market = await onMarket(1, 1);
  const [other] = await market.stage.truth.instancesOf('r-2');
  vanish(market, market.ids[0]);
  vanish(market, other?.cloudId ?? '');
  await market.live(6 * MINUTE);
  expect(await market.told()).toEqual([]);
  expect(await market.stage.instance()).toMatchObject({ outcome: 'reached' });
});

thoroughTest('a hundred are looked at with one call a minute', async () => {
  const market = await onMarket(20);
  await market.live(MINUTE);
  const before = countOf(market.stage.calls, 'DescribeInstances');
  await market.live(10 * MINUTE);
  expect(countOf(market.stage.calls, 'DescribeInstances') - before).toBeLessThanOrEqual(11);
});

test('an instance that its owner has released is not reported as reclaimed', async () => {
  const market = await onMarket(1);
  const { stage } = market;
  const row = await stage.instance();
  const at = stage.timeline.now();
  const order = { what: 'release', stoppedMode: null, by: 'U1', at, down: false, acted: null } as const;
  const next = { ...row, version: row.version + 1, wanted: 'released', order, outcome: null, dueAt: at } as const;
  await stage.truth.commit({ instances: [{ next }], at });
  await market.live(5 * MINUTE);
  expect((await market.told()).filter((what) => what.startsWith('dm') || what === 'failed')).toEqual([]);
  expect(await stage.instance()).toMatchObject({ outcome: 'reached', wanted: 'released' });
});
