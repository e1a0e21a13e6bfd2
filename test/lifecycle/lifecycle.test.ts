import { expect, test } from 'vitest';
import type { Store } from '../../src/store/store.ts';
import { timing } from '../support/instances.ts';
import { DEATHS, eachNth, thoroughTest } from '../support/thorough.ts';
import { countOf, makeStage, type Stage } from './stage.ts';

const milestones = async (stage: Stage): Promise<readonly string[]> =>
  (await stage.thread()).map(({ milestone, failure }) => (failure ? `${milestone} ${failure.kind}` : milestone));

const vms = (stage: Stage): number => stage.cloud.state().instances.length;

test('an instance without a public address tells Pending, Stopped, Starting, Running', async () => {
  const stage = await makeStage();
  stage.start();
  await stage.submit('r-1', stage.spec.plain, 1);
  await stage.until(() => stage.ended('r-1'));
  expect(await milestones(stage)).toEqual(['pending', 'stopped', 'starting', 'running']);
});

test('an instance with bandwidth gets its address before it is started', async () => {
  const stage = await makeStage();
  stage.start();
  await stage.submit('r-1', stage.spec.addressed, 1);
  await stage.until(() => stage.ended('r-1'));
  const order = stage.calls.map(({ action }) => action).filter((action) => action !== 'DescribeInstances');
  expect(order).toEqual(['CreateInstance', 'AllocatePublicIpAddress', 'StartInstance']);
  // The look that showed Stopped is enough for both.
  const all = stage.calls.map(({ action }) => action);
  expect(all.indexOf('StartInstance')).toBe(all.indexOf('AllocatePublicIpAddress') + 1);
  const notes = await stage.thread();
  expect(notes.map(({ milestone }) => milestone)).toEqual(['pending', 'stopped', 'address', 'starting', 'running']);
  expect(notes.at(-1)?.publicIp).toBe((await stage.instance()).publicIp);
});

test('credentials that are away for a while leave nothing half made', async () => {
  const stage = await makeStage();
  for (const action of ['AllocatePublicIpAddress', 'StartInstance', 'DescribeInstances'])
    stage.cloud.addFault({ name: 'bad-credentials', action, times: 2 });
  stage.start();
  await stage.submit('r-1', stage.spec.addressed, 1);
  await stage.until(() => stage.ended('r-1'));
  expect(await stage.instance()).toMatchObject({ outcome: 'reached', failure: null });
  expect(vms(stage)).toBe(1);
  expect(await milestones(stage)).toContain('troubled credentials');
});

test('credentials that stay away end what exists at its deadline, and say that it exists', async () => {
  const stage = await makeStage();
  stage.cloud.addFault({ name: 'bad-credentials', action: 'StartInstance', times: 0 });
  stage.start();
  await stage.submit('r-1', stage.spec.plain, 1);
  await stage.until(() => stage.ended('r-1'));
  const { outcome, cloudId } = await stage.instance();
  expect({ outcome, isThere: cloudId !== null }).toEqual({ outcome: 'failed', isThere: true });
  expect(stage.calls.filter(({ action }) => action === 'StartInstance').length).toBeGreaterThan(5);
});

test('a create that there are no credentials for ends at once, and nothing was bought', async () => {
  const stage = await makeStage();
  stage.cloud.addFault({ name: 'bad-credentials', action: 'CreateInstance', times: 0 });
  stage.start();
  await stage.submit('r-1', stage.spec.plain, 1);
  await stage.until(() => stage.ended('r-1'));
  expect(await stage.instance()).toMatchObject({ outcome: 'failed', failure: { kind: 'credentials' }, cloudId: null });
  expect(vms(stage)).toBe(0);
  expect(stage.calls.filter(({ action }) => action === 'CreateInstance')).toHaveLength(1);
});

