import { expect, test } from 'vitest';
import { stepsFor } from '../../../src/core/instance/next-steps.ts';
import type { Fault } from '../../../src/sandbox/ports.ts';
import { NOW, timing } from '../../support/instances.ts';
import { few } from '../../support/thorough.ts';
import { makeStage, type Stage } from '../stage.ts';

const REFUSALS: readonly Fault[] = [
  { name: 'no-stock' },
  { name: 'not-enough-balance' },
  { name: 'quota' },
  { name: 'permission' },
  { name: 'bad-credentials' },
  { name: 'image-refused' },
  { name: 'refuse-with', code: 'Whatever.Nobody.Knows' },
];
/** What each of them goes with: why no look is answered. */
const BLIND: readonly Fault[] = [{ name: 'bad-credentials' }, { name: 'permission' }, { name: 'timeout' }];
const on = (fault: Fault, action: string): Fault => ({ ...fault, action, times: 0 });

/** The first create takes effect and its answer is lost; every one after it is refused. */
const lostThenRefused = async (refusal: Fault): Promise<Stage> => {
  const stage = await makeStage();
  stage.cloud.addFault({ name: 'reset-after', action: 'CreateInstance' });
  stage.start();
  await stage.submit('r-1', stage.spec.plain, 1);
  await stage.until(() => stage.cloud.state().instances.length === 1);
  stage.cloud.addFault(on(refusal, 'CreateInstance'));
  return stage;
};

test.each(
  few(
    REFUSALS.map((refusal, n) => [refusal, BLIND[n % BLIND.length] as Fault] as const),
    3,
  ),
)('what was bought and is then refused ($name $code) is doubtful while no look is answered', async (refusal, look) => {
  const stage = await lostThenRefused(refusal);
  stage.cloud.addFault(on(look, 'DescribeInstances'));
  await stage.until(() => stage.ended('r-1'), 7_200_000);
  const row = await stage.instance();
  expect(row).toMatchObject({ outcome: 'failed', cloudId: null, failure: { kind: 'doubtful' } });
  expect(stepsFor([row])).toEqual(['lookAgain']);
  // Nothing is given back to the budget.
  const month = await stage.truth.month(NOW);
  expect(month.spending.map(({ waiting, unpriced }) => waiting + unpriced > 0)).toEqual([true]);
  expect(stage.cloud.state().instances).toHaveLength(1);
});

test('what was bought and is then refused is found and brought to its end', async () => {
  const stage = await lostThenRefused({ name: 'no-stock' });
  await stage.until(() => stage.ended('r-1'));
  expect(await stage.instance()).toMatchObject({ outcome: 'reached', failure: null });
  expect(stage.cloud.state().instances).toHaveLength(1);
});

test('what was lost on its way and then refused ends as that, proven by a look past its grace', async () => {
  const stage = await makeStage();
  stage.cloud.addFault({ name: 'reset-before', action: 'CreateInstance' });
  stage.start();
  await stage.submit('r-1', stage.spec.plain, 1);
  await stage.until(() => stage.cloud.activeFaults().length === 0);
  stage.cloud.addFault(on({ name: 'not-enough-balance' }, 'CreateInstance'));
  await stage.until(() => stage.ended('r-1'));
  expect(await stage.instance()).toMatchObject({ outcome: 'failed', cloudId: null, failure: { kind: 'money' } });
  const created = stage.calls.findLast(({ action }) => action === 'CreateInstance')?.at ?? 0;
  const looked = stage.calls.findLast(({ action, code }) => action === 'DescribeInstances' && code === null)?.at ?? 0;
  expect(looked - created).toBeGreaterThanOrEqual(timing.graceMs);
  expect((await stage.truth.month(NOW - 1)).spending).toEqual([]);
});

test('credentials that are refused for a while do not end a create in doubt', async () => {
  const stage = await makeStage();
  stage.cloud.addFault({ name: 'reset-after', action: 'CreateInstance' });
  stage.start();
  await stage.submit('r-1', stage.spec.plain, 1);
  await stage.until(() => stage.cloud.state().instances.length === 1);
  stage.cloud.addFault({ name: 'bad-credentials', times: 5 });
  await stage.until(() => stage.ended('r-1'));
  expect(await stage.instance()).toMatchObject({ outcome: 'reached', failure: null });
  expect(stage.cloud.state().instances).toHaveLength(1);
});
