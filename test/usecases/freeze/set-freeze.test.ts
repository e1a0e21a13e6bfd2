import { expect, onTestFinished, test } from 'vitest';
import { silentLog } from '../../../src/core/base/log.ts';
import { FREEZE_SCOPE } from '../../../src/core/request/event.ts';
import { AlreadyTaken, type Store, StoreUnavailable } from '../../../src/store/store.ts';
import { freezeRestored } from '../../../src/usecases/freeze/freeze-restored.ts';
import { freezeToTell, liftFreeze, setFreeze } from '../../../src/usecases/freeze/set-freeze.ts';
import { openMemoryDatabase } from '../../support/memory-database.ts';
import { recordingLog } from '../../support/recording-log.ts';

const HOUR = 3_600_000;
const INES = 'U07INESCAR5';
const MARCUS = 'U07MARCOKA3';
const AUDIT = { reason: 'audit', forMs: null };

/** An empty store, and what admins wish of it. */
async function office() {
  const state = { now: Date.UTC(2026, 10, 24, 9) };
  const clock = { now: () => state.now, after: () => () => {} };
  const database = await openMemoryDatabase({ log: silentLog, clock });
  const store = database.open();
  onTestFinished(() => store.close());
  const over = (more: Partial<Store> = {}) => ({ store: { ...store, ...more }, clock, log: silentLog });
  const events = async () =>
    (await store.eventsOf(FREEZE_SCOPE)).map(({ kind, actor, data, instanceId }) => ({
      kind,
      actor,
      data,
      instanceId,
    }));
  return { state, store, over, events, deps: over() };
}

test('a freeze holds for as long as it is ordered, and its event says who, why, until when and what it replaces', async () => {
  const { deps, state, store, events } = await office();
  const at = state.now;
  const first = await setFreeze(deps, INES, { reason: 'audit', forMs: HOUR }, 'd-1');
  expect(first).toEqual({
    kind: 'frozen',
    freeze: { reason: 'audit', by: INES, at, until: at + HOUR },
    replaced: null,
  });
  expect(await freezeToTell(deps)).toMatchObject({ by: INES, until: at + HOUR });
  state.now += HOUR - 1;
  const replaced = await store.freeze();
  const second = await setFreeze(deps, MARCUS, AUDIT, 'd-2');
  expect(second).toMatchObject({ kind: 'frozen', freeze: { by: MARCUS, until: null }, replaced });
  expect(await events()).toEqual([
    {
      ...{ kind: 'freeze.set', actor: INES, instanceId: null },
      data: { reason: 'audit', until: at + HOUR, replaces: null, origin: 'd-1' },
    },
    {
      ...{ kind: 'freeze.set', actor: MARCUS, instanceId: null },
      data: { reason: 'audit', until: null, replaces: replaced, origin: 'd-2' },
    },
  ]);
});

test('one that is over by the clock replaces nothing, is shown to nobody, and cannot be lifted', async () => {
  const { deps, state } = await office();
  await setFreeze(deps, INES, { reason: 'audit', forMs: HOUR }, 'd-1');
  state.now += HOUR;
  expect(await freezeToTell(deps)).toBeNull();
  expect(await liftFreeze(deps, INES)).toEqual({ kind: 'notFrozen' });
  expect(await setFreeze(deps, MARCUS, AUDIT, 'd-2')).toMatchObject({ kind: 'frozen', replaced: null });
});

test('a command that Slack retries sets nothing, and is answered with what holds now', async () => {
  const { deps, store, events } = await office();
  await setFreeze(deps, INES, AUDIT, 'd-1');
  const now = await store.freeze();
  expect(await setFreeze(deps, INES, AUDIT, 'd-1')).toEqual({ kind: 'takenBefore', now });
  await liftFreeze(deps, MARCUS);
  expect(await setFreeze(deps, INES, AUDIT, 'd-1')).toEqual({ kind: 'takenBefore', now: null });
  expect((await events()).map(({ kind }) => kind)).toEqual(['freeze.set', 'freeze.lifted']);
});

test('of two admins at once one is faster, and the other is told what holds now', async () => {
  const { over, store } = await office();
  const late = over({
    freeze: async () => {
      const was = await store.freeze();
      if (was === null) await setFreeze(over(), MARCUS, AUDIT, 'd-other');
      return was;
    },
  });
  expect(await setFreeze(late, INES, AUDIT, 'd-1')).toMatchObject({ kind: 'faster', now: { by: MARCUS } });
  const version = (await store.freeze())?.version ?? 0;
  expect(await liftFreeze(over(), INES, version - 1)).toMatchObject({ kind: 'faster', now: { by: MARCUS } });
  const meanwhile = over({
    freeze: async () => {
      const was = await store.freeze();
      await liftFreeze(over(), MARCUS);
      return was;
    },
  });
  expect(await liftFreeze(meanwhile, INES, version)).toEqual({ kind: 'faster', now: null });
});

