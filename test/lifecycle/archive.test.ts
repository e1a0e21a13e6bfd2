import { expect, onTestFinished, test } from 'vitest';
import { silentLog } from '../../src/core/base/log.ts';
import { startArchive } from '../../src/lifecycle/archive.ts';
import { StoreUnavailable } from '../../src/store/store.ts';
import { anEvent, aRequest } from '../store/samples.ts';
import { handClock } from '../support/hand-clock.ts';
import { openMemoryDatabase } from '../support/memory-database.ts';
import { until } from '../support/wait.ts';

const DAY_MS = 86_400_000;
const keepDays = 400;
const KEEP_MS = keepDays * DAY_MS;

/** A store of requests that ended on the first days there were, and of as many events. */
async function stage(requests: number) {
  const { clock, turn, waiting } = handClock();
  const database = await openMemoryDatabase({ log: silentLog, clock });
  onTestFinished(() => database.destroy());
  const store = database.open();
  for (let n = 0; n < requests; n++) {
    const request = aRequest(`r-${n}`, { state: 'finished', createdAt: n, finishedAt: n });
    await store.commit({ requests: [{ next: request }], events: [anEvent(request.id, { at: n })], at: n });
  }
  const archived = async () => {
    const found = await Promise.all(Array.from({ length: requests }, (_, n) => store.history(`r-${n}`, 1)));
    return found.filter((one) => one?.archived === true).length;
  };
  return { clock, turn, waiting, store, archived };
}

test('once a day what ended long ago is archived, a little at a time, and nothing before', async () => {
  const { clock, turn, waiting, store, archived } = await stage(7);
  const sizes: number[] = [];
  const watched = {
    marks: store.marks,
    archive: {
      requests: async (...args: Parameters<typeof store.archive.requests>) => {
        const done = await store.archive.requests(...args);
        sizes.push(done.archived);
        return done;
      },
      events: store.archive.events,
    },
  };
  const ports = { clock, log: silentLog, keepDays, atOnce: { requests: 3, events: 4 } };
  const archive = startArchive({ store: watched, ...ports });
  await turn(DAY_MS);
  await until('it waits for its next turn', () => waiting() === 1 && sizes.length === 1);
  expect(sizes).toEqual([0]);
  await turn(KEEP_MS);
  await until('all is archived', async () => {
    await turn(1_000);
    return (await archived()) === 7 && (await store.newestEventsOf('archive', 9)).length === 2;
  });
  expect(sizes.filter((size) => size > 0)).toEqual([3, 3, 1]);
  expect((await store.newestEventsOf('archive', 1))[0]?.data).toMatchObject({ seq: 7 });
  await archive.stop();
  expect(waiting()).toBe(0);
});

test('of two replicas one archives', async () => {
  const { clock, turn, store } = await stage(3);
  const asked = [0, 0];
  const archives = asked.map((_, which) =>
    startArchive({
      ...{ clock, log: silentLog, keepDays },
      store: {
        marks: store.marks,
        archive: {
          ...store.archive,
          requests: (...args) => {
            asked[which] = (asked[which] ?? 0) + 1;
            return store.archive.requests(...args);
          },
        },
      },
    }),
  );
  await turn(KEEP_MS + DAY_MS);
  await until('one has begun', () => asked.some((times) => times > 0));
  await Promise.all(archives.map((archive) => archive.stop()));
  expect(asked.filter((times) => times > 0)).toHaveLength(1);
});

test('a store that is away is no reason to stop for ever', async () => {
  const { clock, turn, store, archived } = await stage(2);
  let away = true;
  let refused = 0;
  const flaky = {
    marks: {
      ...store.marks,
      takeTurn: async (...args: Parameters<typeof store.marks.takeTurn>) => {
        refused += away ? 1 : 0;
        if (away) throw new StoreUnavailable('away');
        return store.marks.takeTurn(...args);
      },
    },
    archive: store.archive,
  };
  const archive = startArchive({ clock, log: silentLog, keepDays, store: flaky });
  await turn(KEEP_MS + DAY_MS);
  expect(refused).toBeGreaterThan(0);
  away = false;
  await until('it was tried again', async () => {
    await turn(3_600_000);
    return (await archived()) === 2;
  });
  await archive.stop();
});

test('nothing is archived when nobody wants it', async () => {
  const { clock, waiting, store } = await stage(1);
  const archive = startArchive({ clock, log: silentLog, keepDays: null, store });
  expect(waiting()).toBe(0);
  await archive.stop();
});
