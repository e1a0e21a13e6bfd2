import { expect } from 'vitest';
import { type Log, silentLog } from '../../src/core/base/log.ts';
import type { Shortfall } from '../../src/core/chunk/chunk.ts';
import type { Instance } from '../../src/core/instance/instance.ts';
import type { ScriptSource } from '../../src/core/option/options.ts';
import type { Directory } from '../../src/core/policy/people.ts';
import { NO_POLICY, type PolicySource } from '../../src/core/policy/policy.ts';
import type { Message, Note, RenewalNote } from '../../src/core/request/message.ts';
import { newRequest } from '../../src/core/request/request-new.ts';
import type { InstanceSpec } from '../../src/core/spec/spec.ts';
import { makeAccountMemory } from '../../src/ecs/account-memory.ts';
import type { EcsPort } from '../../src/ecs/port.ts';
import { onlyOwnAccount } from '../../src/lifecycle/account/only-own-account.ts';
import { type Lifecycle, startLifecycle } from '../../src/lifecycle/reconciler.ts';
import { type Answer, type Cloud, makeCloud } from '../../src/sandbox/ecs/cloud.ts';
import { seededRandom } from '../../src/sandbox/ecs/seeded.ts';
import type { Store } from '../../src/store/store.ts';
import { fixedPolicy, NO_SCRIPTS } from '../support/fixed-sources.ts';
import { NOW, timing } from '../support/instances.ts';
import { type MemoryDatabase, openMemoryDatabase } from '../support/memory-database.ts';
import { replay, visibleOf } from '../support/replay.ts';
import { accountOf, type Hand, identityOf, ownHand } from '../world/account.ts';
import { makeCloudPort } from '../world/cloud-port.ts';
import { directory } from '../world/crowd.ts';
import { guardOf } from '../world/guard.ts';
import { type Life, makeLife } from '../world/life.ts';
import { specsOf } from '../world/plan.ts';
import { makeTimeline, type Timeline } from '../world/timeline.ts';

/** One call as it reached the cloud. */
export interface Call {
  readonly at: number;
  readonly action: string;
  readonly params: Readonly<Record<string, string>>;
  /** The error code; null when it succeeded. */
  readonly code: string | null;
}

/** A cloud, a store and virtual time, and as many lives of the bot as a test starts. */
export interface Stage {
  readonly timeline: Timeline;
  readonly cloud: Cloud;
  /** The credentials of every bot; to change `account` gives them those of another account. */
  readonly hand: Hand;
  /** Sees everything, whatever happens to the bots. */
  readonly truth: Store;
  /** Whose data every store here works on. */
  readonly database: MemoryDatabase;
  /** Every call that reached the cloud, in order. */
  readonly calls: readonly Call[];
  /** Specs that can be built: pay-as-you-go without and with a public address, and prepaid for a month without. */
  readonly spec: Readonly<Record<'plain' | 'addressed' | 'prepaid', InstanceSpec>>;
  submit(requestId: string, spec: InstanceSpec, amount: number, leaseMs?: number, partial?: Shortfall): Promise<void>;
  start(options?: StartOptions): Actor;
  /** Lets time pass until it is so. Throws when it is not so within `withinMs` of virtual time. `asking`: after how many timers. */
  until(isSo: () => boolean | Promise<boolean>, withinMs?: number, asking?: number): Promise<void>;
  pass(ms: number): Promise<void>;
  /** What the threads were told so far, in order. */
  thread(): Promise<readonly Note[]>;
  /** The same of renewals. */
  renewalNotes(): Promise<readonly RenewalNote[]>;
  /** The instance of a request, `r-1` unless another is named. */
  instance(requestId?: string): Promise<Instance>;
  ended(requestId: string): Promise<boolean>;
}

export interface StartOptions {
  readonly name?: string;
  readonly exclusive?: boolean;
  readonly isOut?: () => boolean;
  /** At which of its calls that change something it dies, those of its start included. */
  readonly dies?: { readonly call: number; readonly when: 'before' | 'after' } | null;
  readonly store?: (store: Store) => Store;
  readonly ecs?: (ecs: EcsPort) => EcsPort;
  readonly log?: Log;
  readonly scripts?: ScriptSource;
  readonly policy?: Pick<PolicySource, 'current'>;
  readonly directory?: Pick<Directory, 'memberships'>;
}

export interface Actor {
  readonly life: Life;
  readonly lifecycle: Lifecycle;
}

/** Far more than any test here takes. */
const MAX_STEPS = 10_000;

