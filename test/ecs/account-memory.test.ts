import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { silentLog } from '../../src/core/base/log.ts';
import { ok, type Result } from '../../src/core/base/result.ts';
import type { Failure } from '../../src/core/failure/failure.ts';
import { type AccountMemory, makeAccountMemory } from '../../src/ecs/account-memory.ts';
import type { Call } from '../../src/ecs/call.ts';
import { instanceTypesCall } from '../../src/ecs/calls/instance-types.ts';
import type { Catalogue } from '../../src/ecs/catalogue/catalogue.ts';
import { makeCatalogue } from '../../src/ecs/catalogue/catalogue-cache.ts';
import { makeInventory } from '../../src/ecs/catalogue/inventory.ts';
import { makeStockNote } from '../../src/ecs/catalogue/stock-note.ts';
import { makeQuotes, type Quotes } from '../../src/ecs/money/quotes.ts';
import type { EcsPort } from '../../src/ecs/port.ts';
import { handClock } from '../support/hand-clock.ts';

const changes: readonly (readonly [string, (memory: AccountMemory) => void])[] = [
  [
    'the credentials are found to be of another account',
    (memory) => {
      memory.handed('K2');
      memory.proved('K2', '222');
    },
  ],
  [
    'others were in force for a while, and nobody has found out whose',
    (memory) => {
      memory.handed('K2');
      memory.handed('K1');
    },
  ],
  [
    'others of the same account follow on some of which nobody knows',
    (memory) => {
      memory.handed('K2');
      memory.handed('K3');
      memory.proved('K3', '111');
    },
  ],
  [
    'another account was accepted and left again',
    (memory) => {
      memory.proved('K2', '222');
      memory.proved('K1', '111');
    },
  ],
];

/** Of the account 111. */
function first(): AccountMemory {
  const memory = makeAccountMemory();
  memory.handed('K1');
  memory.proved('K1', '111');
  return memory;
}

test.each(changes)('what is remembered is forgotten: %s', (_, change) => {
  const memory = first();
  const parts = memory.of(() => new Map<string, number>());
  const before = parts();
  before.set('price', 1);
  change(memory);
  expect(parts().size).toBe(0);
  // What was asked before is answered late.
  before.set('balance', 2);
  expect(parts().size).toBe(0);
});

test('what is remembered stays: keys of one role follow on each other, and nothing else was in force', () => {
  const memory = makeAccountMemory();
  const parts = memory.of(() => new Set(['made']));
  memory.handed('K1');
  parts().add('asked before anybody knew');
  memory.proved('K1', '111');
  memory.handed('K2');
  parts().add('asked with the new key');
  memory.proved('K2', '111');
  memory.handed('K2');
  expect([...parts()]).toEqual(['made', 'asked before anybody knew', 'asked with the new key']);
});

/** A cloud that answers everything with the account that it is asked by. */
function twoAccounts() {
  const { clock } = handClock();
  const memory = first();
  const force = { account: '111' };
  const answer = async (): Promise<Result<readonly string[], Failure>> => ok([force.account]);
  const pages = { instances: [{ cloudId: 'i-1' }], next: null, total: 1 };
  const special: Readonly<Record<string, () => Promise<unknown>>> = {
    site: async () => ok(force.account === '111' ? 'china' : 'international'),
    listInstances: async () => ok({ ...pages, instances: [{ cloudId: force.account }] }),
    images: async () => ok([{ id: force.account, osName: 'Debian 13' }]),
  };
  const port = new Proxy({}, { get: (_, name: string) => special[name] ?? answer }) as EcsPort;
  const options = { clock, log: silentLog, memory, keepMs: 3_600_000, keepBalanceMs: 3_600_000 };
  return { clock, memory, force, port, options };
}

/** Everything of the catalogue, of the prices and of the listings that can be asked for. */
type Reads = Readonly<Record<string, () => Promise<unknown>>>;

function readsOf({ port, options }: Pick<ReturnType<typeof twoAccounts>, 'port' | 'options'>): Reads {
  const catalogue: Catalogue = makeCatalogue(port, options);
  const quotes: Quotes = makeQuotes(port, options);
  const inventory = makeInventory(port, options);
  const scope = ['cn-beijing', 'cn-beijing-a', 'ecs.g7.large', 'payAsYouGo'] as const;
  const order = { region: 'cn-beijing', systemDisk: {}, charge: { kind: 'postpaid' } };
  const asked: Readonly<Record<keyof Quotes, readonly unknown[]>> = {
    price: [order],
    renewal: ['cn-beijing', 'i-1', { unit: 'Month', count: 1 }],
    growth: ['cn-beijing', 'i-1', { diskId: 'd-1' }],
    balance: [],
  };
  const load = (list: unknown, args: readonly unknown[]) => () =>
    (list as { load(...given: readonly unknown[]): Promise<unknown> }).load(...args);
  return {
    ...Object.fromEntries(Object.entries(catalogue).map(([name, list]) => [name, load(list, scope)])),
    ...Object.fromEntries(Object.entries(quotes).map(([name, one]) => [name, load(one, asked[name as keyof Quotes])])),
    inventory: () => inventory.load('cn-beijing', { tags: [] }, { upTo: 10, since: 0 }),
  };
}

