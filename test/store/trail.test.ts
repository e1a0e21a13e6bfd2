import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { silentLog } from '../../src/core/base/log.ts';
import { verifyTrail } from '../../src/ops/audit.ts';
import { openStore } from '../../src/store/opening/open.ts';
import type { Store } from '../../src/store/store.ts';
import { openTrail, type Trail } from '../../src/store/trail.ts';
import { anEvent, aRequest, fixedClock, NOW } from './samples.ts';
import { sqlOn } from './sql-on.ts';

const root = mkdtempSync(join(tmpdir(), 'ecs-chatops-trail-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let made = 0;
const newDirectory = (): string => {
  made += 1;
  return join(root, String(made));
};

async function open(directory: string): Promise<Store> {
  const store = await openStore({ kind: 'embedded', directory }, { log: silentLog, clock: fixedClock });
  if (!store.ok) throw new Error(store.error);
  return store.value;
}

async function trailOf(directory: string): Promise<Trail> {
  const trail = await openTrail({ kind: 'embedded', directory });
  if (!trail.ok) throw new Error(trail.error);
  return trail.value;
}

/** The sentence of a broken trail, or how many events an unbroken one has. */
async function verified(directory: string, includes: string | null = null): Promise<string | number> {
  const trail = await trailOf(directory);
  const verdict = await verifyTrail(trail, includes);
  await trail.close();
  return verdict.ok ? verdict.value.seq : verdict.error;
}

/** A store of six events in a closed file. */
async function sixEvents(): Promise<string> {
  const directory = newDirectory();
  const store = await open(directory);
  for (let n = 1; n <= 6; n++) await store.commit({ events: [anEvent('r-a', { data: { n } })], at: NOW });
  await store.close();
  return directory;
}

test.each([
  'update events set actor = actor where seq = 2',
  'delete from events where seq = 6',
  'delete from events',
  "insert or replace into events select seq, at, kind, 'U9', request_id, instance_id, data, hash from events where seq = 2",
])('the database itself refuses: %s', async (statement) => {
  const directory = await sixEvents();
  expect(() => sqlOn(directory, statement)).toThrow('the audit trail can only be added to');
  expect(await verified(directory)).toBe(6);
});

const OPEN_TO_ALL = ['update', 'delete', 'replace'].map((act) => `drop trigger events_no_${act}`);

test.each([
  [`update events set data = '{"n":7}' where seq = 3`, /^Event 3 .*was changed/],
  [`update events set data = 'no json' where seq = 3`, /^Event 3 .*was changed/],
  ["update events set actor = 'U9' where seq = 1", /^Event 1 .*was changed/],
  ['update events set at = 9999999999999999 where seq = 6', /^Event 6 .*was changed/],
  ['delete from events where seq = 4', /^Event 4 is missing: event 5 comes/],
  ['delete from events where seq = 1', /^Event 1 is missing/],
  ['delete from events where seq > 4', /ends with event 4, but 6 events have been written/],
  ['delete from events', /ends with event 0, but 6 events/],
  ['update events set seq = -seq where seq in (2, 3); update events set seq = 5 + seq where seq < 0', /^Event 2 /],
  ['delete from chain', /has been removed/],
  ['update chain set seq = 5', /The end of the trail was written by hand/],
])('an event that is changed in spite of that leaves a trace: %s', async (statement, sentence) => {
  const directory = await sixEvents();
  sqlOn(directory, ...OPEN_TO_ALL, statement);
  expect(await verified(directory)).toMatch(sentence);
});

test('a trail whose end was cut off with what the store remembers of it is unmasked only by a hash kept elsewhere', async () => {
  const directory = await sixEvents();
  const store = await open(directory);
  const kept = (await store.eventsOf('r-a')).at(-1)?.hash ?? '';
  await store.close();
  expect(await verified(directory, kept)).toBe(6);
  sqlOn(
    directory,
    ...OPEN_TO_ALL,
    'delete from events where seq > 4',
    'update chain set seq = 4, hash = (select hash from events where seq = 4)',
  );
  expect(await verified(directory)).toBe(4);
  expect(await verified(directory, kept)).toMatch(/nowhere in the trail/);
});

test('without the end of its trail the store takes no event, and with it nothing that the event tells of', async () => {
  const directory = await sixEvents();
  sqlOn(directory, 'delete from chain');
  const store = await open(directory);
  const change = { requests: [{ next: aRequest('r-new') }], events: [anEvent('r-new')], at: NOW };
  await expect(store.commit(change)).rejects.toMatchObject({ name: 'StoreUnavailable', message: /Restore/ });
  expect(await store.request('r-new')).toBeNull();
  await store.close();
});

test('the trail is read beside the process that writes it, as of one moment, and nothing can be written that way', async () => {
  const directory = newDirectory();
  const store = await open(directory);
  await store.commit({
    requests: [{ next: aRequest('r-a') }],
    events: Array.from({ length: 1500 }, () => anEvent('r-a')),
    at: NOW,
  });
  const trail = await trailOf(directory);
  let read = 0;
  const end = await trail.read(async (events) => {
    read += events.length;
    await store.commit({ events: [anEvent('r-a')], at: NOW });
  });
  expect([read, end?.seq]).toEqual([1500, 1500]);
  expect(await verifyTrail(trail, null)).toMatchObject({ ok: true, value: { seq: 1502 } });
  await trail.close();
  await store.close();
});

test('the trail of another version is not read', async () => {
  const directory = await sixEvents();
  const refusal = async () => {
    const trail = await openTrail({ kind: 'embedded', directory });
    return trail.ok ? '' : trail.error;
  };
  sqlOn(directory, "insert into kysely_migration values ('9999-later', '2030-01-01T00:00:00.000Z')");
  expect(await refusal()).toMatch(/^The database was written by a newer ecs-chatops/);
  sqlOn(directory, "delete from kysely_migration where name = '0001-initial'");
  expect(await refusal()).toMatch(/^The database was written by a draft of ecs-chatops/);
});

test('a file that is no store of the bot is refused as such, and none is made', async () => {
  const directory = newDirectory();
  const sentence = async () => {
    const trail = await openTrail({ kind: 'embedded', directory });
    return trail.ok ? '' : trail.error;
  };
  expect(await sentence()).toMatch(/There is no database .*Set DATA_DIR/);
  mkdirSync(directory);
  expect(await sentence()).toMatch(/There is no database/);
  sqlOn(directory, 'create table other (id text)');
  expect(await sentence()).toMatch(/holds no audit trail/);
});
