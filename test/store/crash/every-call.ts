import type { Archive } from '../../../src/store/archive/archive.ts';
import type { StoreMetadata } from '../../../src/store/metadata.ts';
import type { InstanceQueries } from '../../../src/store/reads/instance-queries.ts';
import type { Outbox, Store } from '../../../src/store/store.ts';
import { inPayload } from '../../../src/store/writes/payloads.ts';
import type { Marks } from '../../../src/store/writes/sent-once.ts';
import { askTogether, deliverAll, everyDelivery } from '../every-delivery.ts';
import { anEvent, anInstance, aRequest, ask, card, dm, line, NOW } from '../samples.ts';
import { BUSY_PERSON } from '../years/years.ts';

type Calls<T, But extends keyof T = never> = Readonly<Record<Exclude<keyof T, But>, () => Promise<unknown>>>;

const claim = { owner: 'A', now: NOW, claimUntil: NOW + 60_000, limit: 100 };

/**
 * Calls everything that a store can do, each as the bot does it, over a store that {@link fillYears} has filled. A method without its
 * call here does not compile.
 */
export function everyCall(store: Store): Readonly<Record<string, () => Promise<unknown>>> {
  const { queries, metadata, marks, outbox } = store;
  const old = 'r-0000000100';
  const ofStore = {
    commit: () => commitAll(store),
    wasTaken: () => store.wasTaken('no such payload'),
    // A day later, so that what is old is forgotten.
    take: () => inPayload('a payload', () => store.take(NOW + 86_400_000)),
    request: () => store.request(old),
    requestByOrigin: () => store.requestByOrigin(`view:${old}`),
    lastRequestOf: () => store.lastRequestOf(BUSY_PERSON),
    instance: () => store.instance(`${old}-1`),
    instancesCalled: () => store.instancesCalled('web-1990-1', 10),
    instancesOf: () => store.instancesOf(old),
    eventsOf: () => store.eventsOf(old),
    newestEventsOf: () => store.newestEventsOf('policy', 1),
    history: async () => [await store.history(`${old}-1`, 20), await store.history('i-adopted0000000199', 20)],
    freeze: () => store.freeze(),
    month: async () => [await store.month(NOW), await store.month(NOW, BUSY_PERSON)],
    askedBy: () => store.askedBy(BUSY_PERSON, NOW - 86_400_000),
    claimInstances: async () => {
      await commitAll(store, { dueAt: NOW });
      return store.claimInstances(claim);
    },
    claimRequests: async () => {
      await commitAll(store, { dueAt: NOW });
      return store.claimRequests(claim);
    },
    held: () => store.held('instances', [`${old}-1`, 'r-made1-1'], { owner: 'A', now: NOW }),
    refreshClaims: () => store.refreshClaims('A', NOW + 90_000),
    releaseClaims: () => store.releaseClaims('A'),
    comeForward: () => store.comeForward(NOW - 86_400_000, 60_000),
    nextDueAt: () => store.nextDueAt(),
    workload: () => store.workload(500),
    check: () => store.check(),
    about: () => store.about(),
  } satisfies Calls<
    Store,
    'marks' | 'closed' | 'ownKeys' | 'metadata' | 'queries' | 'outbox' | 'archive' | 'exclusive' | 'onCommit' | 'close'
  >;
  const ofQueries = {
    regionsOf: () => queries.regionsOf(BUSY_PERSON),
    newestOf: () => queries.newestOf(BUSY_PERSON, 10),
    takenOverBy: () => queries.takenOverBy(BUSY_PERSON, 20),
    withId: () => queries.withId('i-adopted0000000199'),
    byCloudIds: () => queries.byCloudIds(Array.from({ length: 100 }, (_, index) => `i-${index.toString(36)}x1`)),
    waiting: () => queries.waiting(50),
    newestRequestsOf: () => queries.newestRequestsOf(BUSY_PERSON, 10),
    existingOf: () => queries.existingOf(BUSY_PERSON, 20),
    regions: () => queries.regions(),
    regionsAtRest: () => queries.regionsAtRest(),
    atRest: () => queries.atRest('cn-beijing', 'r-0', 100),
    autoRenewing: () => queries.autoRenewing(),
    ofChannel: () => queries.ofChannel('C0YEARS3', NOW - 7 * 86_400_000, '', 500),
    renewalsOf: () => queries.renewalsOf('C0YEARS1', NOW - 7 * 86_400_000),
    requests: () => queries.requests([old, 'r-0000000101']),
  } satisfies Calls<InstanceQueries>;
  const ofMarks = {
    among: () => marks.among(['digest:C0YEARS0:1', 'no such mark']),
    takeTurn: () => marks.takeTurn('sweep', NOW, 60_000),
  } satisfies Calls<Marks>;
  const ofMetadata = {
    identity: () => metadata.identity(NOW),
    account: () => metadata.account(),
    storedAccount: () => metadata.storedAccount(),
    underWay: () => metadata.underWay(10),
    isWhole: () => metadata.isWhole(),
    acceptLoss: () => metadata.acceptLoss(),
  } satisfies Calls<StoreMetadata>;
  const take = async () => {
    await commitAll(store);
    const [first] = await outbox.claim({ ...claim, limit: 1, skipChannels: ['C7'] });
    if (first === undefined) throw new Error('nothing was due that a test has put there');
    return first;
  };
  const ofOutbox = {
    claim: () => outbox.claim({ ...claim, limit: 1, skipChannels: ['C7'] }),
    delivered: () => everyDelivery(store),
    drop: async () => outbox.drop(await take()),
    postpone: async () => outbox.postpone(await take(), NOW, true),
    abandon: async () => {
      await outbox.abandon(await take(), 'not_in_channel', NOW);
      await deliverAll(store);
      await askTogether(store);
      const [led] = await outbox.claim({ ...claim, limit: 1, skipChannels: ['C7'] });
      if (led?.others.length !== 1) throw new Error('two asks were to be one message');
      await outbox.abandon(led, 'not_in_channel', NOW);
    },
    depth: () => outbox.depth(),
  } satisfies Calls<Outbox>;
  const ofClosed = {
    codeOf: () => store.closed.codeOf('C1'),
    note: () => store.closed.note('C1', 'is_archived', NOW),
  } satisfies Calls<Store['closed']>;
  const ofOwnKeys = {
    of: () => store.ownKeys.of(BUSY_PERSON),
    named: () => store.ownKeys.named('lena-laptop'),
    due: () => store.ownKeys.due(NOW, 20),
  } satisfies Calls<Store['ownKeys']>;
  const span = { before: NOW - 400 * 86_400_000, now: NOW, limit: 20 };
  const ofArchive = {
    requests: async () => {
      const { next } = await store.archive.requests(span, null);
      return store.archive.requests(span, next);
    },
    events: () => store.archive.events(span),
  } satisfies Calls<Archive>;
  return {
    ...ofStore,
    ...prefixed('closed', ofClosed),
    ...prefixed('ownKeys', ofOwnKeys),
    ...prefixed('queries', ofQueries),
    ...prefixed('metadata', ofMetadata),
    ...prefixed('marks', ofMarks),
    ...prefixed('outbox', ofOutbox),
    ...prefixed('archive', ofArchive),
  };
}

