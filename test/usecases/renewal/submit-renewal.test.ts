import { describe, expect, test } from 'vitest';
import { CommitInDoubt, StoreUnavailable } from '../../../src/store/store.ts';
import { INES, MARCUS, policyWith } from '../approval/approval-stage.ts';
import { clickBy, HOUR, idOf, office, outcomeOf, PRICE, RENEWAL, take, UNTIL } from './renewal-office.ts';

const { ask } = RENEWAL;

describe('a renewal that was asked for', () => {
  test('and whose commit nobody can tell of is not said to be no request', async () => {
    const deps = await office();
    let isAway = false;
    const { approvals, store } = deps.replica((stored) => ({
      ...stored,
      commit: async (change) => {
        await stored.commit(change);
        isAway = true;
        throw new CommitInDoubt('away');
      },
      requestByOrigin: (origin) =>
        isAway ? Promise.reject(new StoreUnavailable('away')) : stored.requestByOrigin(origin),
    }));
    await expect(approvals.askRenewal(RENEWAL.wish(), RENEWAL.from())).rejects.toBeInstanceOf(CommitInDoubt);
    expect(await store.requestByOrigin(RENEWAL.from().origin)).toMatchObject({ state: 'pending' });
  });

  test('is asked about again when its price has moved', async () => {
    const deps = await office();
    const id = idOf(await ask(deps));
    deps.state.price = PRICE + 1;
    expect(outcomeOf(await take(deps, id, clickBy(MARCUS)))).toMatchObject({ is: 'askedAgain' });
    expect(outcomeOf(await take(deps, id, clickBy(MARCUS)))).toMatchObject({ refused: { why: 'otherPrice' } });
    expect(outcomeOf(await take(deps, id, clickBy(MARCUS, 'approve', 2)))).toEqual({ is: 'approved' });
  });

  test('is allowed by who may prepay, whatever may be created', async () => {
    const strict = { regions: { value: ['ap-*'], line: 3 }, limits: { maxBandwidthOut: { value: 0, line: 4 } } };
    const deps = await office(policyWith({}, strict));
    const id = idOf(await ask(deps));
    expect(outcomeOf(await take(deps, id, clickBy(MARCUS)))).toEqual({ is: 'approved' });
    deps.state.policy = policyWith({}, { prepaid: 'adminsOnly' });
    expect(await ask(await office(deps.state.policy))).toMatchObject({ is: 'policy' });
    const admins = await office(deps.state.policy);
    expect(await ask(admins, INES)).toMatchObject({ is: 'submitted', isNew: true });
  });

  test('is refused to others, for another end than was shown, and while the cloud has locked it', async () => {
    const deps = await office();
    expect(await ask(deps, MARCUS)).toMatchObject({ is: 'notYours' });
    deps.show({ expiresAt: UNTIL + HOUR });
    expect(await ask(deps)).toMatchObject({ is: 'moved', until: UNTIL + HOUR });
    deps.show({ locks: ['security'] });
    expect(await ask(deps)).toMatchObject({ is: 'locked' });
    deps.show({ chargeKind: 'payAsYouGo', expiresAt: null });
    expect(await ask(deps)).toMatchObject({ refusal: { why: 'notPrepaid' } });
    deps.show({ chargeKind: 'prepaid', expiresAt: null });
    expect(await ask(deps)).toMatchObject({ is: 'unseen', failure: { kind: 'ambiguous' } });
    deps.state.seen = new Map();
    expect(await ask(deps)).toMatchObject({ is: 'unlisted' });
    expect((await deps.store.instance('r-bought-1'))?.renewedBy).toBeUndefined();
  });
});
