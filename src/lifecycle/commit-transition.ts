import type { DiskStep } from '../core/attribute/attribute.ts';
import { CONFLICT, retryOnConflict } from '../core/base/retry-on-conflict.ts';
import { tagsOfNewDisk } from '../core/disk/disk-tags.ts';
import { gathered } from '../core/expiry/reminder-groups.ts';
import type { Freeze } from '../core/freeze.ts';
import type { Instance } from '../core/instance/instance.ts';
import { idIn, type Observation } from '../core/instance/observation.ts';
import { reduce, type Transition } from '../core/instance/reduce.ts';
import type { Acted } from '../core/power/power.ts';
import type { Change } from '../store/store.ts';
import { type LifecyclePorts, retryWhileStoreIsDown } from './ports.ts';
import { tagsFixedFor } from './purchase/policy-check.ts';

interface Committing {
  /** The claim that took the row. */
  readonly claim: string;
  /** Whether to keep the claim after the write, because an act follows in the same pass. */
  keep?(next: Instance): boolean;
}

/**
 * Stores an observation: reduces the row by it and commits the outcome. On a conflict it reduces the stored row.
 *
 * @returns the row as it is now, or null when another replica has it, which looks at it itself.
 * @throws TooManyConflicts, so that the claim runs out and the row is taken up again
 */
export async function commitTransition(
  ports: LifecyclePorts,
  row: Instance,
  observation: Observation,
  how: Committing,
): Promise<Instance | null> {
  let current = row;
  let claim: string | null = how.claim;
  const attempt = async (): Promise<Instance | null | typeof CONFLICT> => {
    const now = ports.clock.now();
    const transition = reduce(current, observation, now, ports.config);
    const kept = how.keep?.(transition.next) ?? false;
    const change = changeOf([transition], () => (kept ? null : claim), now);
    const committed = await retryWhileStoreIsDown(ports, () => ports.store.commit(change));
    if (committed.ok) {
      learn(ports, current, transition, observation);
      return transition.next;
    }
    const stored = await retryWhileStoreIsDown(ports, () => ports.store.instance(row.id));
    if (stored === null) return null;
    if (stored.version === current.version) {
      // Only the claim was lost: another replica has the row and will repeat the work. A new cloud id is written all the same,
      // because losing it would cost too much.
      if (idIn(observation) === null || stored.cloudId !== null) return null;
      claim = null;
    }
    current = stored;
    return CONFLICT;
  };
  return retryOnConflict(attempt);
}

/** A row with an observation of it, and whether to keep its claim, see {@link Committing}. */
export interface Learned {
  readonly row: Instance;
  readonly observation: Observation;
  keep?(next: Instance): boolean;
}

/**
 * Commits the observations from one answer in one transaction, because a look reads up to a hundred rows.
 *
 * @returns the rows as they are now, in the same order; null when somebody else has written one of them: then nothing was stored,
 * and each row has to be settled on its own.
 */
export async function commitTogether(
  ports: LifecyclePorts,
  learned: readonly Learned[],
  claim: string,
): Promise<readonly Instance[] | null> {
  const at = ports.clock.now();
  const transition = learned.map(({ row, observation }) => reduce(row, observation, at, ports.config));
  const keeps = new Set(
    transition.filter(({ next }, index) => learned[index]?.keep?.(next)).map(({ next }) => next.id),
  );
  const change = changeOf(transition, ({ id }) => (keeps.has(id) ? null : claim), at);
  const committed = await retryWhileStoreIsDown(ports, () => ports.store.commit(change));
  if (!committed.ok) return null;
  for (const [index, one] of transition.entries()) {
    const before = learned[index];
    if (before !== undefined) learn(ports, before.row, one, before.observation);
  }
  return transition.map(({ next }) => next);
}

/**
 * Commits observations of rows that must be written together, as {@link commitTransition} does for one row. On a conflict it
 * observes and reduces all the stored rows again.
 */
export async function commitAsOne(
  ports: LifecyclePorts,
  rows: readonly Instance[],
  observe: (rows: readonly Instance[]) => readonly Observation[],
  claimOf: ClaimOf,
): Promise<void> {
  const ids = new Set(rows.map(({ id }) => id));
  let current = rows;
  let isClaimed = true;
  const attempt = async (): Promise<undefined | typeof CONFLICT> => {
    const at = ports.clock.now();
    const observations = observe(current);
    const transitions = current.map((row, index) => reduce(row, observations[index] as Observation, at, ports.config));
    const change = changeOf(transitions, (row) => (isClaimed ? claimOf(row) : null), at);
    const committed = await retryWhileStoreIsDown(ports, () => ports.store.commit(change));
    if (committed.ok) {
      for (const [index, one] of transitions.entries())
        learn(ports, current[index] as Instance, one, observations[index] as Observation);
      return;
    }
    const [first] = rows;
    const stored =
      first === undefined
        ? []
        : await retryWhileStoreIsDown(ports, () => ports.store.instancesOf(first.requestId, first.chunk));
    const now = stored.filter(({ id }) => ids.has(id));
    if (now.length < ids.size) return;
    if (now.every(({ id, version }) => current.find((row) => row.id === id)?.version === version)) {
      // Only claims were lost, see above.
      if (!observations.some((observation) => idIn(observation) !== null)) return;
      isClaimed = false;
    }
    current = now;
    return CONFLICT;
  };
  await retryOnConflict(attempt);
}