test('of one command on two replicas one sets it, and the other says that it was taken', async () => {
  const { over, store } = await office();
  const late = over({
    freeze: async () => {
      const was = await store.freeze();
      if (was === null) await setFreeze(over(), INES, AUDIT, 'd-1');
      return was;
    },
  });
  expect(await setFreeze(late, INES, AUDIT, 'd-1')).toMatchObject({ kind: 'takenBefore', now: { by: INES } });
  const taken = over({ commit: () => Promise.reject(new AlreadyTaken('taken before')) });
  expect(await setFreeze(taken, MARCUS, AUDIT, 'd-2')).toMatchObject({ kind: 'faster', now: { by: INES } });
  const broken = over({ commit: () => Promise.reject(new Error('broken')) });
  await expect(setFreeze(broken, MARCUS, AUDIT, 'd-2')).rejects.toThrow('broken');
});

test('while the store is away nobody is told that anything holds or is over', async () => {
  const { over } = await office();
  const away = () => Promise.reject(new StoreUnavailable('away'));
  expect(await setFreeze(over({ commit: away }), INES, AUDIT, 'd-1')).toEqual({ kind: 'storeDown' });
  expect(await liftFreeze(over({ freeze: away }), INES)).toEqual({ kind: 'storeDown' });
  expect(await freezeToTell(over({ freeze: away }))).toBeNull();
});

test('who froze, until when, and who lifted it is in the log', async () => {
  const { over, state } = await office();
  const lines: Record<string, unknown>[] = [];
  const deps = { ...over(), log: recordingLog(lines) };
  await setFreeze(deps, INES, { reason: 'audit', forMs: HOUR }, 'd-1');
  await liftFreeze(deps, MARCUS);
  expect(lines).toMatchObject([
    { level: 'warn', user: INES, until: state.now + HOUR },
    { level: 'warn', user: MARCUS },
  ]);
});

test('what is lifted is in its event, and nothing is frozen after it', async () => {
  const { deps, store, events } = await office();
  await setFreeze(deps, INES, AUDIT, 'd-1');
  const freeze = await store.freeze();
  expect(await liftFreeze(deps, MARCUS, freeze?.version)).toEqual({ kind: 'lifted', freeze, restored: null });
  expect(await freezeToTell(deps)).toBeNull();
  expect((await events()).at(-1)).toEqual({
    ...{ kind: 'freeze.lifted', actor: MARCUS, instanceId: null },
    data: { lifted: freeze },
  });
});

test('a restored store is frozen once, keeps what an admin had frozen, and an admin cannot freeze over it', async () => {
  const { deps, store, events } = await office();
  await setFreeze(deps, INES, AUDIT, 'd-1');
  const admins = await store.freeze();
  await freezeRestored(deps);
  await freezeRestored(deps);
  const bots = await store.freeze();
  expect(bots).toMatchObject({ cause: 'storeBehind', by: 'bot', until: null, before: { by: INES } });
  expect((await events()).slice(1)).toMatchObject([
    {
      kind: 'freeze.set',
      actor: 'bot',
      instanceId: null,
      data: { cause: 'storeBehind', replaces: admins, cloudIds: [] },
    },
  ]);
  expect(await setFreeze(deps, MARCUS, AUDIT, 'd-2')).toEqual({ kind: 'frozenByBot', freeze: bots });
  expect(await liftFreeze(deps, MARCUS)).toMatchObject({ kind: 'lifted', freeze: bots, restored: { by: INES } });
  expect((await events()).at(-1)?.data).toMatchObject({ lifted: bots, restored: { by: INES } });
  // What came back is lifted by its number alone, until somebody freezes anew.
  const back = await store.freeze();
  expect(await liftFreeze(deps, MARCUS)).toEqual({ kind: 'restoredBefore', freeze: back });
  expect(await liftFreeze(deps, MARCUS, back?.version)).toMatchObject({ kind: 'lifted', restored: null });
  await setFreeze(deps, INES, AUDIT, 'd-3');
  expect((await liftFreeze(deps, MARCUS)).kind).toBe('lifted');
});

test('a restored store is frozen although somebody writes at the same moment, and one whose freeze is over is too', async () => {
  const { over, state, store, events } = await office();
  await setFreeze(over(), INES, { reason: 'audit', forMs: HOUR }, 'd-1');
  state.now += HOUR;
  let others = 3;
  const busy = over({
    commit: async (change) => {
      others -= 1;
      if (others >= 0) return { ok: false, error: { kind: 'conflict', id: 'freeze' } };
      return store.commit(change);
    },
  });
  await freezeRestored(busy);
  expect(await store.freeze()).toMatchObject({ cause: 'storeBehind' });
  expect((await store.freeze())?.before).toBeUndefined();
  expect((await events()).at(-1)?.data).toMatchObject({ replaces: null });
});
