import { describe, expect, test } from 'vitest';
import { silentLog } from '../../../src/core/base/log.ts';
import type { PurchaseGuard } from '../../../src/lifecycle/purchase/purchase-guard.ts';
import { liftFreeze } from '../../../src/usecases/freeze/set-freeze.ts';
import { makeCloudPort } from '../../world/cloud-port.ts';
import { guardOf } from '../../world/guard.ts';
import { makeLife } from '../../world/life.ts';
import { freeze, freezeOf } from '../freezes.ts';
import { makeStage, type Stage } from '../stage.ts';

const MINUTE = 60_000;
const INES = 'U07INESCAR5';
const MARCUS = 'U07MARCOKA3';

/** A replica's guard, whose view of whether the store is whole the test holds in its hand, as each replica has one of its own. */
function replica({ truth, timeline, cloud }: Stage) {
  let isWhole = true;
  const metadata = {
    ...truth.metadata,
    identity: (now: number) => truth.metadata.identity(now),
    isWhole: async () => isWhole,
    acceptLoss: async () => {
      isWhole = true;
    },
  };
  const life = makeLife('guard', () => {});
  const guard: PurchaseGuard = guardOf({
    store: { ...truth, metadata },
    ecs: makeCloudPort({ cloud, timeline, life, random: () => 0.5, before: async () => {}, after: () => {} }),
    clock: timeline,
  });
  return { guard, lose: () => (isWhole = false) };
}

/** As `/ecs unfreeze` does it; by whom what is in force again was set. */
async function lift({ truth, timeline }: Stage, version: number | null = null): Promise<string | null> {
  const lifted = await liftFreeze({ store: truth, clock: timeline, log: silentLog }, MARCUS, version);
  if (lifted.kind !== 'lifted') throw new Error(lifted.kind);
  return lifted.restored?.by ?? null;
}

/** Asked as before a purchase, while the time goes on. */
async function checked(stage: Stage, guard: PurchaseGuard): Promise<unknown> {
  let found: unknown = null;
  void guard.check(stage.spec.plain.region).then((what) => {
    found = what;
  });
  await stage.until(() => found !== null);
  return found;
}

const frozenTimes = async ({ truth }: Stage): Promise<number> =>
  (await truth.eventsOf('freeze')).filter(({ kind }) => kind === 'freeze.set').length;

describe('an admin’s freeze that isInForce when the bot freezes', () => {
  test.each([null, 3 * 60 * MINUTE])('is in force again once the bot’s was lifted (for %s)', async (forMs) => {
    const stage = await makeStage();
    const { guard, lose } = replica(stage);
    await stage.pass(MINUTE);
    await freeze(stage, forMs, { by: INES });
    const admins = await freezeOf(stage);
    lose();
    await stage.pass(2 * MINUTE);
    expect(await freezeOf(stage)).toMatchObject({ cause: 'storeBehind', before: { by: INES, reason: 'audit' } });
    expect(await lift(stage)).toBe(INES);
    expect(await freezeOf(stage)).toEqual({ ...admins, version: expect.any(Number) });
    expect(await lift(stage, (await freezeOf(stage))?.version)).toBeNull();
    expect(await freezeOf(stage)).toBeNull();
    await guard.stop();
  });

  test('is not lifted by another admin who still means the bot’s, however often, but by its number', async () => {
    const stage = await makeStage();
    const { guard, lose } = replica(stage);
    await stage.pass(MINUTE);
    await freeze(stage, null, { by: INES });
    lose();
    await stage.pass(2 * MINUTE);
    const bots = (await freezeOf(stage))?.version ?? 0;
    const deps = { store: stage.truth, clock: stage.timeline, log: silentLog };
    // Both at the same moment, and again later.
    const both = await Promise.all([liftFreeze(deps, MARCUS), liftFreeze(deps, 'U07TOMBECK6')]);
    expect(both.map(({ kind }) => kind).toSorted()).not.toEqual(['lifted', 'lifted']);
    const again = await freezeOf(stage);
    expect(again).toMatchObject({ by: INES });
    for (const wait of [0, MINUTE, 60 * MINUTE]) {
      await stage.pass(wait + 1);
      expect(await liftFreeze(deps, 'U07TOMBECK6')).toMatchObject({ kind: 'restoredBefore', freeze: { by: INES } });
      expect(await liftFreeze(deps, 'U07TOMBECK6', bots)).toMatchObject({ kind: 'faster', now: { by: INES } });
      expect(await freezeOf(stage)).toEqual(again);
    }
    expect(await liftFreeze(deps, 'U07TOMBECK6', again?.version)).toMatchObject({ kind: 'lifted', restored: null });
    expect(await liftFreeze(deps, MARCUS)).toEqual({ kind: 'notFrozen' });
    // One that is set afterwards is lifted as ever.
    await freeze(stage, null, { by: INES });
    const at = stage.timeline.now();
    const event = { at, kind: 'freeze.set', actor: INES, requestId: 'freeze', instanceId: null, data: {} } as const;
    await stage.truth.commit({ events: [event], at });
    expect(await lift(stage)).toBeNull();
    await guard.stop();
  });

  test('is over when its time has come meanwhile', async () => {
    const stage = await makeStage();
    const { guard, lose } = replica(stage);
    await stage.pass(MINUTE);
    await freeze(stage, 10 * MINUTE, { by: INES });
    lose();
    await stage.pass(20 * MINUTE);
    expect((await freezeOf(stage))?.cause).toBe('storeBehind');
    await lift(stage);
    expect(await freezeOf(stage)).toBeNull();
    await guard.stop();
  });
});

describe('a loss that two replicas find out', () => {
  test('freezes once: who finds it out after an admin has lifted that does not freeze again', async () => {
    const stage = await makeStage();
    const [first, second] = [replica(stage), replica(stage)];
    const { region } = stage.spec.plain;
    await stage.pass(2 * MINUTE);
    first.lose();
    second.lose();
    expect(await first.guard.check(region)).toBe('frozen');
    await lift(stage);
    expect(await second.guard.check(region)).toBe('frozen');
    await stage.pass(5 * MINUTE);
    expect([await freezeOf(stage), await frozenTimes(stage)]).toEqual([null, 1]);
    expect(await checked(stage, second.guard)).toBe('clear');

    // A later loss is another one.
    second.lose();
    expect(await second.guard.check(region)).toBe('frozen');
    expect([(await freezeOf(stage))?.cause, await frozenTimes(stage)]).toEqual(['storeBehind', 2]);
    await stage.pass(MINUTE);
    await Promise.all([first.guard.stop(), second.guard.stop()]);
  });
});
