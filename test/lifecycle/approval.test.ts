import { describe, expect, test } from 'vitest';
import { askFor } from '../../src/core/approval/approval-new.ts';
import { type Click, decide } from '../../src/core/approval/decide.ts';
import { ok } from '../../src/core/base/result.ts';
import { NO_POLICY, type Policy } from '../../src/core/policy/policy.ts';
import type { Request } from '../../src/core/request/request.ts';
import { newRequest } from '../../src/core/request/request-new.ts';
import type { Quote } from '../../src/core/spec/quote.ts';
import { makeAccountMemory } from '../../src/ecs/account-memory.ts';
import type { EcsPort } from '../../src/ecs/port.ts';
import { makeFinalCheck } from '../../src/lifecycle/purchase/final-check.ts';
import { hourlyQuote } from '../support/approvals.ts';
import { fixedPolicy } from '../support/fixed-sources.ts';
import { directory, MONTHLY, submittedAs } from '../world/crowd.ts';
import { countOf, makeStage, type Stage } from './stage.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const BOSS = 'UBOSS1';

const policyWith = (approval: Partial<Policy['approval']> = {}): Policy => ({
  ...NO_POLICY,
  prepaid: 'asGranted',
  approval: { ...NO_POLICY.approval, approvers: [BOSS], notify: [], ...approval },
});

/** Waits for approval at the price of now. */
async function asked(stage: Stage, amount: number, policy = policyWith()): Promise<Request> {
  const at = stage.timeline.now();
  const who = { origin: 'view:1', requester: 'U1', team: 'T1', channel: 'C1', requestId: 'r-1' };
  const order = {
    ...who,
    spec: stage.spec.prepaid,
    amount,
    clientTokens: Array.from({ length: amount }, (_, n) => `token-${n}`),
    approval: null,
    at,
  };
  const submitted = submittedAs(stage.cloud, order, policy, at);
  if (submitted === null) throw new Error('it has no price');
  const { request, events, messages } = newRequest(submitted);
  await stage.truth.commit({ requests: [{ next: request }], events, messages, at });
  return request;
}

/** Approved at that price, by somebody who may. */
async function approved(stage: Stage, amount: number, policy = policyWith(), agoMs = 0): Promise<void> {
  await approve(stage, await asked(stage, amount, policy), policy, stage.timeline.now() - agoMs);
}

async function approve(stage: Stage, request: Request, policy: Policy, at: number): Promise<void> {
  const click: Click = { what: 'approve', by: BOSS, round: 1, note: '' };
  const { outcome, next, instances, events, messages } = decide(request, click, {
    ...{ at, policy, admins: [], people: directory.known(), month: [] },
    price: ok(request.quote ?? 'unknown'),
    balance: ok({ minor: 100_000_000, currency: 'CNY' }),
  });
  if (next === null) throw new Error(JSON.stringify(outcome));
  const rows = { requests: [{ next }], instances: instances.map((instance) => ({ next: instance })) };
  await stage.truth.commit({ ...rows, events, messages, at });
}

const buys = ({ calls }: Stage): number => countOf(calls, 'CreateInstance');
const looks = ({ calls }: Stage): number => countOf(calls, 'DescribePrice');
const balanceOf = ({ cloud }: Stage): number => cloud.state().balance.minor;
const kinds = async ({ truth }: Stage) => (await truth.eventsOf('r-1')).map(({ kind }) => kind);

