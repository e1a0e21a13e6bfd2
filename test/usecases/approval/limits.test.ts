import { expect, onTestFinished, test } from 'vitest';
import { silentLog } from '../../../src/core/base/log.ts';
import { ok } from '../../../src/core/base/result.ts';
import { onlyThese } from '../../../src/core/policy/authority.ts';
import type { Policy } from '../../../src/core/policy/policy.ts';
import { PAY_AS_YOU_GO } from '../../../src/core/spec/charge.ts';
import type { InstanceSpec } from '../../../src/core/spec/spec.ts';
import { makeAccountMemory } from '../../../src/ecs/account-memory.ts';
import { makeQuotes } from '../../../src/ecs/money/quotes.ts';
import { makeApprovals } from '../../../src/usecases/approval/approvals.ts';
import { openMemoryDatabase } from '../../support/memory-database.ts';
import { factsOf, INES, LENA, MARCUS, makeCrowd, PLATFORM, policyWith, priceOf, SPEC } from './approval-stage.ts';

const HOUR = 3_600_000;
const PAYG: InstanceSpec = { ...SPEC, charge: PAY_AS_YOU_GO };
const limit = (value: number) => ({ value, line: 3 });

/** Two replicas over one database; what is asked goes to them in turn. */
async function office(policy: Policy = policyWith(), admins: readonly string[] = [INES]) {
  const state = { now: Date.UTC(2026, 10, 24, 9) };
  const clock = { now: () => state.now, after: () => () => {} };
  const database = await openMemoryDatabase({ log: silentLog, clock });
  const crowd = makeCrowd();
  let ids = 0;
  const replicas = [1, 2].map(() => {
    const store = database.open();
    onTestFinished(() => store.close());
    const port = {
      price: async () => ok(priceOf(120_400)),
      renewalPrice: async () => ok('unknown' as const),
      growthPrice: async () => ok('unknown' as const),
      balance: async () => ok({ minor: 10_000_000, currency: 'CNY' }),
    };
    const approvals = makeApprovals({
      ...{ store, clock, log: silentLog, directory: crowd.directory, authority: onlyThese(admins) },
      quotes: makeQuotes(port, { memory: makeAccountMemory(), clock, log: silentLog }),
      cloud: { describeInstances: async () => ok(new Map()), site: async () => ok('china' as const) },
      policy: { current: () => ({ policy, hash: null }), trouble: () => null },
      random: { next: () => 0.5, id: (length) => `${(ids++).toString(36)}`.padStart(length, '0') },
    });
    return { store, approvals };
  });
  let asked = 0;
  const ask = (spec: InstanceSpec, amount: number, requester = LENA, origin = `view:${asked}`) => {
    const { approvals } = replicas[asked++ % 2] as (typeof replicas)[number];
    const facts = { ...factsOf(requester, spec), amount };
    const quote = spec.charge.kind === 'prepaid' ? { ...priceOf(120_400), amount } : null;
    const people = crowd.directory.known();
    return approvals.submit({ requester, spec, amount, quote, facts, origin, team: 'T1', channel: PLATFORM, people });
  };
  const askAtOnce = async (times: number, spec: InstanceSpec, amount: number) =>
    (await Promise.all(Array.from({ length: times }, () => ask(spec, amount)))).map(({ is }) => is);
  return { state, replicas, ask, askAtOnce };
}

const counts = (answers: readonly string[]) => ({
  taken: answers.filter((is) => is === 'submitted').length,
  refused: answers.filter((is) => is === 'tooMany').length,
});

test('of what one person submits at the same moment, on several replicas, no more waits than the limit allows', async () => {
  const { ask, askAtOnce, replicas } = await office(policyWith({}, { limits: { maxPendingPerPerson: limit(5) } }));
  expect(counts(await askAtOnce(12, SPEC, 1))).toEqual({ taken: 5, refused: 7 });
  expect(await ask(SPEC, 1)).toEqual({
    is: 'tooMany',
    excess: { limit: 'maxPendingPerPerson', max: 5, has: 5, more: 1 },
  });
  // Others have their own, and what waits for nobody is not counted.
  expect((await ask(SPEC, 1, MARCUS)).is).toBe('submitted');
  expect((await ask(PAYG, 1)).is).toBe('submitted');
  const waiting = await replicas[0]?.store.queries.waiting(20);
  await replicas[1]?.approvals.take(waiting?.[0]?.id ?? '', {
    what: 'withdraw',
    by: LENA,
    round: 1,
    note: '',
  } as never);
  expect((await ask(SPEC, 1)).is).toBe('submitted');
});

test('without a policy one person asks for at most a hundred instances in 24 hours, however they are paid for, admins too', async () => {
  const { ask, askAtOnce, state } = await office(policyWith(), [INES, LENA]);
  expect(counts(await askAtOnce(8, PAYG, 20))).toEqual({ taken: 5, refused: 3 });
  expect(await ask(SPEC, 1)).toEqual({
    is: 'tooMany',
    excess: { limit: 'maxInstancesPerPersonPerDay', max: 100, has: 100, more: 1 },
  });
  state.now += 24 * HOUR + 1;
  expect((await ask(PAYG, 20)).is).toBe('submitted');
});

test('a form that was taken before is answered as before, whatever the limit says by now', async () => {
  const { ask } = await office(policyWith({}, { limits: { maxInstancesPerPersonPerDay: limit(2) } }));
  const first = await ask(PAYG, 2, LENA, 'view:V1');
  expect(await ask(PAYG, 2, LENA, 'view:V1')).toEqual({ ...first, isNew: false });
  expect((await ask(PAYG, 1)).is).toBe('tooMany');
});
