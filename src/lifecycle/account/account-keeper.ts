import { AsyncLocalStorage } from 'node:async_hooks';
import { type AccountGate, type AccountStatus, accountSentence, judgeAccount } from '../../core/account/account.ts';
import { ageClock, type Clock } from '../../core/base/clock.ts';
import type { Log } from '../../core/base/log.ts';
import { fail, ok, type Result } from '../../core/base/result.ts';
import { CONFLICT, retryOnConflict } from '../../core/base/retry-on-conflict.ts';
import { type Failure, failureOf } from '../../core/failure/failure.ts';
import { ACCOUNT_SCOPE } from '../../core/request/event.ts';
import { type Notice, SWEEP_SCOPE } from '../../core/request/notice.ts';
import type { Identity } from '../../ecs/credentials/identity.ts';
import type { Store } from '../../store/store.ts';
import { adminsOf } from '../drift/people.ts';
import type { SweepPorts } from '../drift/round.ts';

type AccountPorts = Pick<SweepPorts, 'authority' | 'directory'> & {
  readonly store: Store;
  readonly identity: Identity;
  readonly clock: Clock;
  readonly log: Log;
};

/** After a failure, the account is asked for again no sooner than this. */
const ASK_AGAIN_MS = 5_000;
const TRIES = 5;
/** Admins are told once the account has been unknown for this long. */
const UNKNOWN_LONG_MS = 5 * 60_000;
const TELL_AGAIN_MS = 60_000;

/** Marks that stand while admins have been told. */
const OTHER = 'account:other';
const UNKNOWN = 'account:unknown';

interface News {
  /** Null if there is nothing to tell. */
  readonly notice: Notice | null;
  /** The marks that stand once it is told. */
  readonly marks: readonly string[];
  /** The marks to clear, so that admins are told again if the trouble comes back. */
  readonly over: readonly string[];
}

function newsOf(status: AccountStatus, at: number): News {
  switch (status.is) {
    case 'ours':
      return { notice: null, marks: [], over: [OTHER, UNKNOWN] };
    case 'other': {
      const { stored, actual } = status;
      const marks = [OTHER, `${OTHER}:${stored ?? ''}:${actual}`];
      return { notice: { about: 'account', at, stored, actual }, marks, over: [UNKNOWN] };
    }
    case 'unknown': {
      const why = status.failure?.code ?? status.failure?.detail ?? '';
      return { notice: { about: 'accountUnknown', at, why }, marks: [UNKNOWN], over: [] };
    }
  }
}

interface Asked {
  readonly key: string;
  readonly at: number;
  readonly found: Result<string, Failure>;
}

/**
 * Knows whether the credentials in force belong to the account that the store is about. The cloud is asked once per AccessKey,
 * because an AccessKey never moves to another account. The first account seen is stored, unless the store knows instances
 * already: then an admin says whether they are in that account.
 */
