import { expect, test } from 'vitest';
import { fail, ok } from '../../../src/core/base/result.ts';
import { NO_POLICY } from '../../../src/core/policy/policy.ts';
import type { InboundRule } from '../../../src/core/security-group/inbound-rule.ts';
import type { InstanceSpec } from '../../../src/core/spec/spec.ts';
import { judgeDraft } from '../../../src/core/spec/spec-judge.ts';
import { sampleInstance, sampleRequest } from '../../../src/sandbox/gallery/samples.ts';
import { orderNames } from '../../../src/usecases/request/order-names-now.ts';
import { policyOf } from '../../policy/reading.ts';
import { makeFailure } from '../../slack/bot.ts';
import { GOOD, HANGZHOU } from '../../support/choices.ts';
import { fixedPolicy } from '../../support/fixed-sources.ts';
import { handClock } from '../../support/hand-clock.ts';

const judged = judgeDraft(GOOD, HANGZHOU);
if (!judged.ok) throw new Error('the draft is good');
const { spec } = judged.value;

const SSH: InboundRule = {
  ...{ accepts: true, protocol: 'TCP', ports: { from: 22, to: 22 }, source: '0.0.0.0/0', priority: 1 },
};

type Parts = Parameters<typeof orderNames>[0];
const deps = (more: Partial<Parts> = {}): Parts => ({
  policy: fixedPolicy(NO_POLICY),
  cloud: { inboundRules: async () => ok([SSH]) },
  store: { queries: { existingOf: async () => ({ instances: [], total: 0 }) } } as unknown as Parts['store'],
  clock: handClock().clock,
  ...more,
});
const named = (more: Partial<Parts> = {}, of: InstanceSpec = spec) =>
  orderNames(deps(more), { user: 'U07LENAHOF1' }, of, HANGZHOU);

test('an order has the names of the cloud’s lists, and what is open to everyone', async () => {
  expect(await named()).toEqual({
    region: { en: 'China (Hangzhou)', zh: '华东1（杭州）' },
    ...{ network: null, vSwitch: 'web', group: 'web', image: 'Ubuntu 24.04 64 bit', vCpu: 2, memoryGiB: 8 },
    ...{ opens: { ports: ['22'], more: false }, had: { alike: 0, all: 0 } },
  });
});

test('what one of its security groups lets in is open, and each of them is asked', async () => {
  const asked: string[] = [];
  const answering = (open: string | null) => ({
    async inboundRules(_region: string, id: string) {
      asked.push(id);
      return id === open ? ok([SSH]) : ok([]);
    },
  });
  const three = { ...spec, moreGroupIds: ['sg-db', 'sg-ops'] };
  expect(await named({ cloud: answering('sg-ops') }, three)).toMatchObject({ opens: { ports: ['22'] } });
  expect(asked.splice(0)).toEqual(['sg-web', 'sg-db', 'sg-ops']);
  expect(await named({ cloud: answering(null) })).toMatchObject({ opens: { ports: [] } });
  expect(asked).toEqual(['sg-web']);
});

test('its network has the name that the policy gives it', async () => {
  const policy = fixedPolicy(
    policyOf('networks:\n  office: { region: cn-hangzhou, vSwitches: [vsw-h1], securityGroups: [sg-web] }\n'),
  );
  expect(await named({ policy })).toMatchObject({ network: 'office' });
  // With a security group that is none of it, it is not that network.
  expect(await named({ policy }, { ...spec, moreGroupIds: ['sg-other'] })).toMatchObject({ network: null });
});

test('it says what it was filled in from as long as the policy has that', async () => {
  const policy = fixedPolicy(policyOf('presets:\n  web: { type: g7.large }\n'));
  const from = (preset: string) =>
    orderNames(deps({ policy }), { user: 'U07LENAHOF1', filledFrom: { preset } }, spec, HANGZHOU);
  expect(await from('web')).toMatchObject({ filledFrom: { preset: 'web' } });
  expect(await from('older')).not.toHaveProperty('filledFrom');
});

test('what the requester has is counted, those of the type and all', async () => {
  const instances = [1, 2, 3].map((n) => {
    const one = sampleInstance(sampleRequest(3), n, 'running');
    return { ...one, spec: { ...one.spec, instanceType: n < 3 ? spec.instanceType : 'ecs.c7.large' } };
  });
  const store = { queries: { existingOf: async () => ({ instances, total: 7 }) } } as unknown as Parts['store'];
  expect(await named({ store })).toMatchObject({ had: { alike: 2, all: 7 } });
});

test('what cannot be found out is not known, and never taken for closed', async () => {
  const refused = { inboundRules: async () => fail(makeFailure('permission')) };
  const store = { queries: { existingOf: () => Promise.reject(new Error('away')) } } as unknown as Parts['store'];
  expect(await named({ cloud: refused, store })).toMatchObject({ opens: 'unchecked', had: null });

  const { clock, turn } = handClock();
  const late = named({ clock, cloud: { inboundRules: () => new Promise(() => {}) } });
  await turn(1_300);
  expect(await late).toMatchObject({ opens: 'unchecked' });
});
