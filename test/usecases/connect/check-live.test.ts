import { expect, test } from 'vitest';
import { silentLog } from '../../../src/core/base/log.ts';
import { failureOf } from '../../../src/core/failure/failure.ts';
import { asKnown } from '../../../src/core/instance/found-instance.ts';
import { makeAccountMemory } from '../../../src/ecs/account-memory.ts';
import { makeInventory } from '../../../src/ecs/catalogue/inventory.ts';
import type { EcsPort } from '../../../src/ecs/port.ts';
import { checkLive } from '../../../src/usecases/connect/check-live.ts';
import { realClock } from '../../ecs/api-server.ts';
import { REGION, servedCloud } from '../../ecs/simulated-cloud.ts';
import { anInstance, aSpec } from '../../store/samples.ts';

const KNOWN = { site: 'china', image: null } as const;

const simulated = await servedCloud();
const input = await simulated.createInput(5);
const login = { kind: 'keyPair', name: 'deploy' } as const;
const made = await simulated.port.createInstance({ ...input, spec: { ...input.spec, login } });
const cloudId = made.ok ? made.value.cloudId : '';
await simulated.until(cloudId, 'Stopped');

async function check(over: Partial<EcsPort> = {}, isKnownAlone = false) {
  const cloud = { ...simulated.port, ...over };
  const inventory = makeInventory(cloud, { memory: makeAccountMemory(), clock: realClock, log: silentLog });
  const own = anInstance('r-1', 1, {
    cloudId,
    publicIp: '47.93.12.11',
    spec: aSpec({ region: REGION, login: { kind: 'keyPair', name: 'deploy' } }),
    observed: { status: 'Running', at: 1 },
  });
  const seen = await simulated.port.instance(REGION, cloudId);
  if (!seen.ok || seen.value === null) throw new Error('it is not there');
  const found = isKnownAlone ? asKnown(own) : { cloud: seen.value, own };
  return checkLive({ cloud, inventory, clock: realClock }, found, KNOWN);
}

test('of what is stopped nothing is asked', async () => {
  const { checks } = await check({
    agent: async () => expect.unreachable(),
    inboundRules: async () => expect.unreachable(),
  });
  expect(checks).toEqual({ ports: {}, agent: null });
});

test('of what runs it is asked who may come in at its port, and whether its agent answers', async () => {
  await simulated.port.allocatePublicIp(REGION, cloudId);
  await simulated.port.startInstances(REGION, [cloudId]);
  await simulated.until(cloudId, 'Running');
  const { checks } = await check();
  expect(checks.ports).toEqual({
    IPv4: expect.objectContaining({ is: expect.stringMatching(/^(?:world|some|closed)$/) }),
  });
  expect(checks.agent).toBe('ok');
});

test('what the bot alone knew is looked at again, so that its answer is edited to what is so', async () => {
  const { found, checks } = await check({}, true);
  expect(found.cloud).toMatchObject({ cloudId, status: 'Running', keyPair: 'deploy', system: 'linux' });
  expect(checks.agent).toBe('ok');
});

test('a group that does not answer may refuse what the others accept', async () => {
  const instance: EcsPort['instance'] = async (region, id) => {
    const seen = await simulated.port.instance(region, id);
    if (!seen.ok || seen.value === null) return seen;
    return { ok: true, value: { ...seen.value, securityGroupIds: [...seen.value.securityGroupIds, 'sg-silent'] } };
  };
  const open = { accepts: true, protocol: 'TCP', ports: null, source: '0.0.0.0/0', priority: 1 } as const;
  const inboundRules: EcsPort['inboundRules'] = async (_, id) =>
    id === 'sg-silent' ? { ok: false, error: failureOf('transient', { detail: '' }) } : { ok: true, value: [open] };
  expect((await check({ inboundRules, instance }, true)).checks.ports).toEqual({ IPv4: 'unchecked' });
});

test('what has IPv6 is asked once for both versions, each of which has its own rules', async () => {
  const instance: EcsPort['instance'] = async (region, id) => {
    const seen = await simulated.port.instance(region, id);
    return seen.ok && seen.value ? { ok: true, value: { ...seen.value, ipv6: ['2408:4005:316:a00:1:2:3:4'] } } : seen;
  };
  const open = { accepts: true, protocol: 'TCP', ports: null, source: '::/0', priority: 1 } as const;
  const asked: string[] = [];
  const inboundRules: EcsPort['inboundRules'] = async (_, id) => {
    asked.push(id);
    return { ok: true, value: [open] };
  };
  const { checks } = await check({ inboundRules, instance }, true);
  expect(checks.ports).toEqual({ IPv4: { is: 'closed' }, IPv6: { is: 'world', but: null } });
  expect(asked).toHaveLength(1);
});

test('what could not be asked is said to be unchecked', async () => {
  const error = failureOf('transient', { detail: '' });
  const down = async () => ({ ok: false, error }) as const;
  expect((await check({ agent: down, inboundRules: down })).checks).toEqual({
    ports: { IPv4: 'unchecked' },
    agent: 'unchecked',
  });
  const silent = await check({ listInstances: down, instance: down }, true);
  expect(silent.checks).toEqual({ ports: { IPv4: 'unchecked' }, agent: 'unchecked' });
  expect(silent.found.cloud).toBeNull();
});

test('the image of an own instance that is gone meanwhile has no way in any more', async () => {
  const gone = async () => ({ ok: true, value: null }) as const;
  expect(await check({ instance: gone }, true)).toMatchObject({
    found: { why: 'gone' },
    checks: { ports: {}, agent: null },
  });
});
