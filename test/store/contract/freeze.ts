import { expect, test } from 'vitest';
import { fail, ok } from '../../../src/core/base/result.ts';
import type { Freeze, NewFreeze } from '../../../src/core/freeze.ts';
import { anEvent, anInstance, aRequest, NOW } from '../samples.ts';
import type { OpenStore } from './contract.ts';

const aFreeze = (over: Partial<NewFreeze> = {}): NewFreeze => ({
  reason: "O'Reilly; <!channel> 搬家",
  by: 'UADMIN',
  at: NOW,
  until: NOW + 7_200_000,
  ...over,
});

const CONFLICT = fail({ kind: 'conflict', id: 'freeze' });

export function freezeContract(open: OpenStore): void {
  test('holds the freeze exactly as it was set until it is lifted, and tells every one from the others', async () => {
    const store = await open();
    expect(await store.freeze()).toBeNull();
    expect(await store.commit({ freeze: { was: null, next: aFreeze() }, at: NOW })).toEqual(ok(null));
    const first = await store.freeze();
    expect(first).toStrictEqual({ ...aFreeze(), version: first?.version });

    const second = aFreeze({ reason: 'another', until: null });
    expect(await store.commit({ freeze: { was: first, next: second }, at: NOW })).toEqual(ok(null));
    const replaced = await store.freeze();
    expect(replaced).toMatchObject(second);
    expect(replaced?.version).toBeGreaterThan(first?.version ?? Infinity);

    expect(await store.commit({ freeze: { was: replaced, next: null }, at: NOW })).toEqual(ok(null));
    expect(await store.freeze()).toBeNull();
    await store.commit({ freeze: { was: null, next: aFreeze() }, at: NOW });
    expect((await store.freeze())?.version).toBeGreaterThan(replaced?.version ?? Infinity);
    await store.close();
  });

  test('of two admins who freeze at once one wins, and nothing of the other is written', async () => {
    const store = await open();
    for (let round = 0; round < 20; round += 1) {
      const was = await store.freeze();
      const tries = ['U1', 'U2', 'U3'].map((by) => ({
        freeze: { was, next: by === 'U3' ? null : aFreeze({ by }) },
        events: [anEvent('freeze', { kind: 'freeze.set', actor: `${by}-${round}` })],
        at: NOW,
      }));
      const answers = await Promise.all(tries.map((change) => store.commit(change)));
      expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
      expect(answers.filter(({ ok }) => !ok)).toEqual([CONFLICT, CONFLICT]);
      const winner = ['U1', 'U2', 'U3'][answers.findIndex(({ ok }) => ok)];
      expect((await store.freeze())?.by ?? 'U3').toBe(winner);
      const actors = (await store.eventsOf('freeze')).map(({ actor }) => actor);
      expect(actors.filter((actor) => actor.endsWith(`-${round}`))).toEqual([`${winner}-${round}`]);
    }
    await store.close();
  });

  test('a freeze that was replaced or lifted cannot lift the one in force now', async () => {
    const store = await open();
    await store.commit({ freeze: { was: null, next: aFreeze() }, at: NOW });
    const first = await store.freeze();
    await store.commit({ freeze: { was: first, next: null }, at: NOW });
    await store.commit({ freeze: { was: null, next: aFreeze({ by: 'U2' }) }, at: NOW });
    expect(await store.commit({ freeze: { was: first, next: null }, at: NOW })).toEqual(CONFLICT);
    expect(await store.commit({ freeze: { was: null, next: null }, at: NOW })).toEqual(CONFLICT);
    expect((await store.freeze())?.by).toBe('U2');
    await store.close();
  });

  test('a change based on another freeze than the one in force is refused whole', async () => {
    const store = await open();
    await store.commit({ requests: [{ next: aRequest('r-a') }], instances: [{ next: anInstance('r-a', 1) }], at: NOW });
    const moved = { instances: [{ next: anInstance('r-a', 1, { version: 2, createTriedAt: NOW }) }], at: NOW };
    await store.commit({ freeze: { was: null, next: aFreeze() }, at: NOW });
    const freeze = await store.freeze();
    expect(await store.commit({ ...moved, underFreeze: null })).toEqual(CONFLICT);
    const other: Freeze = { ...aFreeze(), version: 0 };
    expect(await store.commit({ ...moved, underFreeze: other })).toEqual(CONFLICT);
    expect(await store.instance('r-a-1')).toStrictEqual(anInstance('r-a', 1));
    expect(await store.commit({ ...moved, underFreeze: freeze })).toEqual(ok(null));
    await store.commit({ freeze: { was: freeze, next: null }, at: NOW });
    const next = anInstance('r-a', 1, { version: 3 });
    expect(await store.commit({ instances: [{ next }], underFreeze: freeze, at: NOW })).toEqual(CONFLICT);
    expect(await store.commit({ instances: [{ next }], underFreeze: null, at: NOW })).toEqual(ok(null));
    await store.close();
  });

  test('every change of the freeze makes due what waits for it, and nothing else', async () => {
    const store = await open();
    await store.commit({ freeze: { was: null, next: aFreeze() }, at: NOW });
    const freeze = await store.freeze();
    const far = NOW + 86_400_000;
    const rows = [
      anInstance('r-a', 1, { heldBy: freeze, dueAt: far }),
      anInstance('r-a', 2, { dueAt: far }),
      anInstance('r-a', 3, { outcome: 'reached', dueAt: null }),
    ];
    await store.commit({ requests: [{ next: aRequest('r-a') }], instances: rows.map((next) => ({ next })), at: NOW });
    expect(await store.nextDueAt()).toBe(far);
    await store.commit({ freeze: { was: freeze, next: null }, at: NOW + 5 });
    expect(await store.nextDueAt()).toBe(NOW + 5);
    const claim = { owner: 'A', now: NOW + 5, claimUntil: NOW + 60_000, limit: 100 };
    const claimed = await store.claimInstances(claim);
    expect(claimed).toStrictEqual([anInstance('r-a', 1, { heldBy: freeze, dueAt: NOW + 5 })]);

    // It has gone on: a later freeze finds it waiting for nothing.
    const goneOn = anInstance('r-a', 1, { version: 2, dueAt: far });
    await store.commit({ instances: [{ next: goneOn, claim: 'A' }], at: NOW });
    await store.commit({ freeze: { was: null, next: aFreeze() }, at: NOW + 9 });
    expect(await store.nextDueAt()).toBe(far);
    await store.close();
  });

  test('nothing that is held is overslept, however a lifting and the holding meet', async () => {
    const store = await open();
    await store.commit({ requests: [{ next: aRequest('r-a') }], instances: [{ next: anInstance('r-a', 1) }], at: NOW });
    for (let version = 2; version < 42; version += 2) {
      await store.commit({ freeze: { was: null, next: aFreeze() }, at: NOW });
      const freeze = await store.freeze();
      const held = anInstance('r-a', 1, { version, heldBy: freeze, dueAt: NOW + 86_400_000 });
      const hold = () => store.commit({ instances: [{ next: held }], underFreeze: freeze, at: NOW });
      const lift = () => store.commit({ freeze: { was: freeze, next: null }, at: NOW });
      const inTurn = version % 4 === 0 ? [hold, lift] : [lift, hold];
      await Promise.all(inTurn.map((each) => each()));
      expect((await store.instance('r-a-1'))?.dueAt).toBe(NOW);
      const stored = await store.instance('r-a-1');
      const next = anInstance('r-a', 1, { version: (stored?.version ?? 0) + 1 });
      if (next.version === version) await store.commit({ instances: [{ next }], at: NOW });
      await store.commit({ instances: [{ next: { ...next, version: version + 1 } }], at: NOW });
    }
    await store.close();
  });
}
