import type { StoredAccount } from '../../core/account/account.ts';
import { onlyOf } from '../../core/base/lists.ts';
import { CONFLICT, retryOnConflict } from '../../core/base/retry-on-conflict.ts';
import type { InstanceDecision } from '../../core/instance/change-set.ts';
import type { CloudInstance } from '../../core/instance/cloud-instance.ts';
import { type FoundInstance, mayActOn, rowOrCloud } from '../../core/instance/found-instance.ts';
import type { Instance } from '../../core/instance/instance.ts';
import type { Request } from '../../core/request/request.ts';
import type { Change } from '../../store/store.ts';
import { underAccount } from '../account/under-account.ts';
import { type ActorHere, type AdoptPorts, asAdopted, rowOf, timeOf } from './adopt.ts';

/** Decides about one instance by its row, or the row that it would get, and by the account that the store is about. */
type Decide<R> = (instance: Instance, at: number, account: StoredAccount | null) => InstanceDecision<R>;

/** Reads the other facts of a decision before each try; the commit is written under them. */
type Gather = (at: number) => Promise<Pick<Change, 'underSpending' | 'underFreeze'>>;

/** A person's wish for one instance. */
interface RowWish<R> {
  readonly found: FoundInstance;
  readonly by: ActorHere;
  readonly decide: Decide<R>;
}

type RowChanged<R> =
  /** `was`: the row before; null if the instance was taken over just now. */
  | { readonly is: 'taken'; readonly instance: Instance; readonly was: Instance | null; readonly request: Request }
  | { readonly is: 'refused'; readonly refusal: R; readonly instance: Instance }
  | { readonly is: 'notTheBots'; readonly instance: Instance }
  | { readonly is: 'unknown' | 'busy' };

/** The outcome for one instance, and what to write for it. */
interface Planned<R> {
  readonly id: string | null;
  readonly change: (Pick<Change, 'requests'> & Required<Pick<Change, 'instances' | 'events' | 'messages'>>) | null;
  readonly outcome: RowChanged<R>;
}

/**
 * Changes the rows of instances as people wish, all in one commit. Refused rows stay as they are; instances that the bot did not
 * create are taken over. On a conflict everything is decided again.
 *
 * @param gather see {@link Gather}; reads nothing by default
 * @returns the outcome of each wish, in the same order
 * @throws StoreUnavailable
 */
export function changeRows<R>(
  ports: AdoptPorts,
  wishes: readonly RowWish<R>[],
  gather: Gather = async () => ({}),
): Promise<readonly RowChanged<R>[]> {
  const { store, clock, log } = ports;
  return retryOnConflict(
    async () => {
      const account = await store.metadata.storedAccount();
      const at = clock.now();
      const under = await gather(at);
      const planned: Planned<R>[] = [];
      const rows = await rowsOf(ports, wishes);
      for (const [index, wish] of wishes.entries()) {
        const plan = await planFor(ports, wish, rows[index] ?? null, at, account);
        planned.push(planned.find(({ id }) => id !== null && id === plan.id) ?? plan);
      }
      const changes = [...new Set(planned)].flatMap(({ change }) => change ?? []);
      if (changes.length > 0) {
        const committed = await store.commit({
          requests: changes.flatMap(({ requests = [] }) => requests),
          instances: changes.flatMap(({ instances }) => instances),
          events: changes.flatMap(({ events }) => events),
          messages: changes.flatMap(({ messages }) => messages),
          ...underAccount(account?.id ?? null),
          ...under,
          at,
        });
        if (!committed.ok) return CONFLICT;
      }
      const outcomes = planned.map(({ outcome }) => outcome);
      for (const one of outcomes)
        if (one.is === 'taken' && one.was === null)
          log.info({ requestId: one.request.id, cloudId: one.instance.cloudId }, 'an instance was taken over');
      return outcomes;
    },
    () => wishes.map(() => ({ is: 'busy' })),
  );
}

/** The same for one instance. */
export async function changeRow<R>(ports: AdoptPorts, wish: RowWish<R>, gather?: Gather): Promise<RowChanged<R>> {
  return onlyOf(await changeRows(ports, [wish], gather));
}

interface Row {
  readonly row: Instance;
  /** Null for one that is gone. */
  readonly request: Request | null;
}

/**
 * The row of each wish, read together: if they were read one after the other, some of many would change before the commit, time and
 * again.
 */
async function rowsOf<R>({ store }: AdoptPorts, wishes: readonly RowWish<R>[]): Promise<readonly (Row | null)[]> {
  const known = wishes.map(({ found }) => rowOrCloud(found));
  const seated = await store.queries.byCloudIds(known.flatMap(({ own }) => own?.cloudId ?? []));
  const rows = await Promise.all(
    known.map(async (one) =>
      one.own === null
        ? rowOf(store, one.cloud)
        : one.own.cloudId === null
          ? store.instance(one.own.id)
          : (seated.get(one.own.cloudId) ?? null),
    ),
  );
  const requests = await store.queries.requests(rows.flatMap((row) => row?.requestId ?? []));
  return rows.map((row) => row && { row, request: requests.get(row.requestId) ?? null });
}

async function planFor<R>(
  ports: AdoptPorts,
  { found, by, decide }: RowWish<R>,
  known: Row | null,
  at: number,
  account: StoredAccount | null,
): Promise<Planned<R>> {
  const given = rowOrCloud(found);
  if (known === null && given.own === null) return planAdoption(ports, given.cloud, { by, decide }, at, account);
  if (known === null || known.request === null) return { id: null, change: null, outcome: { is: 'unknown' } };
  const { row, request } = known;
  const { id } = row;
  const decided = decide(row, at, account);
  if ('refused' in decided)
    return { id, change: null, outcome: { is: 'refused', refusal: decided.refused, instance: row } };
  const { next, events, messages } = decided.taken;
  const change = { instances: [{ next }], events, messages };
  return { id, change, outcome: { is: 'taken', instance: next, was: row, request } };
}

/** A refused instance is not taken over either. */
async function planAdoption<R>(
  ports: AdoptPorts,
  cloud: CloudInstance,
  { by, decide }: Pick<RowWish<R>, 'by' | 'decide'>,
  at: number,
  account: StoredAccount | null,
): Promise<Planned<R>> {
  const time = await timeOf(ports.store, cloud);
  const { request, instance, events, messages } = asAdopted(ports, cloud, by, { time, account: account?.id ?? null });
  const id = request.origin;
  if (!mayActOn(by, { own: null })) return { id, change: null, outcome: { is: 'notTheBots', instance } };
  const decided = decide({ ...instance, version: 0 }, at, account);
  if ('refused' in decided) return { id, change: null, outcome: { is: 'refused', refusal: decided.refused, instance } };
  const { taken } = decided;
  return {
    id,
    change: {
      requests: [{ next: request }],
      instances: [{ next: taken.next }],
      events: [...events, ...taken.events],
      messages: [...messages, ...taken.messages],
    },
    outcome: { is: 'taken', instance: taken.next, was: null, request },
  };
}