/**
 * Stores the intent to create, for all rows of the call, before each CreateInstance or RunInstances. Unlike {@link
 * commitTransition} it does not retry: if the store does not take the intent now, nothing is bought.
 *
 * @param held `freeze`: the stored freeze that was found not to be in force; one set since is a conflict. `account`: the cloud
 * account of the pass; another stored account is a conflict. `looked`: whether a look by tag has just found none of the rows'
 * instances.
 * @returns the rows as they are now, or null when somebody else has written one of them, the freeze or the account.
 * @throws StoreUnavailable
 */
export async function intendToCreate(
  ports: LifecyclePorts,
  rows: readonly Instance[],
  { freeze, account, looked }: { readonly freeze: Freeze | null; readonly account: string; readonly looked: boolean },
): Promise<readonly Instance[] | null> {
  const now = ports.clock.now();
  const transitions = rows.map((row) => {
    const policyTags = tagsFixedFor(ports, row);
    return reduce(row, { is: 'creating', account, policyTags, looked }, now, ports.config);
  });
  const change = changeOf(transitions, () => null, now);
  const committed = await ports.store.commit({ ...change, underFreeze: freeze, underAccount: account });
  return committed.ok ? transitions.map(({ next }) => next) : null;
}

/**
 * Stores that a call for people's orders is about to be sent, in one commit unless one of the rows conflicts. It does not retry either: without a record, nothing is done to
 * somebody's machine.
 *
 * @returns the rows as they are now, without those that somebody else has written and may want something else of.
 * @throws StoreUnavailable
 */
export async function intendToAct(
  ports: LifecyclePorts,
  rows: readonly Instance[],
  what: Acted['what'],
): Promise<readonly Instance[]> {
  const now = ports.clock.now();
  const transitions = rows.map((row) => reduce(row, { is: 'acting', what }, now, ports.config));
  const committed = await ports.store.commit(changeOf(transitions, () => null, now));
  if (committed.ok) return transitions.map(({ next }) => next);
  if (rows.length < 2) return [];
  return (await Promise.all(rows.map((row) => intendToAct(ports, [row], what)))).flat();
}

/**
 * Stores that a call which costs money is about to be sent for an existing instance. The call is not sent if the store refuses,
 * or is about another account than the pass.
 *
 * @returns the row as it is now, or null when somebody else has written the row or the account.
 * @throws StoreUnavailable
 */
export async function intendToPay(
  ports: LifecyclePorts,
  row: Instance,
  { step, account }: { readonly step: DiskStep; readonly account: string },
): Promise<Instance | null> {
  const now = ports.clock.now();
  const { options } = ports.policy.current().policy;
  const tags = step.is === 'addDisk' && { tags: tagsOfNewDisk(row, options) };
  const transition = reduce(row, { is: 'attributeSending', step, ...tags }, now, ports.config);
  const committed = await ports.store.commit({ ...changeOf([transition], () => null, now), underAccount: account });
  return committed.ok ? transition.next : null;
}

/**
 * Makes rows wait together for the end of the freeze. Nothing has happened in the cloud, so this does not retry either.
 *
 * @returns false when somebody else has written one of the rows or the freeze: then there may be nothing left to wait for.
 * @throws StoreUnavailable
 */
export async function holdBack(
  ports: LifecyclePorts,
  rows: readonly Instance[],
  held: { readonly freeze: Freeze; readonly unsent?: boolean },
  claimOf: ClaimOf,
): Promise<boolean> {
  const { freeze } = held;
  const now = ports.clock.now();
  const transitions = rows.map((row) => reduce(row, { is: 'held', ...held }, now, ports.config));
  const committed = await ports.store.commit({ ...changeOf(transitions, claimOf, now), underFreeze: freeze });
  if (committed.ok)
    for (const row of rows)
      if (row.heldBy?.version !== freeze.version)
        ports.log.info(
          { requestId: row.requestId, instanceId: row.id, until: freeze.until },
          'waits for the end of a freeze',
        );
  return committed.ok;
}

/** The claim under which a row is written, which ends with the write; null to write it whatever its claim is. */
type ClaimOf = (row: Instance) => string | null;

function changeOf(transitions: readonly Transition[], claimOf: ClaimOf, at: number): Change {
  const ended = new Set(transitions.filter((one) => one.ended).map(({ next }) => next.requestId));
  return {
    instances: transitions.map(({ next, seenBefore }) => {
      const claim = claimOf(next);
      return { next, ...(claim !== null && { claim }), ...(seenBefore && { seenBefore }) };
    }),
    events: transitions.flatMap(({ events }) => events),
    messages: gathered(transitions.flatMap(({ messages }) => messages)),
    ...(ended.size > 0 ? { nudge: { requestIds: [...ended], at } } : {}),
    at,
  };
}

/** After the commit: tells the log, and notes how long the stage took. */
function learn(ports: LifecyclePorts, before: Instance, transition: Transition, observation: Observation): void {
  ports.lengths.note(before, transition.next);
  tellLog(ports, transition, observation);
}

function tellLog({ log }: LifecyclePorts, { next, ended }: Transition, observation: Observation): void {
  const fields = { requestId: next.requestId, instanceId: next.id, cloudId: next.cloudId, observation: observation.is };
  if (ended && next.outcome === 'failed') log.warn({ ...fields, failure: next.failure }, 'instance failed');
  else if (ended) log.info(fields, 'instance reached what was wanted');
  else if (next.failure !== null && next.outcome === null)
    log.warn({ ...fields, failure: next.failure }, 'trouble, will try again');
  else log.debug({ ...fields, dueAt: next.dueAt }, 'instance moved on');
}
