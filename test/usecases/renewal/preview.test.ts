import { describe, expect, test } from 'vitest';
import type { RenewalRefusal } from '../../../src/core/renewal/renewal-new.ts';
import { termsOf } from '../../../src/core/spec/charge.ts';
import type { Unrenewable } from '../../../src/usecases/renewal/submit-renewal.ts';
import { slackOf } from '../approval/approval-office.ts';
import { cny, INES, LENA, MARCUS, policyWith, SPEC } from '../approval/approval-stage.ts';
import {
  AWAY,
  CLOUD_ID,
  clickBy,
  GROWTH,
  idOf,
  type Office,
  office,
  PRICE,
  RENEWAL,
  take,
  UNTIL,
} from './renewal-office.ts';

const ONLY_A_GROUP = {
  line: 3,
  value: [{ who: ['S07UNKNOWN1'], channels: 'any', charges: ['prepaid'] }],
} as const;

const preview = (deps: Office, { wish }: typeof RENEWAL, user = LENA) =>
  deps.replica().approvals.previewRenewal(wish(user));

describe.each([RENEWAL, GROWTH])('before a $name is asked for', (bought) => {
  const { name, wish, ask } = bought;
  const isDisk = name === GROWTH.name;

  test('the person sees what it costs, until when is paid, the balance, and who has to approve; nothing is stored', async () => {
    const deps = await office();
    const instance = await deps.store.instance('r-bought-1');
    expect(await preview(deps, bought)).toMatchObject({
      ...{ is: 'renewable', instance, until: UNTIL, quote: { price: cny(PRICE) } },
      ...{ balance: { money: cny(1_000_000), at: deps.state.now } },
      asked: { is: 'asks', approval: { requirements: [{ needed: 1, users: [MARCUS, expect.any(String)] }] } },
    });
    expect((await preview(deps, bought)) as object).toHaveProperty('terms', isDisk ? [] : termsOf('china', 'renew'));
    // Somebody waits for it, so the looks go before those of the lifecycle.
    expect(deps.state.looks).toEqual(Array(2).fill([SPEC.region, [CLOUD_ID], 'people']));
    expect(await deps.store.instance('r-bought-1')).toEqual(instance);
    expect(await deps.store.queries.waiting(9)).toEqual([]);
  });

  test.each<readonly [what: string, then: (deps: Office) => void, seen: Unrenewable | object]>([
    ['the cloud does not answer', ({ state }) => Object.assign(state, { seen: AWAY }), { is: 'unseen', failure: AWAY }],
    ['it is no longer listed', ({ state }) => Object.assign(state, { seen: new Map() }), { is: 'unlisted' }],
    ['it is locked', ({ show }) => show({ locks: ['security'] }), { is: 'locked' }],
    [
      'it is not prepaid',
      ({ show }) => show({ chargeKind: 'payAsYouGo', expiresAt: null }),
      { is: 'refused', refusal: { why: 'notPrepaid' } satisfies RenewalRefusal },
    ],
    ['the price is not told', ({ state }) => Object.assign(state, { price: AWAY }), { is: 'unpriced', failure: AWAY }],
    ['it has no price', ({ state }) => Object.assign(state, { price: 'unknown' }), { is: 'unpriced', failure: null }],
    [
      'the policy forbids it',
      ({ state }) => Object.assign(state, { policy: policyWith({}, { prepaid: 'adminsOnly' }) }),
      { is: 'policy' },
    ],
    [
      'a user group decides that nobody can read',
      ({ state }) => Object.assign(state, { policy: policyWith({}, { create: ONLY_A_GROUP }) }),
      { is: 'unjudged' },
    ],
    [
      'nobody could approve it',
      ({ state }) => Object.assign(state, { policy: policyWith({ approvers: [LENA] }) }),
      { is: 'unsatisfiable' },
    ],
  ])('it is refused, and nothing is stored, when %s', async (_, then, seen) => {
    const deps = await office();
    then(deps);
    expect(await preview(deps, bought)).toMatchObject(seen);
    expect(await ask(deps)).toMatchObject(seen);
    expect(await deps.store.queries.waiting(9)).toEqual([]);
  });

  test('by the store alone it is known who may ask, and whether it is asked for already', async () => {
    const deps = await office();
    const refusal = (user = LENA, instanceId = 'r-bought-1') =>
      deps.replica().approvals.refusalOfRenewal({ ...wish(user), instanceId });
    expect(await refusal()).toBeNull();
    expect(await refusal(INES)).toBeNull();
    expect(await refusal(MARCUS)).toMatchObject({ is: 'notYours' });
    expect(await refusal(LENA, 'r-none-1')).toEqual({ is: 'unknown' });
    expect(deps.state.looks).toEqual([]);
    const id = idOf(await ask(deps));
    const refused = { is: 'refused', refusal: { why: 'openAlready', requestId: id } };
    expect(await refusal()).toMatchObject(refused);
    deps.state.looks = [];
    expect(await preview(deps, bought)).toMatchObject(refused);
    expect(deps.state.looks).toEqual([]);
    await take(deps, id, clickBy(MARCUS, 'deny'));
    expect(await refusal()).toBeNull();
  });

  test('Slack is asked about approvers of whom nothing is known', async () => {
    const { asked, directory } = slackOf();
    const deps = await office(policyWith(), { directory });
    expect(await preview(deps, bought)).toMatchObject({ is: 'renewable' });
    expect(asked).toContain(MARCUS);
    asked.clear();
    expect(await ask(deps)).toMatchObject({ is: 'submitted' });
  });
});

test('a renewal is for a term that the account is sold, and a disk needs none', async () => {
  const twoWeeks = { ...RENEWAL.wish(), what: { term: { unit: 'Week', period: 2 } } } as const;
  const deps = await office();
  const seen = () => deps.replica().approvals.previewRenewal(twoWeeks);
  expect(await seen()).toMatchObject({ is: 'renewable' });
  for (const site of ['international', null] as const) {
    deps.state.site = site;
    expect(await seen()).toEqual({ is: 'notSold', terms: termsOf(site, 'renew') });
    expect(await preview(deps, GROWTH)).toMatchObject({ is: 'renewable' });
  }
});

test('what is locked only for want of money may be renewed, and its disks may not grow', async () => {
  const deps = await office();
  deps.show({ locks: ['financial'] });
  expect(await preview(deps, RENEWAL)).toMatchObject({ is: 'renewable' });
  expect(await preview(deps, GROWTH)).toMatchObject({ is: 'locked' });
  deps.show({ locks: ['financial', 'security'] });
  expect(await preview(deps, RENEWAL)).toMatchObject({ is: 'locked' });
});
