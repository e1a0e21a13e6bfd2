import { expect, test } from 'vitest';
import type { Policy } from '../../../src/core/policy/policy.ts';
import type { InstanceSpec } from '../../../src/core/spec/spec.ts';
import { click, FREE, office, wishOf } from './approval-office.ts';
import { INES, LENA, MARCUS, policyWith, SPEC } from './approval-stage.ts';

const HOUR = 3_600_000;
const limit = (value: number) => ({ value, line: 3 });

/** Two replicas; what is asked goes to them in turn. */
async function twoReplicas(policy: Policy = policyWith(), admins: readonly string[] = [INES]) {
  const { replica, truth, state } = await office(policy, { admins });
  const replicas = [replica(), replica()];
  let asked = 0;
  const ask = (spec: InstanceSpec, amount: number, requester = LENA, origin = `view:${asked}`) => {
    const { approvals } = replicas[asked++ % 2] as (typeof replicas)[number];
    return approvals.submit(wishOf(origin, { requester, spec, amount }));
  };
  const askAtOnce = async (times: number, spec: InstanceSpec, amount: number) =>
    (await Promise.all(Array.from({ length: times }, () => ask(spec, amount)))).map(({ is }) => is);
  return { state, truth, approvals: replica().approvals, ask, askAtOnce };
}

const counts = (answers: readonly string[]) => ({
  taken: answers.filter((is) => is === 'submitted').length,
  refused: answers.filter((is) => is === 'tooMany').length,
});

test('of what one person submits at the same moment, on several replicas, no more waits than the limit allows', async () => {
  const { ask, askAtOnce, truth, approvals } = await twoReplicas(
    policyWith({}, { limits: { maxPendingPerPerson: limit(5) } }),
  );
  expect(counts(await askAtOnce(12, SPEC, 1))).toEqual({ taken: 5, refused: 7 });
  expect(await ask(SPEC, 1)).toEqual({
    is: 'tooMany',
    excess: { limit: 'maxPendingPerPerson', max: 5, has: 5, more: 1 },
  });
  // Others have their own, and what waits for nobody is not counted.
  expect((await ask(SPEC, 1, MARCUS)).is).toBe('submitted');
  expect((await ask(FREE, 1)).is).toBe('submitted');
  const [waiting] = await truth.queries.waiting(20);
  await approvals.take(waiting?.id ?? '', click(LENA, 'withdraw'));
  expect((await ask(SPEC, 1)).is).toBe('submitted');
});

test('without a policy one person asks for at most a hundred instances in 24 hours, however they are paid for, admins too', async () => {
  const { ask, askAtOnce, state } = await twoReplicas(policyWith(), [INES, LENA]);
  expect(counts(await askAtOnce(8, FREE, 20))).toEqual({ taken: 5, refused: 3 });
  expect(await ask(SPEC, 1)).toEqual({
    is: 'tooMany',
    excess: { limit: 'maxInstancesPerPersonPerDay', max: 100, has: 100, more: 1 },
  });
  state.now += 24 * HOUR + 1;
  expect((await ask(FREE, 20)).is).toBe('submitted');
});

test('a form that was taken before is answered as before, whatever the limit says by now', async () => {
  const { ask } = await twoReplicas(policyWith({}, { limits: { maxInstancesPerPersonPerDay: limit(2) } }));
  const first = await ask(FREE, 2, LENA, 'view:V1');
  expect(await ask(FREE, 2, LENA, 'view:V1')).toEqual({ ...first, isNew: false });
  expect((await ask(FREE, 1)).is).toBe('tooMany');
});
