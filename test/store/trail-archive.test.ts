import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { silentLog } from '../../src/core/base/log.ts';
import { exportTrail, verifyLines, verifyTrail } from '../../src/ops/audit.ts';
import { openStore } from '../../src/store/opening/open.ts';
import { openTrail } from '../../src/store/trail.ts';
import { anEvent, fixedClock, NOW } from './samples.ts';
import { sqlOn } from './sql-on.ts';

const root = mkdtempSync(join(tmpdir(), 'ecs-chatops-trail-archive-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let made = 0;

async function open(directory: string) {
  const store = await openStore({ kind: 'embedded', directory }, { log: silentLog, clock: fixedClock });
  if (!store.ok) throw new Error(store.error);
  return store.value;
}

/** Ten events, of which the first seven were archived, four and then three, with an event for each that says so. */
async function archived() {
  made += 1;
  const directory = join(root, String(made));
  const store = await open(directory);
  for (let n = 1; n <= 7; n++) await store.commit({ events: [anEvent('r-a', { at: 1, data: { n } })], at: 1 });
  for (let n = 8; n <= 10; n++) await store.commit({ events: [anEvent('r-a', { at: NOW, data: { n } })], at: NOW });
  const events = await store.eventsOf('r-a');
  for (const limit of [4, 9]) await store.archive.events({ before: NOW, now: NOW, limit });
  await store.close();
  return { directory, hashOf: (seq: number) => events[seq - 1]?.hash ?? '' };
}

/** Of the store, and of an export of it: the first and last event of an unbroken trail, or what is wrong with it. */
async function verified(directory: string, includes: string | null = null): Promise<readonly unknown[]> {
  const trail = await openTrail({ kind: 'embedded', directory });
  if (!trail.ok) throw new Error(trail.error);
  const parts: string[] = [];
  await exportTrail(trail.value, async (part) => void parts.push(part));
  const ofStore = await verifyTrail(trail.value, includes);
  await trail.value.close();
  const lines = (async function* () {
    yield* parts.join('').split('\n').slice(0, -1);
  })();
  return [ofStore, await verifyLines(lines, includes)].map((one) =>
    one.ok ? [one.value.begin, one.value.seq] : one.error,
  );
}

test('a trail verifies as a whole with its archive, and from the last archived event on without it', async () => {
  const { directory, hashOf } = await archived();
  for (const includes of [null, hashOf(2), hashOf(7), hashOf(9)])
    expect(await verified(directory, includes)).toEqual([
      [1, 12],
      [1, 12],
    ]);
  sqlOn(directory, 'delete from archived_events');
  for (const includes of [null, hashOf(7), hashOf(4), hashOf(9)])
    expect(await verified(directory, includes)).toEqual([
      [8, 12],
      [8, 12],
    ]);
  for (const sentence of await verified(directory, hashOf(2))) expect(sentence).toMatch(/taken away with the archive/);
});

test('the bot goes on with its trail after the archive was taken away', async () => {
  const { directory } = await archived();
  sqlOn(directory, 'delete from archived_events');
  const store = await open(directory);
  await store.commit({ events: [anEvent('r-a', { at: NOW })], at: NOW });
  expect(await store.metadata.isWhole()).toBe(true);
  expect((await store.eventsOf('r-a')).map(({ data }) => data.n)).toEqual([8, 9, 10, undefined]);
  await store.close();
  expect(await verified(directory)).toEqual([
    [8, 13],
    [8, 13],
  ]);
});

const TRIGGERS = ['update', 'delete'].map((act) => `drop trigger events_no_${act}`);

test.each([
  ['an archived event changed', "update archived_events set actor = 'U9' where seq = 3", /event 3, .*was changed/],
  ['an archived event missing in the middle', 'delete from archived_events where seq = 3', /Event 3 is missing/],
  ['the first archived event missing', 'delete from archived_events where seq = 1', /Event 1 is missing/],
  ['the last archived events missing', 'delete from archived_events where seq > 5', /Event 6 is missing/],
  [
    'more than the archive missing',
    'delete from archived_events; delete from events where seq < 10',
    /Event 1 is missing/,
  ],
  [
    'the first event after the archive changed',
    "delete from archived_events; update events set actor = 'U9' where seq = 8",
    /event 8, .*was changed/,
  ],
  [
    'the hash of the archive changed',
    `delete from archived_events; update events set data = replace(data, '"seq":7', '"seq":6') where seq = 12`,
    /Event 1 is missing/,
  ],
])('%s is found, in the store and in its export', async (_, statement, sentence) => {
  const { directory } = await archived();
  sqlOn(directory, ...TRIGGERS, 'drop trigger archived_events_no_update', ...statement.split('; '));
  for (const said of await verified(directory)) expect(said).toMatch(sentence);
});

test.each([
  "update archived_events set actor = 'U9' where seq = 3",
  'delete from events where seq = 8',
  `insert into archived_events select seq, at, kind, actor, request_id, instance_id, data, 'x' from events where seq = 8;
   delete from events where seq = 8`,
])('the database itself refuses: %s', async (statement) => {
  const { directory } = await archived();
  expect(() => sqlOn(directory, statement)).toThrow('the audit trail can only be added to');
});