thoroughTest('the bot may die before or after any of its calls: one instance, one thread, one end', async () => {
  for (const [when, from] of DEATHS)
    for (let calls = from; ; calls += eachNth(4)) {
      const stage = await makeStage(5);
      const first = stage.start({ name: 'first' });
      first.life.dieIn(calls, when);
      await stage.submit('r-1', stage.spec.addressed, 1);
      await stage.until(async () => first.life.isDead() || (await stage.ended('r-1')));
      if (!first.life.isDead()) {
        // It has outlived its work: every step has been tried.
        expect(calls).toBeGreaterThan(10);
        break;
      }
      stage.start({ name: 'second' });
      await stage.until(() => stage.ended('r-1'));
      expect(await milestones(stage)).toEqual(['pending', 'stopped', 'address', 'starting', 'running']);
      expect(vms(stage)).toBe(1);
      const finished = (await stage.truth.eventsOf('r-1')).filter(({ kind }) => kind === 'request.finished');
      expect(finished).toHaveLength(1);
    }
});

test.each(['unavailable-after', 'reset-after', 'timeout', 'html-error', 'truncated-json', 'no-id'])(
  'a create that took effect but was answered by %s is repeated with its token and yields one instance',
  async (name) => {
    const stage = await makeStage();
    stage.cloud.addFault({ name });
    stage.start();
    await stage.submit('r-1', stage.spec.plain, 1);
    await stage.until(() => stage.ended('r-1'));
    expect(vms(stage)).toBe(1);
    expect(countOf(stage.calls, 'CreateInstance')).toBe(2);
    expect(await milestones(stage)).toEqual([
      name === 'unavailable-after' ? 'troubled transient' : 'troubled ambiguous',
      ...['pending', 'stopped', 'starting', 'running'],
    ]);
  },
);

test('nothing is bought while the store is away, and everything goes on afterwards', async () => {
  const stage = await makeStage();
  let away = true;
  stage.start({ isOut: () => away });
  await stage.submit('r-1', stage.spec.plain, 3);
  await stage.pass(120_000);
  expect(stage.calls).toEqual([]);
  away = false;
  await stage.until(() => stage.ended('r-1'));
  expect(vms(stage)).toBe(3);
});

test('a store that fails only when the intent is written keeps the create from being sent', async () => {
  const stage = await makeStage();
  let out = false;
  let full = true;
  const fillsUp = (store: Store): Store =>
    new Proxy(store, {
      get(from, key) {
        const value: unknown = Reflect.get(from, key);
        if (key !== 'commit' || typeof value !== 'function') return value;
        return (...args: unknown[]) => {
          out = full;
          return (value.apply(from, args) as Promise<unknown>).finally(() => (out = false));
        };
      },
    });
  stage.start({ isOut: () => out, store: fillsUp });
  await stage.submit('r-1', stage.spec.plain, 1);
  await stage.pass(90_000);
  expect(countOf(stage.calls, 'CreateInstance')).toBe(0);
  full = false;
  await stage.until(() => stage.ended('r-1'));
  expect(vms(stage)).toBe(1);
});

test('an id the cloud has given survives an outage of the store that lasts minutes', async () => {
  const stage = await makeStage();
  stage.start({ isOut: () => vms(stage) > 0 && stage.timeline.now() < outageEnd });
  const outageEnd = stage.timeline.now() + 180_000;
  await stage.submit('r-1', stage.spec.plain, 1);
  await stage.until(() => stage.ended('r-1'));
  expect(countOf(stage.calls, 'CreateInstance')).toBe(1);
  expect((await stage.instance()).outcome).toBe('reached');
});

test('a create that never gets a usable answer and leaves no trace ends as doubtful and is never sent again', async () => {
  const stage = await makeStage();
  stage.cloud.addFault({ name: 'reset-before', action: 'CreateInstance', times: 0 });
  stage.start();
  await stage.submit('r-1', stage.spec.plain, 1);
  await stage.until(() => stage.ended('r-1'), 2 * timing.doubtAfterMs);
  expect((await stage.instance()).failure?.kind).toBe('doubtful');
  const sent = countOf(stage.calls, 'CreateInstance');
  const lastSentAt = stage.calls.findLast(({ action }) => action === 'CreateInstance')?.at ?? 0;
  expect(lastSentAt - (stage.calls[0]?.at ?? 0)).toBeLessThanOrEqual(timing.doubtAfterMs);
  stage.cloud.clearFaults();
  await stage.pass(timing.doubtAfterMs);
  expect(countOf(stage.calls, 'CreateInstance')).toBe(sent);
  expect(vms(stage)).toBe(0);
});

