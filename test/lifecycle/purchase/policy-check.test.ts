import { expect, test } from 'vitest';
import { refusalOfPurchase } from '../../../src/core/policy/judge-purchase.ts';
import type { Network } from '../../../src/core/policy/networks.ts';
import { NO_POLICY, type Policy } from '../../../src/core/policy/policy.ts';
import type { OrderFacts } from '../../../src/core/policy/policy-judge.ts';
import { newRequest } from '../../../src/core/request/request-new.ts';
import { timing } from '../../support/instances.ts';
import { countOf, makeStage, type Stage } from '../stage.ts';

const FACTS: OrderFacts = {
  ...{ user: 'U1', isAdmin: false, channel: 'C1', charge: 'payAsYouGo', region: 'cn-beijing', type: 'ecs.g7.large' },
  ...{ family: 'ecs.g7', vCpu: 2, image: null, amount: 1, bandwidthOut: 0, diskGiB: 40 },
  network: { vSwitch: 'vsw-1', group: 'sg-1' },
  options: { login: 'image', tags: 'team=web' },
};
const at = <T>(value: T) => ({ value, line: 7 });
const policy = (over: Partial<Policy>): Policy => ({ ...NO_POLICY, ...over });
const options = (over: Partial<Policy['options']>): Policy => policy({ options: { ...NO_POLICY.options, ...over } });
const network = (vSwitches: readonly string[]): Network => ({
  ...{ name: 'staging', region: 'cn-beijing', groups: ['sg-1'], about: null, isUsual: true },
  vSwitches,
  channels: 'any',
});

test.each<[string, Policy]>([
  ['networks', policy({ networks: at([network(['vsw-2'])]) })],
  ['regions', policy({ regions: at(['cn-hangzhou']) })],
  ['types', policy({ types: at(['ecs.c7.*']) })],
  ['maxDiskGiB', policy({ limits: { maxDiskGiB: at(20) } })],
  ['maxVCpu', policy({ limits: { maxVCpu: at(1) } })],
  ['login', options({ login: at({ allowed: ['session'], usual: null }) })],
  ['tags', options({ tags: at({ required: ['cost'], fixed: [], allowed: new Map() }) })],
  ['tags', options({ tags: at({ required: [], fixed: [], allowed: new Map([['team', ['data']]]) }) })],
  // One that was asked for with another value is not changed, and not bought.
  ['tags', options({ tags: at({ required: [], fixed: [{ key: 'team', value: 'data' }], allowed: new Map() }) })],
  ['required', options({ required: at([{ fields: ['purpose'], channels: 'any' }]) })],
  // What is not known is no permission.
  ['images', policy({ images: at(['ubuntu*']) })],
])('what the policy of now does not allow is not bought: %s', (rule, now) => {
  expect(refusalOfPurchase(FACTS, now)).toMatchObject({ kind: 'notAllowed', detail: expect.stringContaining(rule) });
});

test('a tag that is required and fixed since is no reason not to buy: it is set', () => {
  const tags = at({ required: ['cost'], fixed: [{ key: 'cost', value: '42' }], allowed: new Map([['cost', ['42']]]) });
  expect(refusalOfPurchase(FACTS, options({ tags }))).toBeNull();
});

test('what it allows is bought, and who may ask for it is no question any more', () => {
  expect(refusalOfPurchase(FACTS, NO_POLICY)).toBeNull();
  expect(refusalOfPurchase(FACTS, policy({ networks: at([network(['vsw-1'])]), create: at([]) }))).toBeNull();
  expect(refusalOfPurchase({ ...FACTS, charge: 'prepaid' }, policy({ prepaid: 'adminsOnly' }))).toBeNull();
});

/** A policy that can be changed while the bot runs. */
const changing = (now: Policy) => {
  const source = { now, current: () => ({ policy: source.now, hash: null }) };
  return source;
};
const CLOSED = policy({ networks: at([]) });

async function ask(stage: Stage): Promise<void> {
  const { request, instances, events, messages } = newRequest({
    ...{ requestId: 'r-1', clientTokens: ['token'], spec: stage.spec.plain, amount: 1, approval: null, facts: FACTS },
    ...{ origin: 'view:r-1', requester: 'U1', team: 'T1', channel: 'C1', at: stage.timeline.now() },
  });
  const rows = { requests: [{ next: request }], instances: instances.map((next) => ({ next })) };
  await stage.truth.commit({ ...rows, events, messages, at: stage.timeline.now() });
}

test('an order whose network the policy has closed since waits until its deadline, and is never bought', async () => {
  const stage = await makeStage();
  stage.start({ policy: changing(CLOSED) });
  await ask(stage);
  const began = stage.timeline.now();
  await stage.until(() => stage.ended('r-1'));
  expect(stage.timeline.now() - began).toBeGreaterThanOrEqual(timing.deadlineMs);
  // Everybody reads the detail, and lines are for admins.
  const failure = { kind: 'notAllowed', detail: 'networks' };
  expect(await stage.instance()).toMatchObject({ outcome: 'failed', failure, cloudId: null });
  expect(countOf(stage.calls, 'CreateInstance')).toBe(0);
});

test('one that is allowed again before that is bought', async () => {
  const stage = await makeStage();
  const source = changing(CLOSED);
  stage.start({ policy: source });
  await ask(stage);
  await stage.until(async () => (await stage.instance()).failure !== null);
  source.now = NO_POLICY;
  await stage.until(() => stage.ended('r-1'));
  expect(await stage.instance()).toMatchObject({ outcome: 'reached' });
});

test('what needed no approval and needs one by now is not bought without it', async () => {
  const stage = await makeStage();
  const rule = { line: 3, charge: null, above: { minor: 500_000, currency: 'CNY' }, needed: 1, from: null };
  const rules = (...all: readonly (typeof rule)[]): Policy =>
    policy({ approval: { ...NO_POLICY.approval, rules: all } });
  const source = changing(rules(rule));
  stage.start({ policy: source });
  await ask(stage);
  await stage.until(async () => (await stage.instance()).failure !== null);
  const failure = { kind: 'notAllowed', detail: 'approvals' };
  expect(await stage.instance()).toMatchObject({ outcome: null, failure, cloudId: null });
  // A rule about what is prepaid is none about this.
  source.now = rules({ ...rule, charge: 'prepaid' as never });
  await stage.until(() => stage.ended('r-1'));
  expect(await stage.instance()).toMatchObject({ outcome: 'reached' });
});

test('a change of the policy while the call waits in its line keeps it from being sent', async () => {
  const stage = await makeStage();
  const source = changing(NO_POLICY);
  let asked = 0;
  stage.start({
    policy: {
      current() {
        asked += 1;
        // Decided on under the first, and at the head of the line under the second.
        return { policy: asked === 1 ? NO_POLICY : source.now, hash: null };
      },
    },
  });
  source.now = CLOSED;
  await ask(stage);
  await stage.until(async () => (await stage.instance()).failure !== null);
  expect(countOf(stage.calls, 'CreateInstance')).toBe(0);
  expect(asked).toBeGreaterThan(1);
});
