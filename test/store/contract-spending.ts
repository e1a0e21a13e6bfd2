import { expect, test } from 'vitest';
import type { Request } from '../../src/core/request.ts';
import { fail, ok } from '../../src/core/result.ts';
import { approvalOf, specOf } from '../support/approvals.ts';
import type { OpenStore } from './contract.ts';
import { anInstance, aRequest, NOW } from './samples.ts';

const CONFLICT = fail({ kind: 'conflict', id: 'spending' });
const price = { minor: 120_400, currency: 'CNY' };
const quote = { kind: 'term', price, listPrice: price, amount: 1, at: NOW } as const;

const APPROVAL = { ...approvalOf('U1', specOf(), quote), votes: [] };

const spent = (id: string, over: Partial<Request> = {}) => aRequest(id, { quote, ...over });

export function spendingContract(open: OpenStore): void {
  test('tells what was asked for since a moment and costs something, or may', async () => {
    const store = await open();
    const requests: Request[] = [
      spent('r-before', { createdAt: NOW - 1 }),
      spent('r-creating', { createdAt: NOW, requester: 'U2' }),
      spent('r-pending', { state: 'pending' }),
      spent('r-denied', { state: 'denied' }),
      spent('r-withdrawn', { state: 'withdrawn' }),
      spent('r-expired', { state: 'expired' }),
      spent('r-failed', { state: 'finished' }),
      spent('r-bought', { state: 'finished' }),
      spent('r-doubtful', { state: 'finished' }),
      aRequest('r-unpriced'),
    ];
    const failure = {
      kind: 'noStock',
      code: null,
      detail: '',
      requestId: null,
      retryAfterMs: null,
      api: null,
      missing: null,
    } as const;
    const failed = { outcome: 'failed', failure, dueAt: null } as const;
    const instances = [
      anInstance('r-failed', 1, failed),
      anInstance('r-failed', 2, failed),
      anInstance('r-bought', 1, failed),
      anInstance('r-bought', 2, { outcome: 'reached', cloudId: 'i-1', dueAt: null }),
      anInstance('r-doubtful', 1, { ...failed, failure: { ...failure, kind: 'doubtful' } }),
    ];
    const rows = { requests: requests.map((next) => ({ next })), instances: instances.map((next) => ({ next })) };
    expect(await store.commit({ ...rows, at: NOW })).toEqual(ok(null));
    const { spending } = await store.month(NOW);
    expect(spending).toEqual([
      { requestId: 'r-bought', requester: 'U1', cost: price },
      { requestId: 'r-creating', requester: 'U2', cost: price },
      { requestId: 'r-doubtful', requester: 'U1', cost: price },
      { requestId: 'r-pending', requester: 'U1', cost: price },
      { requestId: 'r-unpriced', requester: 'U1', cost: null },
    ]);
    await store.close();
  });

  test('tells what waits in any month, and what was approved in that in which it was', async () => {
    const store = await open();
    const long = NOW - 80 * 86_400_000;
    const approved = (at: number) => ({ ...APPROVAL, decision: { is: 'approved', by: 'U3', at, note: '' } }) as const;
    const requests: Request[] = [
      spent('r-waits', { state: 'pending', createdAt: long, approval: APPROVAL }),
      spent('r-approved-now', { state: 'finished', createdAt: long, approval: approved(NOW) }),
      spent('r-approved-before', { state: 'finished', createdAt: long, approval: approved(NOW - 1) }),
      spent('r-free-before', { createdAt: NOW - 1 }),
      spent('r-for-nothing', { state: 'finished', createdAt: long, approval: approved(NOW) }),
    ];
    const bought = { outcome: 'reached', cloudId: 'i-1', dueAt: null } as const;
    const instances = [
      anInstance('r-approved-now', 1, bought),
      anInstance('r-approved-before', 1, bought),
      anInstance('r-for-nothing', 1, { outcome: 'withdrawn', dueAt: null }),
    ];
    const rows = { requests: requests.map((next) => ({ next })), instances: instances.map((next) => ({ next })) };
    expect(await store.commit({ ...rows, at: NOW })).toEqual(ok(null));
    const { spending } = await store.month(NOW);
    expect(spending.map(({ requestId }) => requestId)).toEqual(['r-approved-now', 'r-waits']);
    await store.close();
  });

  test('of changes that were judged on the same spending one is written', async () => {
    const store = await open();
    for (let round = 0; round < 10; round += 1) {
      const { version } = await store.month(NOW);
      const answers = await Promise.all(
        [1, 2, 3].map((n) =>
          store.commit({ requests: [{ next: spent(`r-${round}-${n}`) }], underSpending: version, at: NOW }),
        ),
      );
      expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
      expect(answers.filter((answer) => !answer.ok)).toEqual([CONFLICT, CONFLICT]);
      expect((await store.month(NOW)).spending).toHaveLength(round + 1);
    }
    await store.close();
  });
}
