import { strict as assert } from 'node:assert';
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Kysely } from 'kysely';
import type { Clock } from '../core/base/clock.ts';
import { errorName, type Log } from '../core/base/log.ts';
import { fail, ok } from '../core/base/result.ts';
import type { ChainEnd } from '../core/request/hash-chain.ts';
import { archiveEvents } from './archive/archive-events.ts';
import { archiveRequests } from './archive/write-archive.ts';
import { mustHaveTakenEffect } from './commit-outcome.ts';
import { makeGate } from './gate.ts';
import { writeAbandoned, writeDelivered, writeDropped, writePostponed } from './outbox/outbox-answer.ts';
import { claimDeliveries } from './outbox/outbox-claim.ts';
import { readDatabaseFacts } from './reads/database-facts.ts';
import { readHistory } from './reads/history.ts';
import { readEventsOf, readNewestEventsOf } from './reads/read-events.ts';
import { readInstanceQueries } from './reads/read-instance-queries.ts';
import { ensureIdentity, holds, readAccount, readEnd, readUnderWay } from './reads/read-metadata.ts';
import { readWorkload } from './reads/read-workload.ts';
import {
  readDepth,
  readInstance,
  readInstancesCalled,
  readInstancesOf,
  readLastRequestOf,
  readNextDueAt,
  readRequest,
  readRequestByOrigin,
} from './reads/reads.ts';
import type { DatabaseKind, Tables } from './schema.ts';
import { CommitInDoubt, type CommitRefusal, type Outbox, type Store } from './store.ts';
import { codeOf } from './store-trouble.ts';
import { readAsked } from './writes/asked.ts';
import { type Appended, appendEvents } from './writes/chain.ts';
import { claimInstances, claimRequests, readHeld, refreshClaims, releaseClaims } from './writes/claims.ts';
import { readClosed, writeClosed } from './writes/closed-channels.ts';
import { comeForward } from './writes/come-forward.ts';
import { writeChange } from './writes/commit.ts';
import { readFreeze } from './writes/freeze.ts';
import { readOwnKeys } from './writes/own-keys.ts';
import { FORGET_EVERY_MS, forgetOld, pendingPayload, take, wasTaken } from './writes/payloads.ts';
import { peopleAffectedBy } from './writes/people-affected.ts';
import { readMonth } from './writes/spending.ts';
import { readMarks, takeTurn } from './writes/write-marks.ts';
import { isSeenAgainAlone } from './writes/write-seen.ts';

export interface StoreDeps {
  readonly log: Log;
  readonly clock: Clock;
  /** Called before each step that may take long. */
  readonly onStep?: (step: OpeningStep) => void;
}

export type OpeningStep = 'checking' | 'migrating';

type Transact = <T>(run: (transaction: Kysely<Tables>) => Promise<T>) => Promise<T>;

/** A migrated database, with everything that its kind needs. */
export interface StoreHome {
  readonly db: Kysely<Tables>;
  readonly kind: DatabaseKind;
  /** Whether only this process can write here. */
  readonly exclusive: boolean;
  /**
   * A transaction that a power cut may undo, though it is soon on disk. For claims, since none outlives the only process
   * there is, and for facts that would be found out again. Absent with replicas, which must see each other's claims.
   */
  writeUnflushed?: Transact;
  /** Tells other processes of a commit, within its transaction. Resolves to the transaction's id for `outcomeOf`, if it has one. */
  announce(transaction: Kysely<Tables>): Promise<string | null>;
  /** `committed`, `aborted`, `in progress`, or null where that was forgotten. Absent where no answer to a commit gets lost. */
  outcomeOf?(transaction: string): Promise<string | null>;
  /** Calls back after commits of other processes; returns a function that stops it. */
  listen(onCommit: () => void): () => void;
  /** Half a sentence about the database's disk, if the disk caused the error. */
  diskTrouble?(error: unknown): string | null;
  /** Closes the database, once nothing uses it any more. */
  close(): Promise<void>;
}

