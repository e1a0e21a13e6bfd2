import { onTestFinished } from 'vitest';
import type { AccountStatus } from '../../../src/core/account/account.ts';
import type { Clock } from '../../../src/core/base/clock.ts';
import { silentLog } from '../../../src/core/base/log.ts';
import type { Money } from '../../../src/core/base/money.ts';
import { fail, ok, type Result } from '../../../src/core/base/result.ts';
import { type Failure, type FailureKind, failureOf } from '../../../src/core/failure/failure.ts';
import { onlyThese } from '../../../src/core/policy/authority.ts';
import { NO_POLICY, type Policy } from '../../../src/core/policy/policy.ts';
import { SUBMISSION_SCOPE } from '../../../src/core/request/event.ts';
import type { Quote } from '../../../src/core/spec/quote.ts';
import type { Draft } from '../../../src/core/spec/spec.ts';
import { makeAccountMemory } from '../../../src/ecs/account-memory.ts';
import { makeCatalogue } from '../../../src/ecs/catalogue/catalogue-cache.ts';
import { makeQuotes } from '../../../src/ecs/money/quotes.ts';
import type { EcsPort } from '../../../src/ecs/port.ts';
import type { Store } from '../../../src/store/store.ts';
import { makeApprovals } from '../../../src/usecases/approval/approvals.ts';
import { type Submission, submitDraft } from '../../../src/usecases/request/submit-draft.ts';
import { policyOf } from '../../policy/reading.ts';
import { GOOD, HANGZHOU } from '../../support/choices.ts';
import { openMemoryDatabase } from '../../support/memory-database.ts';
import { recordingLog } from '../../support/recording-log.ts';
import { INES, LENA, makeCrowd, PLATFORM, priceOf } from '../approval/approval-stage.ts';

/** Forms that are submitted, with a small cloud and a policy that may be another at any moment. */

export const PREPAID: Draft = { ...GOOD, charge: 'prepaid', period: '1 month' };

type Asked = 'price' | 'dryRun' | 'lists' | 'keys' | 'rules';

export interface SubmissionOffice {
  readonly store: Store;
  readonly state: {
    now: number;
    price: Result<Quote | 'unknown', Failure>;
    /** Why a dry run is refused; null if it is not. */
    refusal: Failure | null;
    /** Why the lists cannot be read. */
    unread: FailureKind | null;
    balance: Money;
    account: AccountStatus;
    /** What does not answer. */
    silent: Asked | null;
    /** Runs while the cloud is asked. */
    meanwhile: () => void;
  };
  /** What the cloud was asked, in order. */
  readonly asked: Asked[];
  /** The orders of its dry runs. */
  readonly tried: readonly unknown[];
  /** What was logged. */
  readonly lines: readonly Record<string, unknown>[];
  readonly crowd: ReturnType<typeof makeCrowd>;
  rule(yaml: string): void;
  submit(draft: Draft, more?: Partial<Submission>): ReturnType<typeof submitDraft>;
  /** The same on another replica. */
  elsewhere(draft: Draft, more?: Partial<Submission>): ReturnType<typeof submitDraft>;
  /** The rules of each refusal in the audit trail. */
  refusals(): Promise<readonly unknown[]>;
  /** Ends every wait for something silent, as if so many milliseconds were over. */
  wait(ms: number): Promise<void>;
}

const rulesIn = (yaml: string): Policy => (yaml === '' ? NO_POLICY : policyOf(yaml));

