import { expect, test } from 'vitest';
import { asKnown } from '../../../src/core/instance/found-instance.ts';
import { onlyThese } from '../../../src/core/policy/authority.ts';
import { sampleCloud } from '../../../src/sandbox/gallery/instance/instances.ts';
import { StoreUnavailable } from '../../../src/store/store.ts';
import { beginRenewal } from '../../../src/usecases/renewal/begin-renewal.ts';
import { fixedPolicy } from '../../support/fixed-sources.ts';
import { LENA, MARCUS, PLATFORM } from '../approval/approval-stage.ts';
import { clickBy, idOf, office, RENEWAL, take } from '../renewal/renewal-office.ts';

const PREPAID = sampleCloud({ chargeKind: 'prepaid' });

/** What `/ecs renew` comes to for an instance as it was found. */
async function entrance() {
  const deps = await office();
  const stored = async () => {
    const own = await deps.store.instance('r-bought-1');
    if (own === null) throw new Error('it is not stored');
    return own;
  };
  const begin = async (found: Parameters<typeof beginRenewal>[2], user = LENA, approvals = deps.replica().approvals) =>
    beginRenewal(
      {
        approvals,
        ...{ authority: onlyThese([]), policy: fixedPolicy(deps.state.policy), directory: deps.crowd.directory },
      },
      { user, team: 'T1', channel: PLATFORM },
      found,
    );
  return { deps, stored, begin };
}

test('of an instance of the bot the person sees the price first, whatever the cloud shows of it now', async () => {
  const { stored, begin, deps } = await entrance();
  const own = await stored();
  for (const found of [asKnown(own), { own, cloud: PREPAID }])
    expect(await begin(found)).toEqual({ kind: 'toConfirm', instanceId: own.id });
  expect(deps.state.looks).toEqual([]);
});

test('what is not prepaid, or not of the bot, is not renewed', async () => {
  const { stored, begin } = await entrance();
  const own = await stored();
  const hourly = sampleCloud({ chargeKind: 'payAsYouGo' });
  expect(await begin({ own, cloud: hourly })).toEqual({ kind: 'notPrepaid' });
  expect(await begin({ own: null, cloud: hourly })).toEqual({ kind: 'notPrepaid' });
  expect(await begin({ own: null, cloud: PREPAID })).toEqual({ kind: 'notOurs' });
});

test('it is refused to others, and while a renewal is asked for', async () => {
  const { stored, begin, deps } = await entrance();
  const found = asKnown(await stored());
  expect(await begin(found, MARCUS)).toMatchObject({ kind: 'refused', refusal: { is: 'notYours' } });
  const requestId = idOf(await RENEWAL.ask(deps));
  expect(await begin(found)).toMatchObject({
    kind: 'refused',
    refusal: { is: 'refused', refusal: { why: 'openAlready', requestId } },
  });
  await take(deps, requestId, clickBy(LENA, 'withdraw'));
  expect(await begin(found)).toMatchObject({ kind: 'toConfirm' });
});

test('while the store is away nothing is promised', async () => {
  const { stored, begin, deps } = await entrance();
  const found = asKnown(await stored());
  const away = deps.replica((store) => ({ ...store, instance: () => Promise.reject(new StoreUnavailable('away')) }));
  expect(await begin(found, LENA, away.approvals)).toEqual({ kind: 'storeDown' });
});