describe('right before something prepaid is bought', () => {
  test('its price is asked once for all its instances, and the balance falls by exactly that', async () => {
    const stage = await makeStage();
    await approved(stage, 3);
    const before = balanceOf(stage);
    stage.start();
    await stage.until(() => stage.ended('r-1'));
    const request = await stage.truth.request('r-1');
    expect(stage.spec.prepaid.charge).toEqual(MONTHLY);
    expect(looks(stage)).toBe(1);
    expect(request?.quote?.kind === 'term' && request.quote.price.minor).toBe(before - balanceOf(stage));
    for (const row of await stage.truth.instancesOf('r-1')) expect(row.outcome).toBe('reached');
  });

  test('and costs something else by now, nothing is bought, and each says why', async () => {
    const stage = await makeStage();
    await approved(stage, 2);
    const before = balanceOf(stage);
    stage.cloud.addFault({ name: 'price-change', percent: 1 });
    stage.start();
    await stage.until(() => stage.ended('r-1'));
    expect([buys(stage), balanceOf(stage)]).toEqual([0, before]);
    for (const row of await stage.truth.instancesOf('r-1'))
      expect(row).toMatchObject({ outcome: 'failed', createTriedAt: null, failure: { kind: 'priceChanged' } });
  });

  test('and the clock was set back, its price is asked again instead of remembered from a later hour', async () => {
    const stage = await makeStage();
    await approved(stage, 2);
    const [row] = await stage.truth.instancesOf('r-1');
    const quote = (await stage.truth.request('r-1'))?.quote;
    if (row === undefined || quote?.kind !== 'term') throw new Error('nothing was approved');
    let now = stage.timeline.now();
    let dearer = 0;
    const price: EcsPort['price'] = async () =>
      ok({ ...quote, price: { ...quote.price, minor: quote.price.minor + dearer } });
    const ports = { store: stage.truth, ecs: { price } as EcsPort, clock: { ...stage.timeline, now: () => now } };
    const others = { policy: fixedPolicy(policyWith()), directory, memory: makeAccountMemory() };
    const check = makeFinalCheck({ ...ports, ...others });
    expect(await check(row)).toBeNull();
    dearer = 100;
    expect(await check(row)).toBeNull();
    now -= 3 * HOUR;
    expect(await check(row)).toMatchObject({ kind: 'priceChanged' });
  });

  test('a change within the tolerance is no change', async () => {
    const stage = await makeStage();
    await approved(stage, 1, policyWith({ priceTolerancePercent: 5 }));
    stage.cloud.addFault({ name: 'price-change', percent: 3 });
    stage.start();
    await stage.until(() => stage.ended('r-1'));
    expect((await stage.instance()).outcome).toBe('reached');
  });

  test.each(['throttle', 'price-not-found'])(
    'a price that cannot be read (%s) is waited for, and nothing is bought meanwhile',
    async (name) => {
      const stage = await makeStage();
      await approved(stage, 1);
      stage.cloud.addFault({ name, action: 'DescribePrice', times: 0 });
      stage.start();
      await stage.until(() => looks(stage) > 3);
      expect([buys(stage), (await stage.instance()).createTriedAt]).toEqual([0, null]);
      stage.cloud.clearFaults();
      await stage.until(() => stage.ended('r-1'));
      expect([buys(stage), (await stage.instance()).outcome]).toEqual([1, 'reached']);
    },
  );

  test('a price that never comes ends it', async () => {
    const stage = await makeStage();
    await approved(stage, 1);
    stage.cloud.addFault({ name: 'throttle', action: 'DescribePrice', times: 0 });
    stage.start();
    await stage.until(() => stage.ended('r-1'));
    expect([buys(stage), (await stage.instance()).failure?.kind]).toEqual([0, 'throttled']);
  });

  test('an approval of more than a day ago does not count any more', async () => {
    const stage = await makeStage();
    const at = stage.timeline.now();
    const next = { reason: 'audit', by: 'UADMIN', at, until: at + 10 * MINUTE };
    await stage.truth.commit({ freeze: { was: null, next }, at });
    await approved(stage, 1, policyWith(), 24 * HOUR - 5 * MINUTE);
    stage.start();
    await stage.until(async () => (await stage.instance()).heldBy !== null);
    await stage.until(() => stage.ended('r-1'));
    expect(stage.calls.map(({ action }) => action)).toEqual(['DescribeInstances']);
    expect((await stage.instance()).failure?.kind).toBe('lapsed');
  });

  test('an approval that ends while the create stands in its line buys nothing', async () => {
    const stage = await makeStage();
    await approved(stage, 1, policyWith(), 24 * HOUR - MINUTE);
    let lines = 0;
    stage.start({
      ecs: (ecs) => ({
        ...ecs,
        async createInstance(input, proceed) {
          lines += 1;
          await stage.timeline.sleep(2 * MINUTE);
          return ecs.createInstance(input, proceed);
        },
      }),
    });
    await stage.until(() => stage.ended('r-1'));
    expect([lines, buys(stage)]).toEqual([1, 0]);
    expect((await stage.instance()).failure?.kind).toBe('lapsed');
  });

  test('what was never approved is not bought', async () => {
    const stage = await makeStage();
    await stage.submit('r-1', stage.spec.prepaid, 1);
    stage.start();
    await stage.until(() => stage.ended('r-1'));
    expect([buys(stage), (await stage.instance()).failure?.kind]).toEqual([0, 'lapsed']);
  });

  test('a create whose answer was lost is not repeated at another price, but found', async () => {
    for (const fault of ['reset-after', 'reset-before']) {
      const stage = await makeStage();
      await approved(stage, 1);
      // Until what was remembered of the price is forgotten.
      stage.cloud.addFault({ name: fault, action: 'CreateInstance', times: 3 });
      stage.start();
      await stage.until(() => buys(stage) >= 1);
      stage.cloud.addFault({ name: 'price-change', percent: 1 });
      await stage.until(() => stage.ended('r-1'));
      const [bought, outcome] = fault === 'reset-after' ? [1, 'reached'] : [0, 'failed'];
      expect([stage.cloud.state().instances.length, (await stage.instance()).outcome]).toEqual([bought, outcome]);
    }
  });

  test('pay-as-you-go asks for no price', async () => {
    const stage = await makeStage();
    await stage.submit('r-1', stage.spec.plain, 1);
    stage.start();
    await stage.until(() => stage.ended('r-1'));
    expect(looks(stage)).toBe(0);
  });
});

