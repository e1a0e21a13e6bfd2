import { expect, test } from 'vitest';
import { timing } from '../../support/instances.ts';
import { countOf, expectReplayed, makeStage, type Stage } from '../stage.ts';

// The cloud may come to show a state that this version does not know, of one instance among the many of a look.

const cloudIdOf = async (stage: Stage, requestId: string): Promise<string> =>
  (await stage.instance(requestId)).cloudId ?? '';

const of = (stage: Stage, action: string, cloudId: string): number =>
  stage.calls.filter((call) => call.action === action && call.params.InstanceId === cloudId).length;

/** Three that are created at the same time; the first of them is then shown in an unknown state. */
async function withOdd(): Promise<{ readonly stage: Stage; readonly odd: string }> {
  const stage = await makeStage();
  const { life } = stage.start();
  for (const id of ['r-1', 'r-2', 'r-3']) await stage.submit(id, stage.spec.plain, 1);
  await stage.until(async () => (await cloudIdOf(stage, 'r-1')) !== '', undefined, 1);
  life.die();
  const odd = await cloudIdOf(stage, 'r-1');
  expect(stage.cloud.addFault({ name: 'new-state', instanceId: odd })).toBeNull();
  stage.start({ name: 'next' });
  await stage.until(async () => (await stage.ended('r-2')) && (await stage.ended('r-3')));
  return { stage, odd };
}

const unknownTold = async (stage: Stage): Promise<readonly (string | undefined)[]> =>
  (await stage.thread()).flatMap(({ milestone, failure }) => (milestone === 'troubled' ? [failure?.kind] : []));

test('one in an unknown state is left alone and told of once, the others run, and it goes on once its state is known', async () => {
  const { stage, odd } = await withOdd();
  for (const id of ['r-2', 'r-3']) expect((await stage.instance(id)).outcome).toBe('reached');
  await stage.pass(2 * 60_000);
  const looks = countOf(stage.calls, 'DescribeInstances');
  await stage.pass(2 * 60_000);
  expect(countOf(stage.calls, 'DescribeInstances')).toBeGreaterThan(looks);
  expect(of(stage, 'StartInstance', odd)).toBe(0);
  expect(await unknownTold(stage)).toEqual(['unreadable']);
  expect(await stage.instance()).toMatchObject({ outcome: null, failure: { kind: 'unreadable' } });
  stage.cloud.clearFaults();
  await stage.until(() => stage.ended('r-1'));
  expect(await stage.instance()).toMatchObject({ cloudId: odd, outcome: 'reached', failure: null });
  expect(of(stage, 'StartInstance', odd)).toBe(1);
  expect(countOf(stage.calls, 'CreateInstance')).toBe(3);
  await expectReplayed(stage);
});

test('one that stays in an unknown state ends at its deadline with that reason, and is still not bought again', async () => {
  const { stage, odd } = await withOdd();
  await stage.until(() => stage.ended('r-1'), 2 * timing.deadlineMs);
  expect(await stage.instance()).toMatchObject({ cloudId: odd, outcome: 'failed', failure: { kind: 'unreadable' } });
  expect(of(stage, 'StartInstance', odd)).toBe(0);
  expect(countOf(stage.calls, 'CreateInstance')).toBe(3);
});

test.each(['RunInstances', 'CreateInstance'])(
  'what an unanswered %s has made is found by its tag in an unknown state too, and never bought again',
  async (action) => {
    const stage = await makeStage();
    const amount = action === 'RunInstances' ? 3 : 1;
    stage.cloud.addFault({ name: 'reset-after', action });
    stage.cloud.addFault({ name: 'new-state' });
    stage.start();
    await stage.submit('r-1', stage.spec.plain, amount);
    await stage.until(() => stage.cloud.state().instances.length === amount, undefined, 1);
    // So that only a look can find them.
    stage.cloud.addFault({ name: 'unavailable-before', action, times: 0 });
    const rows = () => stage.truth.instancesOf('r-1');
    await stage.until(async () => (await rows()).every(({ cloudId }) => cloudId !== null), 2 * timing.doubtAfterMs);
    expect((await rows()).map(({ failure }) => failure?.kind)).toEqual(Array(amount).fill('unreadable'));
    stage.cloud.clearFaults();
    await stage.until(() => stage.ended('r-1'));
    expect((await rows()).map(({ outcome }) => outcome)).toEqual(Array(amount).fill('reached'));
    expect(stage.cloud.state().instances).toHaveLength(amount);
  },
);
