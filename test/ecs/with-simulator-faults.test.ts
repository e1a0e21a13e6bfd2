import { expect, test } from 'vitest';
import { silentLog } from '../../src/core/base/log.ts';
import { makeEcs } from '../../src/ecs/adapter.ts';
import { stopOne } from '../support/stop-one.ts';
import { realClock } from './api-server.ts';
import { REGION, servedCloud } from './simulated-cloud.ts';

const simulated = await servedCloud();
const { cloud, port } = simulated;

test('a create that took effect but was not confirmed is in doubt, and its token finds it', async () => {
  const hasty = await makeEcs({
    config: simulated.config({ timeoutMs: 300 }),
    log: silentLog,
    clock: realClock,
    checkWaitMs: 0,
  });
  if (!hasty.ok) throw new Error(hasty.error);
  const faults = ['unavailable-after', 'reset-after', 'timeout', 'html-error', 'truncated-json', 'no-id'];
  for (const name of faults) {
    const input = await simulated.createInput();
    expect(cloud.addFault({ name }), name).toBeNull();
    const doubted = await (name === 'timeout' ? hasty.value.port : port).createInstance(input);
    expect([name, doubted.ok || doubted.error.kind]).toEqual([
      name,
      name === 'unavailable-after' ? 'transient' : 'ambiguous',
    ]);
    expect((await port.createInstance(input)).ok, name).toBe(true);
    expect([name, simulated.tagged(input.tags[0]?.value)]).toEqual([name, 1]);
  }
  await hasty.value.stop();
});

test('a create that did not take effect is repeated with its token', async () => {
  for (const [name, kind] of [
    ['unavailable-before', 'transient'],
    ['reset-before', 'ambiguous'],
    ['in-flight', 'inFlight'],
  ]) {
    const input = await simulated.createInput();
    cloud.addFault({ name: name as string });
    expect(await port.createInstance(input)).toMatchObject({ ok: false, error: { kind } });
    expect(simulated.tagged(input.tags[0]?.value)).toBe(0);
    expect((await port.createInstance(input)).ok).toBe(true);
    expect(simulated.tagged(input.tags[0]?.value)).toBe(1);
  }
});

test('each refusal of the cloud has its kind', async () => {
  const input = await simulated.createInput();
  const refusals: readonly (readonly [string, string])[] = [
    ['no-stock', 'noStock'],
    ['not-enough-balance', 'money'],
    ['arrears', 'money'],
    ['quota', 'quota'],
    ['permission', 'permission'],
    ['bad-credentials', 'credentials'],
    ['image-refused', 'badInput'],
  ];
  for (const [name, kind] of refusals) {
    expect(cloud.addFault({ name }), name).toBeNull();
    const refused = await port.createInstance(input);
    expect([name, refused.ok || refused.error.kind]).toEqual([name, kind]);
    expect(refused.ok || refused.error.detail.length).toBeGreaterThan(0);
    expect(refused.ok || refused.error.requestId).toBeTruthy();
    if (name === 'permission') {
      expect(refused.ok || refused.error.missing?.action).toBe('ecs:CreateInstance');
    }
  }
});

test('an instance that is locked, or not in the state an act needs, says so', async () => {
  cloud.addFault({ name: 'lock' });
  const locked = await simulated.created();
  await simulated.until(locked, 'Stopped');
  const seen = await port.describeInstances(REGION, [locked]);
  expect(seen.ok && seen.value.get(locked)).toMatchObject({ locks: ['security'] });
  const started = await port.startInstances(REGION, [locked]);
  expect(started.ok && started.value.get(locked)?.kind).toBe('locked');
  const stopped = await simulated.created();
  await simulated.until(stopped, 'Stopped');
  expect(await stopOne(port, REGION, stopped)).toMatchObject({ ok: false, error: { kind: 'wrongState' } });
  expect(await stopOne(port, REGION, 'i-doesnotexist0000000')).toMatchObject({
    ok: false,
    error: { kind: 'gone' },
  });
});

test('throttling pauses this API in this region, for as long as the cloud asks', async () => {
  const own = await makeEcs({ config: simulated.config(), log: silentLog, clock: realClock, checkWaitMs: 0 });
  if (!own.ok) throw new Error(own.error);
  cloud.addFault({ name: 'throttle', action: 'DescribeImages', retryAfterMs: 30_000 });
  expect(await own.value.port.images(REGION)).toMatchObject({
    ok: false,
    error: { kind: 'throttled', retryAfterMs: 30_000 },
  });
  const before = cloud.state().calls.DescribeImages;
  expect(await own.value.port.images(REGION)).toMatchObject({ ok: false, error: { kind: 'throttled', code: null } });
  expect(cloud.state().calls.DescribeImages).toBe(before);
  expect((await own.value.port.images('cn-shanghai')).ok).toBe(true);
  expect((await own.value.port.vSwitches(REGION)).ok).toBe(true);
  await own.value.stop();
});

test('credentials the cloud refuses stop the start, with what to do', async () => {
  const credentials = {
    mode: 'static',
    accessKeyId: 'LTAI5tnobodyknowsthis',
    accessKeySecret: 'hunter2',
    securityToken: null,
  } as const;
  const wrongId = await makeEcs({ config: simulated.config({ credentials }), log: silentLog, clock: realClock });
  expect(wrongId).toMatchObject({ ok: false, error: expect.stringContaining('ALIBABA_CLOUD_ACCESS_KEY_ID') });
  expect(JSON.stringify(wrongId)).not.toMatch(/hunter2|LTAI5tnobody/);
  const wrongSecret = await makeEcs({
    config: simulated.config({ credentials: { ...credentials, accessKeyId: cloud.accessKeyId } }),
    log: silentLog,
    clock: realClock,
  });
  expect(wrongSecret).toMatchObject({ ok: false, error: expect.stringContaining('SignatureDoesNotMatch') });
  expect(JSON.stringify(wrongSecret)).not.toContain('hunter2');
});

test('a cloud that cannot be reached does not stop the start', async () => {
  const warnings: string[] = [];
  const made = await makeEcs({
    config: simulated.config({ ecsEndpoint: 'http://127.0.0.1:1' }),
    log: { ...silentLog, warn: (_, message) => void warnings.push(message) },
    clock: realClock,
  });
  expect(made.ok).toBe(true);
  expect(warnings).toHaveLength(1);
  if (made.ok) await made.value.stop();
});

test('a cloud that is slow to answer the check does not hold up the start', async () => {
  cloud.addFault({ name: 'timeout', action: 'DescribeRegions' });
  const started = Date.now();
  const made = await makeEcs({
    config: simulated.config(),
    log: silentLog,
    clock: realClock,
    checkWaitMs: 50,
  });
  expect(made.ok).toBe(true);
  expect(Date.now() - started).toBeLessThan(4_500);
  cloud.clearFaults();
});