test('an instance of a create in doubt is found by its tag', async () => {
  const stage = await makeStage();
  stage.cloud.addFault({ name: 'reset-after', action: 'CreateInstance', times: 0 });
  stage.start();
  await stage.submit('r-1', stage.spec.plain, 1);
  await stage.until(() => stage.ended('r-1'), 2 * timing.doubtAfterMs);
  expect((await stage.instance()).outcome).toBe('reached');
  expect(vms(stage)).toBe(1);
});

test('a refusal for good after a create in doubt is reported only when no instance is found', async () => {
  const stage = await makeStage();
  stage.cloud.addFault({ name: 'reset-after' });
  stage.start();
  await stage.submit('r-1', stage.spec.plain, 1);
  await stage.until(() => vms(stage) === 1);
  stage.cloud.addFault({ name: 'permission', action: 'CreateInstance', times: 0 });
  await stage.until(() => stage.ended('r-1'));
  expect((await stage.instance()).outcome).toBe('reached');
});

test('what is refused for good at once ends at once, with one call', async () => {
  const stage = await makeStage();
  stage.cloud.addFault({ name: 'not-enough-balance' });
  stage.start();
  await stage.submit('r-1', stage.spec.plain, 1);
  await stage.until(() => stage.ended('r-1'), 5_000);
  expect(countOf(stage.calls, 'CreateInstance')).toBe(1);
  expect(await milestones(stage)).toEqual(['failed money']);
});

test('a failure after the instance exists names it, because it costs money', async () => {
  const stage = await makeStage();
  stage.cloud.addFault({ name: 'permission', action: 'StartInstance', times: 0 });
  stage.start();
  await stage.submit('r-1', stage.spec.addressed, 1);
  await stage.until(() => stage.ended('r-1'));
  const failed = (await stage.thread()).at(-1);
  expect(failed?.milestone).toBe('failed');
  expect(failed?.failure?.kind).toBe('permission');
  expect(failed?.cloudId).toBe(stage.cloud.state().instances[0]?.InstanceId);
});

test('an instance stuck in Pending warns in time and is given up at its deadline', async () => {
  const stage = await makeStage();
  stage.cloud.addFault({ name: 'stuck-pending' });
  stage.start();
  await stage.submit('r-1', stage.spec.plain, 1);
  await stage.until(() => stage.ended('r-1'));
  const notes = await stage.thread();
  expect(notes.map(({ milestone }) => milestone)).toEqual(['pending', 'slow', 'failed']);
  const [pending, slow, failed] = notes.map(({ at }) => at) as [number, number, number];
  expect(slow - pending).toBeGreaterThanOrEqual(timing.slowAfterMs);
  expect(slow - pending).toBeLessThanOrEqual(timing.slowAfterMs + 10_000);
  expect(failed - pending).toBeLessThanOrEqual(timing.deadlineMs + 30_000);
  // 900 s at one look per 1.5 s would be 600: they slow down with age.
  expect(countOf(stage.calls, 'DescribeInstances')).toBeLessThan(200);
});

test('a throttled create waits as long as the cloud asks', async () => {
  const stage = await makeStage();
  stage.cloud.addFault({ name: 'throttle', action: 'CreateInstance', retryAfterMs: 45_000 });
  stage.start();
  await stage.submit('r-1', stage.spec.plain, 1);
  await stage.until(() => stage.ended('r-1'));
  const [refused, accepted] = stage.calls.filter(({ action }) => action === 'CreateInstance');
  expect((accepted?.at ?? 0) - (refused?.at ?? 0)).toBeGreaterThanOrEqual(45_000);
  expect((await stage.instance()).outcome).toBe('reached');
});
