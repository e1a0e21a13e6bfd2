import { expect, test } from 'vitest';
import { refusalOfPurchase } from '../../../src/core/policy/judge-purchase.ts';
import { NO_POLICY, type Policy } from '../../../src/core/policy/policy.ts';
import type { OrderFacts } from '../../../src/core/policy/policy-judge.ts';

const ORDER: OrderFacts = {
  ...{ user: 'U1', isAdmin: false, charge: 'payAsYouGo', channel: 'C1', region: 'cn-hangzhou', type: 'ecs.g7.large' },
  ...{ family: 'ecs.g7', vCpu: 2, image: null, amount: 2, bandwidthOut: 5, diskGiB: 40 },
};
const ruled = <T>(value: T, line = 7) => ({ value, line });
const under = (more: Partial<Policy>, order: Partial<OrderFacts> = {}) =>
  refusalOfPurchase({ ...ORDER, ...order }, { ...NO_POLICY, ...more });

test('what the policy still allows is bought', () => {
  expect(under({})).toBeNull();
  expect(under({ regions: ruled(['cn-hangzhou']), limits: { maxAmount: ruled(2) } })).toBeNull();
});

test('what it no longer allows is not bought, and everybody reads by which rules, each once and without its line', () => {
  const refusal = under({ regions: ruled(['cn-beijing']), limits: { maxAmount: ruled(1), maxDiskGiB: ruled(20) } });
  expect(refusal?.kind).toBe('notAllowed');
  expect(refusal?.detail.split(', ').toSorted()).toEqual(['maxAmount', 'maxDiskGiB', 'regions']);
  expect(JSON.stringify(refusal)).not.toContain('7');
});

test('what cannot be judged is not bought either', () => {
  expect(under({ images: ruled(['ubuntu_*']) })).toMatchObject({ kind: 'notAllowed', detail: 'images' });
});

test('who may ask for it, and how it may be paid there, were settled before', () => {
  const nobody = { who: ['U9'], channels: ['C9'], charges: ['spot' as const] };
  expect(under({ create: ruled([nobody]) })).toBeNull();
  expect(under({ create: ruled([nobody]), regions: ruled(['cn-beijing']) })?.detail).toBe('regions');
});