export async function makeStage(seed = 1, beforeCall: () => Promise<void> = async () => {}): Promise<Stage> {
  const timeline = makeTimeline(NOW);
  const random = seededRandom(seed);
  const cloud = makeCloud({ now: timeline.now, seed, limits: { each: null }, balanceMinor: 100_000_000 });
  const database = await openMemoryDatabase({ log: silentLog, clock: timeline });
  const truth = database.open();
  const [plain, prepaid, addressed] = specsOf(cloud) as [InstanceSpec, InstanceSpec, InstanceSpec];
  const calls: Call[] = [];
  const hand = ownHand();
  const after = (action: string, params: Call['params'], answer: Answer): void => {
    const code = answer.status >= 400 ? String(answer.body.Code) : null;
    calls.push({ at: timeline.now(), action, params, code });
  };

  const notes: Note[] = [];
  const renewalNotes: RenewalNote[] = [];
  const read = async (): Promise<void> => {
    for (const message of await takeMessages({ timeline, truth })) {
      if (message.kind !== 'thread') continue;
      if ('ordinal' in message.note) notes.push(message.note);
      else if (message.note.milestone === 'renewal') renewalNotes.push(message.note);
    }
  };

  let steps = 0;
  const step = async (): Promise<void> => {
    steps += 1;
    if (steps > MAX_STEPS) throw new Error('time stands still: something spins');
    await timeline.step();
  };
  const pass = async (ms: number): Promise<void> => {
    const end = timeline.now() + ms;
    let over = false;
    timeline.after(ms, () => (over = true));
    while (!over && timeline.now() <= end) await step();
  };
  return {
    timeline,
    cloud,
    hand,
    truth,
    database,
    calls,
    spec: { plain, prepaid, addressed },
    async submit(requestId, spec, amount, leaseMs, partial = 'keep') {
      const clientTokens = Array.from({ length: amount }, (_, index) => `${requestId}-token-${index}`);
      const who = { origin: `view:${requestId}`, requester: 'U1', team: 'T1', channel: 'C1' };
      const leased = leaseMs === undefined ? {} : { leaseMs };
      const about = { approval: null, requestId, spec, amount, partial };
      const order = { ...about, clientTokens, ...leased, ...who, at: timeline.now() };
      const { request, instances, events, messages } = newRequest(order);
      const rows = { requests: [{ next: request }], instances: instances.map((next) => ({ next })) };
      await truth.commit({ ...rows, events, messages, at: order.at });
    },
    start({ name = 'bot', exclusive = true, isOut = () => false, dies = null, ...wrap }: StartOptions = {}) {
      const life = makeLife(name, () => {});
      if (dies !== null) life.dieIn(dies.call, dies.when);
      const signing = { account: () => hand.account };
      const port = makeCloudPort({ cloud, timeline, life, random, ...signing, before: beforeCall, after });
      const opened = database.open();
      if (exclusive) void opened.releaseClaims('everyone');
      const stored = life.store(opened, isOut);
      const store = wrap.store?.(stored) ?? stored;
      const clock = life.clock(timeline);
      const memory = makeAccountMemory();
      const account = accountOf({
        store,
        clock,
        identity: identityOf(cloud, hand, memory),
        ...(wrap.log && { log: wrap.log }),
      });
      const ecs = onlyOwnAccount(wrap.ecs?.(port) ?? port, account);
      // The guard's look through the account at each start is no call for any instance.
      const unseen = { random: () => 0, before: async () => {}, after: () => {} };
      const looking = makeCloudPort({ cloud, timeline, life: makeLife('guard', () => {}), ...signing, ...unseen });
      const lifecycle = startLifecycle({
        store,
        ecs,
        clock,
        random: { next: random, id: (length) => 'x'.repeat(length) },
        log: wrap.log ?? silentLog,
        config: timing,
        scripts: wrap.scripts ?? NO_SCRIPTS,
        policy: wrap.policy ?? fixedPolicy(NO_POLICY),
        directory: wrap.directory ?? directory,
        account,
        memory,
        guard: guardOf({ store, ecs: onlyOwnAccount(wrap.ecs?.(looking) ?? looking, account), clock, memory }),
        owner: name,
      });
      return { life, lifecycle };
    },
    async thread() {
      await read();
      return notes;
    },
    async renewalNotes() {
      await read();
      return renewalNotes;
    },
    async until(isSo, withinMs = 3_600_000, asking = 10) {
      const limit = timeline.now() + withinMs;
      while (!(await isSo())) {
        if (timeline.now() > limit) throw new Error('it did not come to that in time');
        // Asking costs more than stepping.
        for (let steps = 0; steps < asking; steps++) await step();
      }
    },
    pass,
    async instance(requestId = 'r-1') {
      const [row] = await truth.instancesOf(requestId);
      if (row === undefined) throw new Error(`${requestId} has no instance`);
      return row;
    },
    ended: async (requestId) => (await truth.request(requestId))?.state === 'finished',
  };
}

export const countOf = (calls: readonly Call[], action: string): number =>
  calls.filter((call) => call.action === action).length;

/** What waits in the outbox, as Slack would get it: it is delivered with that. */
export async function takeMessages({ timeline, truth }: Pick<Stage, 'timeline' | 'truth'>): Promise<Message[]> {
  const taken: Message[] = [];
  const now = timeline.now();
  const claim = { owner: 'reader', now, claimUntil: now + 1, limit: 50, skipChannels: [] };
  for (;;) {
    const deliveries = await truth.outbox.claim(claim);
    if (deliveries.length === 0) return taken;
    for (const delivery of deliveries) {
      // A direct message that was sent is only edited.
      if (delivery.kind !== 'dm' || delivery.existing === null) taken.push(...delivery.messages);
      await truth.outbox.delivered(delivery, { channel: 'C1', ts: '1' }, now);
    }
  }
}

/** That the trail tells of a request the same as the store holds. */
export async function expectReplayed({ truth }: Pick<Stage, 'truth'>, requestId = 'r-1'): Promise<void> {
  const request = await truth.request(requestId);
  if (request === null) throw new Error(`there is no ${requestId}`);
  expect(replay(await truth.eventsOf(requestId))).toEqual(visibleOf(request, await truth.instancesOf(requestId)));
}