test('everything that can be asked of the caches is answered after a change as by new ones', async () => {
  const stage = twoAccounts();
  const reads = readsOf(stage);
  const ask = async (of: Reads) =>
    Object.fromEntries(await Promise.all(Object.entries(of).map(async ([name, read]) => [name, await read()])));
  const before = await ask(reads);
  expect(await ask(reads)).toEqual(before);
  stage.force.account = '222';
  expect(await ask(reads), 'it is remembered').toEqual(before);
  stage.memory.proved('K2', '222');
  const after = await ask(reads);
  expect(after).toEqual(await ask(readsOf(twoAccountsAs('222'))));
  for (const [name, one] of Object.entries(after)) expect(one, name).not.toEqual(before[name]);
});

function twoAccountsAs(account: string) {
  const stage = twoAccounts();
  stage.force.account = account;
  return stage;
}

test('what was found sold out in one account is not so in another', () => {
  const { clock, memory } = twoAccounts();
  const note = makeStockNote({ clock, memory });
  const place = { zone: 'cn-beijing-a', instanceType: 'ecs.g7.large', chargeKind: 'payAsYouGo' } as const;
  note.soldOut(place);
  expect(note.isSoldOut(place)).toBe(true);
  memory.proved('K2', '222');
  expect(note.isSoldOut(place)).toBe(false);
});

test('which types a region sells is asked again', async () => {
  const { clock, memory } = twoAccounts();
  const asked: string[] = [];
  const call = (async (api: string) => {
    asked.push(api);
    return ok({ instanceTypes: { instanceType: [] }, availableZones: { availableZone: [] }, requestId: 'r' });
  }) as unknown as Call;
  const types = instanceTypesCall(call, { clock, memory, keepMs: 3_600_000 });
  const count = () => asked.filter((api) => api === 'DescribeInstanceTypes').length;
  await types('cn-beijing', 'cn-beijing-a', 'payAsYouGo');
  await types('cn-beijing', 'cn-beijing-a', 'payAsYouGo');
  expect(count()).toBe(1);
  memory.proved('K2', '222');
  await types('cn-beijing', 'cn-beijing-a', 'payAsYouGo');
  expect(count()).toBe(2);
});

/** What lives as long as the process and is not forgotten, and why it need not be. */
const STAYS: Readonly<Record<string, string>> = {
  'src/usecases/approval/refusals.ts minutes': 'counts clicks of people',
  'src/usecases/disk/change-disks.ts freeze': 'read anew for each order',
  'src/usecases/disk/change-disks.ts month': 'read anew for each order',
  'src/usecases/selection/act-on-selection.ts asked': 'people of one selection',
  'src/ecs/call.ts clients': 'connections, which hold no answers',
  'src/ecs/money/billing.ts clients': 'connections, which hold no answers',
  'src/ecs/credentials/identity.ts client': 'a connection, which holds no answers',
  'src/ecs/adapter.ts loaded': 'the library',
  'src/ecs/credentials/credentials.ts current': 'the source of the credentials itself',
  'src/ecs/credentials/credentials.ts fetching': 'the source of the credentials itself',
  'src/ecs/credentials/credentials.ts key': 'which AccessKey is trusted',
  'src/ecs/account-memory.ts proven': 'whose answers are remembered',
  'src/ecs/limiter/instance-budget.ts turns': 'when purchases that wait are sent, for a minute',
  'src/ecs/limiter/limiter.ts queues': 'paces calls; what it has learned is gone within seconds',
  'src/ecs/limiter/line.ts persons': 'who waits',
  'src/ecs/network/way-out.ts closed': 'what the log was told',
  'src/lifecycle/account/account-keeper.ts last': 'whose an AccessKey is, which never changes',
  'src/lifecycle/account/account-keeper.ts asking': 'whose an AccessKey is, which never changes',
  'src/lifecycle/account/account-keeper.ts logged': 'what the log was told',
  'src/lifecycle/account/account-keeper.ts told': 'what admins were told',
  'src/lifecycle/account/account-keeper.ts unknownSince': 'about the credentials',
  'src/lifecycle/digest/gather.ts seen': 'of one digest',
  'src/lifecycle/head-of-line.ts stop': 'of one call',
  'src/lifecycle/drift/lost-rows.ts next': 'of one look',
  'src/lifecycle/purchase/purchase-guard.ts learning': 'about the database, whatever the account',
  'src/lifecycle/drift/orphans.ts next': 'of one round',
  'src/lifecycle/drift/sweep.ts asked': 'of one round',
  'src/lifecycle/steps/look.ts due': 'of one look',
  'src/lifecycle/looks-under-way.ts looks': 'counts calls, and holds no answers',
  'src/lifecycle/reconciler.ts more': 'of one claim',
};

test('whatever else the rooms keep that see answers of the cloud has a reason to stay', () => {
  const kept = /^ {2}(?:const (\w+) = new Map<|let (\w+)(?:: [^=\n]+)? = (?:null|new Map<))/gmu;
  const files = ['ecs', 'lifecycle', 'usecases'].flatMap((room) =>
    readdirSync(`src/${room}`, { recursive: true, encoding: 'utf8' }).map((file) => `src/${room}/${file}`),
  );
  const found = files
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(kept)].map(([, map, variable]) => `${file} ${map ?? variable}`),
    );
  expect(found.toSorted()).toEqual(Object.keys(STAYS).toSorted());
});
