import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { silentLog } from '../../src/core/base/log.ts';
import type { Instance } from '../../src/core/instance/instance.ts';
import type { Renewal } from '../../src/core/renewal/renewal.ts';
import { untried } from '../../src/core/renewal/renewal-new.ts';
import { openStore } from '../../src/store/opening/open.ts';
import type { Change, Store } from '../../src/store/store.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { anInstance, aRequest, fixedClock, NOW } from './samples.ts';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());

const ROUNDS = 60;

/** Two replicas on one database that is about the account `a`. */
async function replicas(): Promise<readonly [Store, Store]> {
  const url = await postgres.database();
  const open = async () => {
    const opened = await openStore({ kind: 'postgres', url }, { log: silentLog, clock: fixedClock });
    if (!opened.ok) throw new Error(opened.error);
    onTestFinished(() => opened.value.close());
    return opened.value;
  };
  const both = [await open(), await open()] as const;
  await both[0].commit({ account: { was: null, next: 'a' }, at: NOW });
  return both;
}

interface Kind {
  /** What is there before the race. */
  begin(round: number): Change;
  /** The intent to buy, as it is stored before the call. */
  intend(round: number): Change;
  /** It is over. */
  end(round: number): Change;
}

const row = (round: number, version: number, over: Partial<Instance>) => ({
  next: anInstance(`r-${round}`, 1, { version, dueAt: NOW, createTriedAt: null, cloudId: null, ...over }),
});
const calls = { sent: 1, undone: 0, lastAt: NOW, mayRepeat: true };
const create: Kind = {
  begin: (round) => ({
    requests: [{ next: aRequest(`r-${round}`, { dueAt: null }) }],
    instances: [row(round, 1, {})],
    at: NOW,
  }),
  intend: (round) => ({ instances: [row(round, 2, { createTriedAt: NOW, creates: calls, account: 'a' })], at: NOW }),
  end: (round) => ({ instances: [row(round, 3, { outcome: 'failed', dueAt: null })], at: NOW }),
};

const renewing = (round: number, version: number, over: Partial<Renewal>, dueAt: number | null = NOW) => ({
  next: aRequest(`r-${round}`, {
    version,
    dueAt,
    state: 'creating',
    renewal: { ...untried('r-0-1', 'i-1', NOW, 'token'), ...over },
  }),
});
const renew: Kind = {
  begin: (round) => ({ requests: [renewing(round, 1, {})], at: NOW }),
  intend: (round) => ({ requests: [renewing(round, 2, { triedAt: NOW, attempts: 1 })], at: NOW }),
  end: (round) => ({ requests: [renewing(round, 3, { triedAt: NOW, attempts: 1 }, null)], at: NOW }),
};

test.each([
  ['create', create],
  ['renew', renew],
])(
  'of two replicas one intends to %s in the account of which the other says that it is left: exactly one of both is written',
  async (_, kind) => {
    const [left, right] = await replicas();
    const won = { intent: 0, change: 0 };
    // Milliseconds by which the change is sent first (negative: the intent). Whoever loses is sent earlier in the next
    // round, so that both arrive at once on any machine.
    let lead = 0;
    for (let round = 1; round <= ROUNDS; round++) {
      expect((await left.commit(kind.begin(round))).ok).toBe(true);
      const [intent, changed] = await Promise.all([
        pause(Math.max(0, lead)).then(() =>
          left.commit({ ...kind.intend(round), underFreeze: null, underAccount: 'a' }),
        ),
        pause(Math.max(0, -lead)).then(() => right.commit({ account: { was: 'a', next: 'b' }, at: NOW })),
      ]);
      expect([intent.ok, changed.ok].filter(Boolean), `round ${round}`).toHaveLength(1);
      expect(await left.metadata.account()).toBe(changed.ok ? 'b' : 'a');
      if (changed.ok) {
        won.change += 1;
        lead -= 1;
        expect((await right.commit({ account: { was: 'b', next: 'a' }, at: NOW })).ok).toBe(true);
      } else {
        won.intent += 1;
        lead += 1;
        expect((await left.commit(kind.end(round))).ok).toBe(true);
      }
    }
    // Else nothing has raced.
    expect(Math.min(won.intent, won.change)).toBeGreaterThan(0);
  },
);