describe('right before something is bought that is billed by the hour and was approved', () => {
  const RULE = { line: 1, charge: null, above: null, needed: 1, from: null };
  const policy = policyWith({ rules: [RULE], priceTolerancePercent: 5 });

  /** Waits for approval at that price; null for none that is known. */
  async function askedAt(stage: Stage, quote: Quote | null): Promise<Request> {
    const at = stage.timeline.now();
    const { plain: spec } = stage.spec;
    const facts = {
      ...{ user: 'U1', isAdmin: false, channel: 'C1', charge: spec.charge.kind, region: spec.region, image: null },
      ...{ type: spec.instanceType, family: 'ecs.g7', vCpu: 2, amount: 2, bandwidthOut: 0, diskGiB: 40 },
    };
    const now = { at, policy, admins: [], people: directory.known(), month: [], lately: { pending: 0, instances: 0 } };
    const verdict = askFor({ requester: 'U1', spec, amount: 2, quote, facts }, now);
    if (verdict.is !== 'asks') throw new Error(verdict.is);
    const from = { origin: 'view:1', requester: 'U1', team: 'T1', channel: 'C1', requestId: 'r-1' };
    const order = {
      ...from,
      spec,
      amount: 2,
      clientTokens: ['a'],
      ...(quote && { quote }),
      approval: verdict.approval,
      at,
    };
    const { request, events, messages } = newRequest(order);
    await stage.truth.commit({ requests: [{ next: request }], events, messages, at });
    return request;
  }

  /** Approved at one price, and bought at another. */
  async function boughtAfter(approvedAt: Quote | null, price: Quote | 'unknown', { frozenMs = 0, agoMs = 0 } = {}) {
    const stage = await makeStage();
    const at = stage.timeline.now();
    if (frozenMs > 0) {
      const next = { reason: 'audit', by: 'UADMIN', at, until: at + frozenMs };
      await stage.truth.commit({ freeze: { was: null, next }, at });
    }
    await approve(stage, await askedAt(stage, approvedAt), policy, at - agoMs);
    let asked = 0;
    const priced: EcsPort['price'] = async () => {
      asked += 1;
      return ok(price);
    };
    stage.start({ ecs: (ecs) => ({ ...ecs, price: priced }) });
    await stage.until(() => stage.ended('r-1'), frozenMs + 40 * MINUTE);
    const [row] = await stage.truth.instancesOf('r-1');
    return { ran: countOf(stage.calls, 'RunInstances'), asked, is: row?.outcome, why: row?.failure?.kind ?? null };
  }

  const at = (micros: number) => hourlyQuote(micros, { amount: 2 });

  test('and costs more than was approved by now, nothing is bought', async () => {
    const after = await boughtAfter(at(100_000), at(106_000), { frozenMs: HOUR });
    expect(after).toMatchObject({ ran: 0, is: 'failed', why: 'priceChanged' });
  });

  test.each([at(105_000), at(100_000), at(50_000)])('it may cost less, or more within the tolerance', async (price) => {
    expect(await boughtAfter(at(100_000), price)).toMatchObject({ ran: 1, asked: 1, is: 'reached' });
  });

  test('its approval lasts as long as what keeps it from being bought', async () => {
    const after = await boughtAfter(at(100_000), at(100_000), { agoMs: 3 * 24 * HOUR });
    expect(after).toMatchObject({ ran: 1, is: 'reached' });
  });

  test('while nobody knows its price it waits, and where none was approved none is asked for', async () => {
    expect(await boughtAfter(at(100_000), 'unknown')).toMatchObject({ ran: 0, is: 'failed' });
    expect(await boughtAfter(null, at(900_000))).toMatchObject({ ran: 1, asked: 0, is: 'reached' });
  });
});

describe('what waits for approval', () => {
  test('is reminded of after ever longer times, then escalated, and expires', async () => {
    const stage = await makeStage();
    const remindAfterMs = MINUTE;
    const expireAfterMs = 9 * MINUTE;
    await asked(stage, 1, policyWith({ remindAfterMs, expireAfterMs, escalation: { afterMs: 2 * MINUTE, to: [] } }));
    const since = stage.timeline.now();
    stage.start();
    await stage.until(async () => (await stage.truth.request('r-1'))?.state === 'expired', 10 * MINUTE);
    const events = await stage.truth.eventsOf('r-1');
    expect(events.map(({ kind, at }) => [kind, Math.round((at - since) / MINUTE)])).toEqual([
      ['request.submitted', 0],
      ['approval.reminded', 1],
      ['approval.escalated', 2],
      ['approval.reminded', 3],
      ['approval.reminded', 7],
      ['request.expired', 9],
    ]);
    expect(stage.calls).toEqual([]);
    expect(await stage.truth.request('r-1')).toMatchObject({ dueAt: null, approval: { decision: { by: 'bot' } } });
  });

  test('is not reminded of where the policy wants no reminders, and expires once on two replicas', async () => {
    const stage = await makeStage();
    await asked(stage, 1, policyWith({ remindAfterMs: null, expireAfterMs: MINUTE }));
    for (const name of ['one', 'two']) stage.start({ name, exclusive: false });
    await stage.until(async () => (await stage.truth.request('r-1'))?.state === 'expired');
    await stage.pass(5 * MINUTE);
    expect(await kinds(stage)).toEqual(['request.submitted', 'request.expired']);
  });
});