/** @param yaml the policy file; empty for none */
export async function submissionOffice(
  yaml = '',
  wrap: (store: Store) => Store = (store) => store,
): Promise<SubmissionOffice> {
  const timers = new Set<{ readonly at: number; readonly run: () => void }>();
  const state: SubmissionOffice['state'] = {
    now: Date.UTC(2026, 10, 24, 9),
    price: ok(priceOf(120_400)),
    refusal: null,
    unread: null,
    balance: { minor: 10_000_000, currency: 'CNY' },
    account: { is: 'ours', account: { id: '111', first: '111' } },
    silent: null,
    meanwhile: () => {},
  };
  const clock: Clock = {
    now: () => state.now,
    after: (ms, run) => {
      const timer = { at: state.now + ms, run };
      timers.add(timer);
      return () => timers.delete(timer);
    },
  };
  const asked: Asked[] = [];
  const tried: unknown[] = [];
  const lines: Record<string, unknown>[] = [];
  const answer = async <T>(what: Asked, value: () => T): Promise<T> => {
    asked.push(what);
    if (what === 'dryRun') state.meanwhile();
    if (state.silent === what) await new Promise(() => {});
    return value();
  };
  const listed =
    (items: readonly unknown[], what: Asked = 'lists') =>
    () =>
      answer(what, () => (state.unread === null ? ok(items) : fail(failureOf(state.unread))));
  const port = {
    regions: listed(HANGZHOU.regions),
    zones: listed(HANGZHOU.zones),
    instanceTypes: listed(HANGZHOU.types),
    systemDisks: listed(HANGZHOU.disks),
    images: listed(HANGZHOU.images),
    vSwitches: listed(HANGZHOU.vSwitches),
    securityGroups: listed(HANGZHOU.groups),
    keyPairs: listed([{ name: 'lena-laptop', owner: LENA }], 'keys'),
    site: async () => ok('china' as const),
    describeInstances: async () => ok(new Map()),
    inboundRules: () => answer('rules', () => ok([])),
    dryRun: (order: unknown) => {
      tried.push(order);
      return answer('dryRun', () => (state.refusal === null ? ok(null) : fail(state.refusal)));
    },
    price: () => answer('price', () => state.price),
    renewalPrice: async () => ok('unknown' as const),
    growthPrice: async () => ok('unknown' as const),
    balance: async () => ok(state.balance),
  } as unknown as EcsPort;
  const database = await openMemoryDatabase({ log: silentLog, clock });
  const store = database.open();
  onTestFinished(() => store.close());
  const crowd = makeCrowd();
  const memory = makeAccountMemory();
  let policy = rulesIn(yaml);
  const source = { current: () => ({ policy, hash: null }), trouble: () => null };
  const quotes = makeQuotes(port, { memory, clock, log: silentLog });
  const authority = onlyThese([INES]);
  let ids = 0;
  const shared = {
    store: wrap(store),
    quotes,
    cloud: port,
    policy: source,
    authority,
    clock,
    log: recordingLog(lines),
  };
  const random = { next: () => 0.5, id: (length: number) => `${ids++}`.padStart(length, '0') };
  const replicaOf = (its: Store) => makeApprovals({ ...shared, store: its, directory: crowd.directory, random });
  const deps: Parameters<typeof submitDraft>[0] = {
    ...shared,
    approvals: replicaOf(shared.store),
    account: { status: async () => state.account },
    catalogue: makeCatalogue(port, { keepMs: 600_000, memory, clock, log: silentLog }),
    keys: { bringing: (catalogue) => catalogue },
  };
  let forms = 0;
  const submission = (draft: Draft, more: Partial<Submission> = {}): Submission => {
    forms += 1;
    return { origin: `view:${forms}`, user: LENA, team: 'T1', channel: PLATFORM, draft, ...more };
  };
  return {
    ...{ store, state, asked, tried, lines, crowd },
    rule: (text) => {
      policy = rulesIn(text);
    },
    submit: (draft, more) => submitDraft(deps, submission(draft, more)),
    elsewhere: (draft, more) => submitDraft({ ...deps, store, approvals: replicaOf(store) }, submission(draft, more)),
    refusals: async () => (await store.eventsOf(SUBMISSION_SCOPE)).map(({ data }) => data.rules),
    async wait(ms) {
      // Whatever asks has asked by then.
      for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      state.now += ms;
      for (const timer of timers)
        if (timer.at <= state.now) {
          timers.delete(timer);
          timer.run();
        }
    },
  };
}

export const failed = (code: string) => failureOf('badInput', { code, detail: '' });

/** What was asked of the cloud beside its lists and the price, which is asked for while the rest is judged. */
export const askedOf = ({ asked }: SubmissionOffice) => asked.filter((what) => what === 'dryRun' || what === 'rules');

/** Nothing of Lena's waits for approval or was begun. */
export async function isNothingStored({ store }: SubmissionOffice): Promise<boolean> {
  const waiting = await store.queries.waiting(10);
  const had = await store.queries.existingOf(LENA, 10);
  return waiting.length === 0 && had.total === 0;
}
