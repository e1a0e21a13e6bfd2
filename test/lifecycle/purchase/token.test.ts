import { expect, test } from 'vitest';
import { nextToken } from '../../../src/core/instance/create-calls.ts';
import type { Fault } from '../../../src/sandbox/ports.ts';
import { eachNth, few } from '../../support/thorough.ts';
import { makeStage, type Stage } from '../stage.ts';

const tokens = ({ calls }: Stage): readonly string[] =>
  calls.filter(({ action }) => action === 'CreateInstance').map(({ params }) => String(params.ClientToken));

const STICKY: readonly Fault[] = [
  { name: 'refuse-with', code: 'OperationConflict', status: 409, sticky: true },
  { name: 'throttle', action: 'CreateInstance', sticky: true },
];

test.each(STICKY)('a refusal that is replayed for its token is left behind with another one: $name', async (fault) => {
  const stage = await makeStage();
  stage.cloud.addFault(fault);
  stage.start();
  await stage.submit('r-1', stage.spec.plain, 1);
  await stage.until(() => stage.ended('r-1'));
  const row = await stage.instance();
  expect(row).toMatchObject({ outcome: 'reached', clientToken: 'r-1-token-0.2' });
  expect(new Set(tokens(stage))).toEqual(new Set(['r-1-token-0', 'r-1-token-0.2']));
  // A look by tag came between them, and the trail tells it before the call.
  const order = stage.calls.map(({ action, params }) => `${action} ${params.ClientToken ?? ''}`.trim());
  const second = order.indexOf('CreateInstance r-1-token-0.2');
  expect(order.slice(0, second)).toContain('DescribeInstances');
  const told = (await stage.truth.eventsOf('r-1')).find(({ kind }) => kind === 'instance.newToken');
  expect(told?.data).toMatchObject({ clientToken: 'r-1-token-0.2', was: 'r-1-token-0' });
  expect(told?.at).toBeLessThanOrEqual(stage.calls[second]?.at ?? 0);
});

test.each(few(['reset-after', 'unavailable-before', 'timeout', 'unavailable-after', 'html-error'], 2))(
  'after %s no other token is ever used, however often it is refused afterwards',
  async (name) => {
    const stage = await makeStage();
    // The call takes effect or not; what is repeated is refused as long as anybody repeats it.
    stage.cloud.addFault({ name, action: 'CreateInstance' });
    stage.start();
    await stage.submit('r-1', stage.spec.plain, 1);
    await stage.until(() => stage.cloud.activeFaults().length === 0);
    stage.cloud.addFault({ ...(STICKY[0] as Fault), times: 0 });
    await stage.until(() => stage.ended('r-1'), 7_200_000);
    expect(new Set(tokens(stage))).toEqual(new Set(['r-1-token-0']));
    expect(stage.cloud.state().instances.length).toBeLessThanOrEqual(1);
  },
);

// Around the refusal, the look and the second create; the simulated worlds do it everywhere.
test('the bot may die at any of its calls: another token never buys a second one', { timeout: 60_000 }, async () => {
  for (let calls = 3; calls <= 8; calls += eachNth(3)) {
    const stage = await makeStage();
    stage.cloud.addFault(STICKY[0] as Fault);
    const first = stage.start({ name: 'first' });
    first.life.dieIn(calls, calls % 2 === 0 ? 'before' : 'after');
    await stage.submit('r-1', stage.spec.plain, 1);
    await stage.until(async () => first.life.isDead() || (await stage.ended('r-1')));
    stage.start({ name: 'second' });
    await stage.until(() => stage.ended('r-1'), 7_200_000);
    expect(stage.cloud.state().instances.length).toBeLessThanOrEqual(1);
  }
});

test('tokens are made of the first', () => {
  expect(nextToken('r-1-1-abc')).toBe('r-1-1-abc.2');
  expect(nextToken('r-1-1-abc.2')).toBe('r-1-1-abc.3');
  expect(nextToken('r-1-1-abc.9')).toBe('r-1-1-abc.10');
});
