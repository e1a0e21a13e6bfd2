import { expect, onTestFinished, test } from 'vitest';
import { fail, ok } from '../../../src/core/base/result.ts';
import { failureOf } from '../../../src/core/failure/failure.ts';
import type { CloudInstance } from '../../../src/core/instance/cloud-instance.ts';
import { asKnown, type FoundInstance } from '../../../src/core/instance/found-instance.ts';
import type { InboundRule } from '../../../src/core/security-group/inbound-rule.ts';
import { sampleCloud } from '../../../src/sandbox/gallery/instance/instances.ts';
import { checkLive } from '../../../src/usecases/connect/check-live.ts';
import { realClock } from '../../ecs/api-server.ts';
import { anInstance, aSpec } from '../../store/samples.ts';

const KNOWN = { site: 'china', image: null } as const;
const AGENT = { answers: true, version: '2.2.3.857', takesSessions: true };
const REGION = 'cn-beijing';
const ALL: InboundRule = { accepts: true, protocol: 'TCP', ports: null, source: '0.0.0.0/0', priority: 1 };
const DOWN = fail(failureOf('transient', { detail: '' }));
const WORLD = { is: 'world', but: null };

const seen = sampleCloud({ keyPair: 'deploy', securityGroupIds: ['sg-1'] });
const own = anInstance('r-1', 1, {
  cloudId: seen.cloudId,
  publicIp: '47.93.12.11',
  spec: aSpec({ region: REGION, login: { kind: 'keyPair', name: 'deploy' } }),
  observed: { status: 'Running', at: 1 },
});

/** A cloud in which all is well, but for `over`. */
function aCloud(over: Partial<CloudInstance> = {}) {
  const asked: string[] = [];
  return {
    asked,
    instance: async (region: string, cloudId: string): Promise<unknown> => {
      asked.push(`look ${region} ${cloudId}`);
      return ok({ ...seen, ...over });
    },
    inboundRules: async (region: string, id: string): Promise<unknown> => {
      asked.push(`rules ${region} ${id}`);
      return ok([ALL]);
    },
    agent: async (region: string, cloudId: string): Promise<unknown> => {
      asked.push(`agent ${region} ${cloudId}`);
      return ok(AGENT);
    },
  };
}

type Cloud = ReturnType<typeof aCloud>;

/** Time does not wait: what is asked at all is late at once if it does not answer. */
const HASTY = { ...realClock, after: (_ms: number, run: () => void) => realClock.after(20, run) };

const check = (cloud: Cloud, found: FoundInstance, clock = realClock) => {
  onTestFinished(() => expect(cloud.asked).toEqual([...new Set(cloud.asked)]));
  return checkLive({ cloud, inventory: cloud, clock } as never, found, KNOWN);
};

test('of what is stopped nothing is asked', async () => {
  const cloud = aCloud();
  const found = { cloud: { ...seen, status: 'Stopped' }, own } as const;
  expect(await check(cloud, found)).toEqual({ found, checks: { ports: {}, agent: null } });
  expect(cloud.asked).toEqual([]);
});

test('of what runs it is asked who may come in at its port, and whether its agent answers', async () => {
  const cloud = aCloud();
  const found = { cloud: seen, own };
  expect(await check(cloud, found)).toEqual({ found, checks: { ports: { IPv4: WORLD }, agent: 'ok' } });
  expect(cloud.asked).toEqual([`rules ${REGION} sg-1`, `agent ${REGION} ${seen.cloudId}`]);
});

test('where SSH has no key, nobody is told of a port', async () => {
  const cloud = aCloud();
  const { checks } = await check(cloud, { cloud: { ...seen, keyPair: '' }, own });
  expect(checks).toEqual({ ports: {}, agent: 'ok' });
  expect(cloud.asked).toEqual([`agent ${REGION} ${seen.cloudId}`]);
});

