import { expect, test } from 'vitest';
import { ok } from '../../../src/core/base/result.ts';
import { NO_PRICE } from '../../../src/core/failure/failure-cause.ts';
import { NO_POLICY, type Policy } from '../../../src/core/policy/policy.ts';
import type { OrderFacts } from '../../../src/core/policy/policy-judge.ts';
import { newRequest } from '../../../src/core/request/request-new.ts';
import type { HourlyQuote } from '../../../src/core/spec/quote.ts';
import { hourlyQuote } from '../../support/approvals.ts';
import { fixedPolicy } from '../../support/fixed-sources.ts';
import { freeze, lift } from '../freezes.ts';
import { countOf, makeStage, type Stage } from '../stage.ts';

const HOUR = 3_600_000;
/** CNY 0.10 and CNY 0.20 an hour: CNY 73 and CNY 146 a month. */
const [CHEAP, DEAR] = [100_000, 200_000];
/** Asks for approval above CNY 100. */
const ABOVE: Policy = {
  ...NO_POLICY,
  approval: {
    ...NO_POLICY.approval,
    rules: [{ line: 3, charge: null, above: { minor: 10_000, currency: 'CNY' }, needed: 1, from: null }],
  },
};

/** Submitted at a price that needs no approval. */
async function submit(stage: Stage): Promise<void> {
  const at = stage.timeline.now();
  const spec = stage.spec.plain;
  const facts: OrderFacts = {
    ...{ user: 'U1', isAdmin: false, channel: 'C1', charge: 'payAsYouGo', region: spec.region },
    ...{ type: spec.instanceType, family: 'ecs.g7', vCpu: 2, image: null, amount: 1, bandwidthOut: 0, diskGiB: 40 },
  };
  const { request, instances, events, messages } = newRequest({
    ...{ requestId: 'r-1', clientTokens: ['token'], spec, amount: 1, approval: null, facts },
    ...{ origin: 'view:r-1', requester: 'U1', team: 'T1', channel: 'C1', at },
    quote: hourlyQuote(CHEAP, { amount: 1, at }),
  });
  const rows = { requests: [{ next: request }], instances: instances.map((next) => ({ next })) };
  await stage.truth.commit({ ...rows, events, messages, at });
}

/** Waits for an hour, and then costs something else. */
async function boughtAfterFreeze(price: HourlyQuote | 'unknown', policy = ABOVE) {
  const stage = await makeStage();
  await freeze(stage);
  await submit(stage);
  let asked = 0;
  const quoted = async () => {
    asked += 1;
    return ok(price);
  };
  stage.start({ policy: fixedPolicy(policy), ecs: (ecs) => ({ ...ecs, price: quoted }) });
  await stage.pass(HOUR);
  expect(asked).toBe(0);
  await lift(stage);
  await stage.until(() => stage.ended('r-1'));
  const { outcome, failure } = await stage.instance();
  return { asked, outcome, failure, sent: countOf(stage.calls, 'CreateInstance'), notes: await stage.thread() };
}

test('what waited without an approval is not bought once its price needs one, and its thread says so', async () => {
  const after = await boughtAfterFreeze(hourlyQuote(DEAR, { amount: 1 }));
  expect(after).toMatchObject({ sent: 0, outcome: 'failed', failure: { kind: 'priceChanged', code: 'NeedsApproval' } });
  expect(after.notes.at(-1)).toMatchObject({ milestone: 'failed' });
});

test('at another price that still needs none it is bought', async () => {
  const dearer = hourlyQuote(CHEAP + 30_000, { amount: 1 });
  expect(await boughtAfterFreeze(dearer)).toMatchObject({ asked: 1, sent: 1, outcome: 'reached' });
});

test('while nobody knows its price it waits, and is not bought', async () => {
  const after = await boughtAfterFreeze('unknown');
  expect(after).toMatchObject({ sent: 0, outcome: 'failed', failure: { kind: 'transient', code: NO_PRICE } });
});

test('where no price needs an approval, none is asked for', async () => {
  const dear = hourlyQuote(DEAR, { amount: 1 });
  expect(await boughtAfterFreeze(dear, NO_POLICY)).toMatchObject({ asked: 0, sent: 1, outcome: 'reached' });
});

test('what is bought at once is bought at the price at which it was submitted', async () => {
  const stage = await makeStage();
  await submit(stage);
  stage.start({ policy: fixedPolicy(ABOVE) });
  await stage.until(() => stage.ended('r-1'));
  expect(stage.calls.map(({ action }) => action)).not.toContain('DescribePrice');
  expect(await stage.instance()).toMatchObject({ outcome: 'reached' });
});