const prefixed = (name: string, calls: Readonly<Record<string, () => Promise<unknown>>>) =>
  Object.fromEntries(Object.entries(calls).map(([method, call]) => [`${name}.${method}`, call]));

let made = 0;

/** A request with everything that one commit can write, then its next state, with a nudge and a message of each kind. */
async function commitAll(store: Store, due: { readonly dueAt: number | null } = { dueAt: null }): Promise<void> {
  made += 1;
  const id = `r-made${made}`;
  const first = await store.commit({
    requests: [{ next: aRequest(id, { origin: `view:${id}` }) }],
    instances: [{ next: anInstance(id, 1, { dueAt: null }) }],
    events: [anEvent(id)],
    messages: [card(id), ask(id), line(id, 1), dm(id)],
    underFreeze: null,
    underAsked: { requester: 'U1', version: (await store.askedBy('U1', NOW - 86_400_000)).version },
    underSpending: (await store.month(NOW + 10 * 365 * 86_400_000)).version,
    marks: { set: [`made:${made}`], clear: [`made:${made}`] },
    at: NOW,
  });
  const notice = { about: 'missing', at: NOW, regions: [] } as const;
  const second = await store.commit({
    requests: [{ next: aRequest(id, { version: 2, ...due }) }],
    instances: [{ next: anInstance(id, 1, { version: 2, ...due }) }],
    nudge: { requestIds: ['r-0000000100'], at: NOW + 86_400_000 },
    messages: [card(id), { kind: 'notice', requestId: 'sweep', to: 'U900', notice }],
    at: NOW,
  });
  const freeze = { by: 'U900', at: NOW, reason: '', until: null };
  const set = await store.commit({ freeze: { was: null, next: freeze as never }, at: NOW });
  const lifted = await store.commit({ freeze: { was: await store.freeze(), next: null }, at: NOW });
  for (const written of [first, second, set, lifted])
    if (!written.ok) throw new Error(`it was refused: ${JSON.stringify(written.error)}`);
}
