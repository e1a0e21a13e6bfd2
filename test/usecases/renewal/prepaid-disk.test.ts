import { describe, expect, test } from 'vitest';
import { MONTHLY } from '../../support/approvals.ts';
import { cny, LENA, MARCUS, PRIYA, policyWith, TWO } from '../approval/approval-stage.ts';
import { clickBy, DISK, GROWTH, idOf, office, outcomeOf, PRICE, RENEWAL, take } from './renewal-office.ts';

const { ask } = GROWTH;

describe('a larger prepaid disk that was asked for', () => {
  test('names its disk, and its instance names it', async () => {
    const deps = await office();
    const id = idOf(await ask(deps));
    expect(await deps.store.request(id)).toMatchObject({
      renewal: { disk: DISK },
      // For the rest of the period that it was bought for.
      spec: { charge: MONTHLY },
    });
    expect(await deps.store.instance('r-bought-1')).toMatchObject({ grownBy: id });
  });

  test('is not asked for without the money for it', async () => {
    const deps = await office();
    deps.state.balance = PRICE - 1;
    expect(await ask(deps)).toMatchObject({ is: 'short', balance: cny(PRICE - 1), total: cny(PRICE) });
  });

  test('is not asked for beside a renewal, nor the other way round: each makes the other dearer', async () => {
    const disk = await office();
    const id = idOf(await ask(disk));
    expect(await RENEWAL.ask(disk)).toMatchObject({ refusal: { requestId: id } });
    const other = await office();
    const renewing = idOf(await RENEWAL.ask(other));
    expect(await ask(other)).toMatchObject({ refusal: { why: 'openAlready', requestId: renewing } });
  });

  test('is asked about again when it costs more, and not when a day has made it cheaper: then that counts', async () => {
    const deps = await office();
    const id = idOf(await ask(deps));
    deps.state.price = PRICE + 1;
    expect(outcomeOf(await take(deps, id, clickBy(MARCUS)))).toMatchObject({ is: 'askedAgain' });
    deps.state.price = PRICE - 100;
    expect(outcomeOf(await take(deps, id, clickBy(MARCUS, 'approve', 2)))).toEqual({ is: 'approved' });
    expect((await deps.store.request(id))?.approval?.quote).toMatchObject({ price: cny(PRICE - 100) });
  });

  test('does not get dearer with each approval: the tolerance is of the price that the first has approved', async () => {
    const deps = await office(policyWith({ ...TWO, priceTolerancePercent: 2 }));
    const id = idOf(await ask(deps));
    deps.state.price = PRICE * 1.02;
    expect(outcomeOf(await take(deps, id, clickBy(MARCUS)))).toEqual({ is: 'voted', missing: 1 });
    deps.state.price = PRICE * 1.04;
    expect(outcomeOf(await take(deps, id, clickBy(PRIYA)))).toMatchObject({ is: 'askedAgain' });
  });

  test('is not asked for at more than was agreed to', async () => {
    const deps = await office();
    deps.state.price = PRICE + 1;
    expect(await ask(deps)).toMatchObject({ is: 'otherPrice' });
    deps.state.price = PRICE - 1;
    expect(await ask(deps, LENA, '2')).toMatchObject({ is: 'submitted' });
  });

  test('is allowed by who may prepay and how large a disk may be, whatever may be created', async () => {
    const regions = { value: ['ap-*'], line: 3 };
    const deps = await office(policyWith({}, { regions, limits: { maxDiskGiB: { value: 100, line: 4 } } }));
    const id = idOf(await ask(deps));
    deps.state.policy = policyWith({}, { regions, limits: { maxDiskGiB: { value: 99, line: 4 } } });
    expect(outcomeOf(await take(deps, id, clickBy(MARCUS)))).toMatchObject({ refused: { why: 'policy' } });
    expect(await ask(await office(deps.state.policy))).toMatchObject({
      is: 'policy',
      breaches: [{ rule: 'maxDiskGiB' }],
    });
    expect(await ask(await office(policyWith({}, { prepaid: 'adminsOnly' })))).toMatchObject({ is: 'policy' });
  });

  test('is refused to others, of what is locked or overdue, and of what is not prepaid', async () => {
    const deps = await office();
    expect(await ask(deps, MARCUS)).toMatchObject({ is: 'notYours' });
    deps.show({ locks: ['financial'] });
    expect(await ask(deps)).toMatchObject({ is: 'locked' });
    deps.show({ chargeKind: 'payAsYouGo', expiresAt: null });
    expect(await ask(deps)).toMatchObject({ refusal: { why: 'notPrepaid' } });
    expect((await deps.store.instance('r-bought-1'))?.grownBy).toBeUndefined();
  });
});
