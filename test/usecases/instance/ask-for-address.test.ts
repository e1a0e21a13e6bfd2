import { expect, test } from 'vitest';
import { type Store, StoreUnavailable } from '../../../src/store/store.ts';
import { askForAddress } from '../../../src/usecases/instance/ask-for-address.ts';
import type { PowerPorts } from '../../../src/usecases/power/give-order.ts';
import { selectionStage } from '../selection/selection-stage.ts';

const ID = 'r-0000000000-1';
const lena = { user: 'U1', isAdmin: false };
const LACKING = { noAddress: { code: 'Odd' } as never };

async function office(row: object = LACKING, wrap: (store: Store) => Partial<Store> = () => ({})) {
  const stage = await selectionStage([{ name: 'web', row }]);
  const real = stage.deps as unknown as PowerPorts;
  const ports: PowerPorts = { ...real, store: { ...stage.store, ...wrap(stage.store) } };
  return { ...stage, ask: (by = lena, id = ID) => askForAddress(ports, id, by) };
}

test('a missing address is asked for once more, once, by whose it is', async () => {
  const { ask, store, now, lines } = await office();
  expect(await ask({ user: 'U2', isAdmin: false })).toBe('notYours');
  expect(await store.instance(ID)).toMatchObject({ version: 1, outcome: 'reached' });
  expect(await ask()).toBe('taken');
  expect(await store.instance(ID)).toMatchObject({
    noAddress: null,
    outcome: null,
    dueAt: now,
    deadlineAt: now + 900_000,
  });
  expect(await store.eventsOf('r-0000000000')).toMatchObject([
    { kind: 'instance.addressWanted', actor: 'U1', at: now },
  ]);
  const claim = { owner: 'x', now, claimUntil: now + 1, limit: 9, skipChannels: [] };
  expect((await store.outbox.claim(claim)).map(({ kind }) => kind)).toEqual(['card']);
  expect(await ask()).toBe('nothing');
  const message = expect.stringContaining('address');
  expect(lines).toEqual([{ level: 'info', requestId: 'r-0000000000', instanceId: ID, user: 'U1', message }]);
});

test('nothing is asked for where none is missing, or nothing is known', async () => {
  const { ask } = await office({});
  expect([await ask(), await ask(lena, 'r-none-1')]).toEqual(['nothing', 'nothing']);
});

test('it is decided again when somebody was faster, and nothing is said to be asked for that could not be written', async () => {
  const conflict = async () => ({ ok: false, error: { kind: 'conflict', id: 'x' } }) as never;
  let tries = 0;
  const faster = await office(LACKING, (store) => ({
    commit: (change) => (++tries === 1 ? conflict() : store.commit(change)),
  }));
  expect([await faster.ask(), tries]).toEqual(['taken', 2]);
  const busy = await office(LACKING, () => ({ commit: conflict }));
  expect([await busy.ask(), busy.lines]).toEqual(['busy', []]);
  const away = await office(LACKING, () => ({ commit: () => Promise.reject(new StoreUnavailable('away')) }));
  expect(await away.ask()).toBe('storeDown');
  const message = expect.stringContaining('the store is unavailable');
  expect(away.lines).toEqual([{ level: 'error', instanceId: ID, message }]);
});