export function makeAccountKeeper(ports: AccountPorts): AccountGate {
  const { store, identity, clock, log } = ports;
  const age = ageClock(clock);
  let last: Asked | null = null;
  let asking: Promise<void> | null = null;
  /** The sentence last written to the log. */
  let logged: string | null = null;
  /** The marks of the news that admins were told, joined; empty for none. */
  let told: string | null = null;
  let tellAgainAt = 0;
  let unknownSince: number | null = null;

  function ask(key: string): Promise<void> {
    asking ??= identity
      .ask()
      .then((answer) => {
        const found = answer.ok ? ok(answer.value.account) : answer;
        last = { key: answer.ok ? answer.value.key : key, at: age.now(), found };
      })
      .finally(() => {
        asking = null;
      });
    return asking;
  }

  async function ownerOf(key: string): Promise<Result<string, Failure>> {
    // A question about the previous credentials may still be under way.
    for (let tries = 0; last?.key !== key && tries < TRIES; tries++) await ask(key);
    if (last?.key !== key) return fail(RENEWED);
    // No caller waits for a second try: this one gets the failure at once, and the next one the new answer.
    if (!last.found.ok && age.now() - last.at >= ASK_AGAIN_MS) ask(key).catch(() => undefined);
    return last.found;
  }

  async function ownerInForce(): Promise<Result<{ readonly key: string; readonly account: string }, Failure>> {
    for (let tries = 1; ; tries++) {
      const key = await identity.key();
      if (!key.ok) return key;
      const found = await ownerOf(key.value);
      if (found.ok) return ok({ key: key.value, account: found.value });
      const now = await identity.key();
      if (tries === TRIES || !now.ok || now.value === key.value) return found;
    }
  }

  async function judge(): Promise<AccountStatus> {
    const owner = await ownerInForce();
    const found = owner.ok ? ok(owner.value.account) : owner;
    const attempt = async (): Promise<AccountStatus | typeof CONFLICT> => {
      const stored = await store.metadata.storedAccount();
      const judged = judgeAccount(stored, found, stored === null && (await isPristine(store)));
      if (judged.is !== 'new') {
        identity.trust(judged.is === 'ours' && owner.ok ? owner.value.key : null);
        return judged;
      }
      const at = clock.now();
      const data = { account: judged.account, replaces: null };
      const event = {
        at,
        kind: 'account.set',
        actor: 'bot',
        requestId: ACCOUNT_SCOPE,
        instanceId: null,
        data,
      } as const;
      // A conflict: another replica was faster, perhaps with another account.
      const { ok: isWritten } = await store.commit({
        account: { was: null, next: judged.account },
        events: [event],
        at,
      });
      if (isWritten)
        log.info({ account: judged.account }, 'the database is about this Alibaba Cloud account from now on');
      // Stored or not, judge again by what the store holds now.
      return CONFLICT;
    };
    return retryOnConflict(attempt);
  }

  function tellLog(status: AccountStatus): void {
    const sentence = accountSentence(status);
    if (sentence === logged) return;
    if (sentence !== null) log.error({}, sentence);
    else if (logged !== null) log.info({}, 'the credentials belong to the account of the database: the bot goes on');
    logged = sentence;
  }

  /** Tells each news once, until the right account is back. While there is no admin to tell, it tries again. */
  async function tellAdmins(status: AccountStatus): Promise<void> {
    const at = clock.now();
    const now = age.now();
    unknownSince = status.is === 'unknown' ? (unknownSince ?? now) : null;
    // Most outages are over before anybody has read of them.
    if (unknownSince !== null && now - unknownSince < UNKNOWN_LONG_MS) return;
    const news = newsOf(status, at);
    const key = news.marks.join(' ');
    if (key === told || now < tellAgainAt) return;
    const stand = await store.marks.among([...news.marks, ...news.over]);
    const over = news.over.filter((mark) => stand.has(mark));
    const missing = news.marks.filter((mark) => !stand.has(mark));
    const readers = news.notice === null || missing.length === 0 ? [] : await adminsOf(ports).catch(() => []);
    if (missing.length > 0 && readers.length === 0) {
      log.warn({}, 'there is no admin who could be told of the account: set ADMIN_USERS');
      tellAgainAt = now + TELL_AGAIN_MS;
      return;
    }
    // If the first mark is missing, the others are from an earlier time.
    const isFirst = missing.length > 0 && missing[0] === news.marks[0];
    const [, ...pairs] = isFirst ? news.marks : [];
    const marks = { clear: [...over, ...pairs], set: isFirst ? news.marks : missing };
    const { notice } = news;
    const messages =
      notice === null ? [] : readers.map((to) => ({ kind: 'notice', requestId: SWEEP_SCOPE, to, notice }) as const);
    if (over.length + missing.length > 0) await store.commit({ marks, messages, at });
    told = key;
  }

  async function status(): Promise<AccountStatus> {
    const judged = await judge();
    tellLog(judged);
    await tellAdmins(judged);
    return judged;
  }

  // The answer is for every caller, so it runs outside the context of the first: neither traced nor cancelled with it.
  const outside = AsyncLocalStorage.snapshot();
  return { status: () => outside(status) };
}

/** No stored instance can exist in any account, so any account may become the store's own. */
const isPristine = async ({ queries, metadata }: Store): Promise<boolean> =>
  (await queries.regionsAtRest()).length === 0 && (await metadata.underWay(1)).length === 0;

const RENEWED = failureOf('transient', {
  detail: 'The credentials were renewed meanwhile.',
  api: 'GetCallerIdentity',
});
