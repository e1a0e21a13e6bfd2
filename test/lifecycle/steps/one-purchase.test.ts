import { expect, test } from 'vitest';
import type { EcsPort } from '../../../src/ecs/port.ts';
import { countOf, type Stage } from '../stage.ts';
import { approve, ask, askForDisk, balanceOf, bought, renewingIn } from './renew-stage.ts';

const LATE_MS = 5_000;

/** A larger disk `r-2` and a further month `r-3` of one instance, both approved at the price of now. */
async function bothAsked() {
  const { stage, instance } = await bought();
  const prices = [await askForDisk(stage, instance, 100), await ask(stage, instance, undefined, 'r-3')].map(
    ({ quote }) => (quote?.kind === 'term' ? quote.price.minor : 0),
  );
  return { stage, prices, balance: balanceOf(stage) };
}

async function bothApproved() {
  const asked = await bothAsked();
  await approve(asked.stage, 'r-2');
  await approve(asked.stage, 'r-3');
  return asked;
}

/** What each that came about was approved at is all that was debited. */
async function expectAsApproved(stage: Stage, prices: readonly number[], balance: number): Promise<void> {
  const all = await Promise.all([renewingIn(stage, 'r-2'), renewingIn(stage, 'r-3')]);
  const due = all.map(({ renewal: { end } }, n) =>
    end?.is === 'grown' || end?.is === 'renewed' ? (prices[n] ?? 0) : 0,
  );
  expect(balance - balanceOf(stage)).toBe(due.reduce((sum, one) => sum + one, 0));
  expect(due.filter((one) => one > 0)).toHaveLength(1);
  const others = all.flatMap(({ renewal: { end } }) => (end?.is === 'failed' ? [end.failure.kind] : []));
  expect(others).toEqual(['priceChanged']);
}

const bothOver = (stage: Stage) => async () => (await stage.ended('r-2')) && (await stage.ended('r-3'));

/** The call reaches the head of its line late. */
function late<K extends 'growDisk' | 'renewInstance'>(stage: Stage, call: K) {
  return (ecs: EcsPort): EcsPort => ({
    ...ecs,
    [call]: async (...args: never[]) => {
      await new Promise<void>((resolve) => void stage.timeline.after(LATE_MS, resolve));
      return (ecs[call] as (...given: never[]) => unknown)(...args);
    },
  });
}

test.each(['growDisk', 'renewInstance'] as const)(
  'of a larger disk and a further term none is debited at the price that the other has made of it: %s comes late',
  async (call) => {
    const { stage, prices, balance } = await bothApproved();
    stage.start({ ecs: late(stage, call) });
    await stage.until(bothOver(stage));
    await expectAsApproved(stage, prices, balance);
  },
);

test.each([
  ['growDisk', 'renewInstance'],
  ['renewInstance', 'growDisk'],
] as const)('nor on two replicas, %s late on one and %s on the other', async (one, other) => {
  const { stage, prices, balance } = await bothApproved();
  stage.start({ name: 'one', ecs: late(stage, one) });
  stage.start({ name: 'two', exclusive: false, ecs: late(stage, other) });
  await stage.until(bothOver(stage));
  await expectAsApproved(stage, prices, balance);
});

test('the second waits while it is not known what became of the first, and is not given up meanwhile', async () => {
  const { stage, prices, balance } = await bothAsked();
  await approve(stage, 'r-2');
  stage.cloud.addFault({ name: 'reset-before', action: 'ResizeDisk', times: 0 });
  stage.start();
  await stage.until(async () => countOf(stage.calls, 'ResizeDisk') > 0);
  await approve(stage, 'r-3');
  await stage.pass(10 * 60_000);
  expect(countOf(stage.calls, 'RenewInstance')).toBe(0);
  await stage.until(bothOver(stage), 4 * 3_600_000);
  expect((await renewingIn(stage, 'r-2')).renewal.end).toMatchObject({ failure: { kind: 'doubtful' } });
  expect((await renewingIn(stage, 'r-3')).renewal.end).toMatchObject({ is: 'renewed' });
  expect(balance - balanceOf(stage)).toBe(prices[1]);
});