/** A store over an open database. Several stores may share one database, like several processes. */
export function createStore(home: StoreHome, deps: StoreDeps): Store {
  const { db, kind } = home;
  const gate = makeGate(home);
  const read = <T>(run: (db: Kysely<Tables>) => Promise<T>): Promise<T> => gate.pass(() => run(db));
  const flushed: Transact = (run) => db.transaction().execute(run);
  const write: Transact = (run) => gate.pass(() => again(() => flushed(run)));
  const { writeUnflushed } = home;
  const unflushed: Transact = (run) =>
    writeUnflushed === undefined ? write(run) : gate.pass(() => writeUnflushed(run));

  let forgotAt = 0;
  /** The last event that this process has committed, or found at its last check. */
  let written: ChainEnd | null = null;

  const listeners = new Set<(touched: readonly string[] | null) => void>();
  // Listeners run outside the context of the person who made the commit.
  const outside = AsyncLocalStorage.snapshot();
  const tellListeners = (touched: readonly string[] | null) => {
    for (const listener of listeners) callSafely(() => outside(listener, touched), deps.log);
  };
  const stopListening = home.listen(() => tellListeners(null));

  const outbox: Outbox = {
    // A claim must be on disk before the message leaves. Its result need not be: it can be looked up in Slack.
    claim: (what) => write((trx) => claimDeliveries(trx, kind, what)),
    delivered: (delivery, at, now) => unflushed((trx) => writeDelivered(trx, delivery, at, now)),
    drop: (delivery) => write((trx) => writeDropped(trx, delivery)),
    postpone: (delivery, dueAt, doubt) =>
      (doubt ? write : unflushed)((trx) => writePostponed(trx, delivery, dueAt, doubt)),
    abandon: (delivery, reason, now) => write((trx) => writeAbandoned(trx, kind, delivery, reason, now)),
    depth: () => read(readDepth),
  };

  return {
    async commit(change) {
      const payload = pendingPayload();
      let known: ChainEnd | null = null;
      let transaction: string | null = null;
      const inTransaction: Transact = (isSeenAgainAlone(change) && writeUnflushed) || flushed;
      const refusal = await gate.pass(() =>
        again(() =>
          unlessRefused(inTransaction, async (trx) => {
            const refused = await writeChange(trx, kind, change);
            if (refused !== null) return refused;
            if (payload !== null) await take(trx, payload.origin, change.at);
            transaction = await home.announce(trx);
            known = await knownAfter(trx, written, await appendEvents(trx, kind, change.events ?? []));
            return null;
          }),
        ).catch(async (error: unknown) => {
          if (!(error instanceof CommitInDoubt)) throw error;
          await mustHaveTakenEffect(error, transaction, home.outcomeOf);
          return null;
        }),
      );
      if (refusal !== null) return fail(refusal);
      if (payload !== null) payload.taken = true;
      written = laterOf(written, known);
      tellListeners(peopleAffectedBy(change));
      return ok(null);
    },
    wasTaken: (origin) => read((on) => wasTaken(on, origin)),
    async take(at) {
      const payload = pendingPayload();
      if (payload !== null) {
        await write((trx) => take(trx, payload.origin, at));
        payload.taken = true;
      }
      if (at - forgotAt < FORGET_EVERY_MS) return;
      forgotAt = at;
      await write((trx) => forgetOld(trx, at));
    },
    request: (id) => read((on) => readRequest(on, 'id', id)),
    requestByOrigin: (origin) => read((on) => readRequestByOrigin(on, origin)),
    lastRequestOf: (requester) => read((on) => readLastRequestOf(on, requester)),
    instance: (id) => read((on) => readInstance(on, id)),
    instancesCalled: (word, limit) => read((on) => readInstancesCalled(on, word, limit)),
    instancesOf: (requestId, chunk) => read((on) => readInstancesOf(on, requestId, chunk)),
    eventsOf: (requestId) => read((on) => readEventsOf(on, requestId)),
    newestEventsOf: (requestId, limit) => read((on) => readNewestEventsOf(on, requestId, limit)),
    history: (id, limit) => read((on) => readHistory(on, id, limit)),
    freeze: () => read(readFreeze),
    month: (at, requester) => read((on) => readMonth(on, at, requester)),
    askedBy: (requester, since) => read((on) => readAsked(on, requester, since)),
    queries: readInstanceQueries(read),
    marks: {
      among: (names) => read((on) => readMarks(on, names)),
      takeTurn: (name, now, everyMs) => write((trx) => takeTurn(trx, name, now, everyMs)),
    },
    closed: {
      codeOf: (channel, since) => read((on) => readClosed(on, channel, since)),
      note: (channel, code, at) => write((trx) => writeClosed(trx, channel, code, at)),
    },
    ownKeys: readOwnKeys(read),
    metadata: {
      identity: (now) => write((trx) => ensureIdentity(trx, now)),
      account: async () => (await read(readAccount))?.id ?? null,
      storedAccount: () => read(readAccount),
      underWay: (limit) => read(async (on) => readUnderWay(on, limit, await readAccount(on))),
      isWhole: async () => {
        // Reads the end first: if the store goes back in between, either this end is one it had, or the known event is
        // missing.
        const end = await read(readEnd);
        const isWhole = written === null || (await read((on) => holds(on, written as ChainEnd)));
        if (isWhole && end.seq > (written?.seq ?? 0)) written = end;
        return isWhole;
      },
      acceptLoss: async () => {
        written = await read(readEnd);
      },
    },
    claimInstances: (what) => unflushed((trx) => claimInstances(trx, kind, what)),
    claimRequests: (what) => unflushed((trx) => claimRequests(trx, kind, what)),
    held: (rows, ids, by) => read((on) => readHeld(on, rows, ids, by)),
    refreshClaims: (owner, claimUntil) => unflushed((trx) => refreshClaims(trx, owner, claimUntil)),
    async releaseClaims(owner) {
      assert(owner !== 'everyone' || home.exclusive, 'other replicas may be at work: only own leases can be released');
      await write((trx) => releaseClaims(trx, owner));
    },
    comeForward: (now, claimMs) => write((trx) => comeForward(trx, now, claimMs)),
    nextDueAt: () => read(readNextDueAt),
    workload: (limit) => read((on) => readWorkload(on, limit)),
    outbox,
    archive: {
      requests: (span, after) => write((trx) => archiveRequests(trx, kind, span, after)),
      events: (span) => write((trx) => archiveEvents(trx, kind, span)),
    },
    exclusive: home.exclusive,
    onCommit(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    about: () => read((on) => readDatabaseFacts(on, kind)),
    check: () => write((trx) => proveWritable(trx, deps.clock.now())),
    close() {
      stopListening();
      listeners.clear();
      return gate.close();
    },
  };
}

/**
 * The last event that this process knows after an append. The known end does not move past a lost event: otherwise the
 * newer end would hide that the store has gone back in time.
 */
async function knownAfter(
  trx: Kysely<Tables>,
  written: ChainEnd | null,
  appended: Appended | null,
): Promise<ChainEnd | null> {
  if (appended === null) return null;
  const { before, end } = appended;
  const follows = written === null || (before.seq === written.seq && before.hash === written.hash);
  return follows || (await holds(trx, written)) ? end : null;
}

const laterOf = (one: ChainEnd | null, other: ChainEnd | null): ChainEnd | null =>
  other !== null && other.seq > (one?.seq ?? 0) ? other : one;

/** Really writes: a full disk only shows when data reaches it. */
async function proveWritable(db: Kysely<Tables>, now: number): Promise<void> {
  await db
    .insertInto('liveness')
    .values({ id: 1, at: now })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ at: now }))
    .execute();
}

/** Carries a refusal out of Kysely's transaction, which only an exception rolls back. */
class Refused extends Error {
  readonly refusal: CommitRefusal;
  constructor(refusal: CommitRefusal) {
    super(refusal.kind);
    this.refusal = refusal;
  }
}

async function unlessRefused(
  inTransaction: Transact,
  run: (trx: Kysely<Tables>) => Promise<CommitRefusal | null>,
): Promise<CommitRefusal | null> {
  try {
    await inTransaction(async (trx) => {
      const refusal = await run(trx);
      if (refusal !== null) throw new Refused(refusal);
    });
    return null;
  } catch (error) {
    if (error instanceof Refused) return error.refusal;
    throw error;
  }
}

const MAX_TRIES = 5;

/** PostgreSQL ends one of two transactions in a deadlock and rolls it back, so it is simply run again. */
async function again<T>(run: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await run();
    } catch (error) {
      const code = codeOf(error);
      if ((code !== '40P01' && code !== '40001') || tries === MAX_TRIES) throw error;
    }
  }
}

function callSafely(listener: () => void, log: Log): void {
  try {
    listener();
  } catch (error) {
    log.error({ error: errorName(error) }, 'a listener to commits failed');
  }
}