test('what the bot alone knew is looked at again, so that its answer is edited to what is so', async () => {
  const cloud = aCloud();
  const { found, checks } = await check(cloud, asKnown(own));
  expect(found).toEqual({ cloud: seen, own });
  expect(checks).toEqual({ ports: { IPv4: WORLD }, agent: 'ok' });
  expect(cloud.asked[0]).toBe(`look ${REGION} ${seen.cloudId}`);
});

test('Windows is asked about the port of Remote Desktop', async () => {
  const cloud = aCloud();
  const ssh = ok([{ ...ALL, ports: { from: 22, to: 22 } }]);
  const { checks } = await check(
    { ...cloud, inboundRules: async () => ssh },
    { cloud: { ...seen, system: 'windows' }, own },
  );
  expect(checks.ports).toEqual({ IPv4: { is: 'closed' } });
});

test('what has IPv6 is asked once for both versions, each of which has its own rules', async () => {
  const cloud = aCloud();
  const found = { cloud: { ...seen, ipv6: ['2408:4005:316:a00:1:2:3:4'] }, own };
  const inboundRules: Cloud['inboundRules'] = async (region, id) => {
    await cloud.inboundRules(region, id);
    return ok([{ ...ALL, source: '::/0' }]);
  };
  const { checks } = await check({ ...cloud, inboundRules }, found);
  expect(checks.ports).toEqual({ IPv4: { is: 'closed' }, IPv6: WORLD });
  expect(cloud.asked.filter((one) => one.startsWith('rules'))).toHaveLength(1);
});

test.each([
  ['answers no', async () => DOWN],
  ['does not answer', () => new Promise(() => {})],
])('a group that %s may refuse what the others accept', async (_, silent) => {
  const cloud = aCloud();
  const inboundRules: Cloud['inboundRules'] = (region, id) =>
    id === 'sg-2' ? silent() : cloud.inboundRules(region, id);
  const { checks } = await check(
    { ...cloud, inboundRules },
    { cloud: { ...seen, securityGroupIds: ['sg-1', 'sg-2'] }, own },
    HASTY,
  );
  expect(checks.ports).toEqual({ IPv4: 'unchecked' });
});

test('what is in no group that is known is not said to be closed', async () => {
  const { checks } = await check(aCloud(), { cloud: { ...seen, securityGroupIds: [] }, own });
  expect(checks.ports).toEqual({ IPv4: 'unchecked' });
});

test.each([
  ['is down', async () => DOWN],
  ['is silent', () => new Promise(() => {})],
])('what could not be asked while the cloud %s is said to be unchecked', async (_, silent) => {
  const cloud = { ...aCloud(), instance: silent, inboundRules: silent, agent: silent };
  const unchecked = { ports: { IPv4: 'unchecked' }, agent: 'unchecked' };
  expect((await check(cloud, { cloud: seen, own }, HASTY)).checks).toEqual(unchecked);
  const { found, checks } = await check(cloud, asKnown(own), HASTY);
  expect([found.cloud, checks]).toEqual([null, unchecked]);
});

test('why the last look failed is told with it', async () => {
  const failed = { cloud: null, own, why: DOWN.error } as const;
  expect((await check({ ...aCloud(), instance: async () => DOWN }, asKnown(own))).found).toEqual(failed);
  const silent = { ...aCloud(), instance: () => new Promise(() => {}) };
  expect((await check(silent, failed, HASTY)).found).toEqual({ ...failed, why: 'late' });
});

test('an own instance that is gone meanwhile has no way in any more', async () => {
  const cloud = { ...aCloud(), instance: async () => ok(null) };
  expect(await check(cloud, asKnown(own))).toEqual({
    found: { cloud: null, own, why: 'gone' },
    checks: { ports: {}, agent: null },
  });
});

test.each<[string, FoundInstance]>([
  ['is known to be gone', { cloud: null, own, why: 'gone' }],
  ['is not listed yet', { cloud: null, own, why: 'notYet' }],
  ['has no id yet', { cloud: null, own: { ...own, cloudId: null }, why: 'late' }],
])('what %s is not looked at again', async (_, found) => {
  const cloud = aCloud();
  expect((await check(cloud, found)).found).toBe(found);
  expect(cloud.asked).toEqual([]);
});
