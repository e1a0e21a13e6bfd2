import assert from 'node:assert';
import { SCRIPT_CHANGED } from '../../core/approval/final-check.ts';
import { fail, ok, type Result } from '../../core/base/result.ts';
import { foundAmong, placed, requestTagOf } from '../../core/chunk/chunk-rows.ts';
import { type Failure, failureOf } from '../../core/failure/failure.ts';
import type { Freeze } from '../../core/freeze.ts';
import { mayExist } from '../../core/instance/create-calls.ts';
import type { Instance, ListedInstance } from '../../core/instance/instance.ts';
import { nextAction, repeatedUntil } from '../../core/instance/next-action.ts';
import { changesCallParameters } from '../../core/instance/reduce-create.ts';
import { REQUEST_TAG, REQUESTER_TAG, STORE_TAG } from '../../core/request/request.ts';
import { namePattern } from '../../core/spec/spec.ts';
import type { CreateInput, Proceed } from '../../ecs/port.ts';
import { intendToCreate } from '../commit-transition.ts';
import { asksAtHead, type HeadOfLine } from '../head-of-line.ts';
import type { Pass } from '../pass.ts';
import { type LifecyclePorts, retryWhileStoreIsDown } from '../ports.ts';
import { isStillApproved } from '../purchase/final-check.ts';
import { holdTogether, readFrozen } from '../purchase/freeze.ts';
import { lookFirst } from '../purchase/look-first.ts';
import { findOwn, idsOfOthers } from '../purchase/one-row-each.ts';
import { againstPolicy, tagsFixedFor } from '../purchase/policy-check.ts';
import { byChunk, idsOf, isWhole, settleEach, settleTogether, type Together } from '../purchase/together.ts';
import { type Step, whenNextIs } from './step.ts';

/** Buys instances: several of one request with one call, a single one with its own call. */
export const createStep: Step = {
  name: 'create',
  takes: whenNextIs('create'),
  work: byChunk((pass, together) => pass.creates.run(() => create(pass, together))),
};

async function create(pass: Pass, together: Together): Promise<void> {
  const { ports } = pass;
  const { rows } = together;
  // The rows differ only in name, so one check stands for all.
  const [row] = rows;
  assert(
    row !== undefined && row.adopted !== true && row.clientToken !== '',
    `nothing is created for what was taken over`,
  );
  // Part of the chunk exists, or more is known of one row than of another: the call must not be sent again.
  if (!isWhole(together))
    return settleEach(pass, together, {
      is: 'foundByTag',
      found: [],
      lookedAt: ports.clock.now(),
      tookEffect: true,
    });
  // It may have waited so long that only a look is allowed now, which the next pass does.
  if (rows.some((one) => nextAction(one, null, ports.clock.now(), ports.config).do !== 'create'))
    return pass.leave('letGo');
  const now = await readFrozen(pass);
  if (now.frozen) return waitForThaw(pass, together, now.freeze);
  // Before the look by tag: if that finds an instance that the store never ordered, the store has gone back in time.
  const checked = ports.stopping() ? 'clear' : await pass.guard.check(row.spec.region);
  if (checked === 'frozen') return pass.leave('letGo');
  if (checked !== 'clear') return settleEach(pass, together, { is: 'refused', what: 'lookFirst', failure: checked });
  const looked = changesCallParameters(row, tagsFixedFor(ports, row), ports.clock.now());
  const first = ports.stopping() ? null : await lookFirst(pass, row, looked);
  if (first !== null) {
    if (first.ok) return settleFound(pass, together, first.value);
    return settleEach(pass, together, { is: 'refused', what: 'lookFirst', failure: first.error });
  }
  const userData = userDataOf(ports, row);
  const unwanted = ports.stopping() ? null : await againstPolicy(ports, row);
  // A policy that allows it may be on its way, so the create ends only at its deadline.
  if (unwanted !== null) {
    if (await settleIfFound(pass, together)) return;
    return settleEach(pass, together, { is: 'refused', what: 'finalCheck', failure: unwanted });
  }
  // Never send other content instead, or none. The script may come back: a new policy is on its way, or its folder is not mounted
  // yet.
  if (userData === null) {
    if (await settleIfFound(pass, together)) return;
    return settleEach(pass, together, { is: 'refused', what: 'finalCheck', failure: SCRIPT_CHANGED });
  }
  const against = ports.stopping() ? null : ((await pass.keyCheck(row)) ?? (await pass.finalCheck(row)));
  if (against !== null) return settleEach(pass, together, { is: 'refused', what: 'finalCheck', failure: against });
  const store = await ports.store.metadata.identity(ports.clock.now());
  const { account } = pass;
  const isOver = ports.stopping() || account === null;
  const intended = isOver ? null : await intendToCreate(ports, rows, { freeze: now.freeze, account, looked });
  if (intended === null) {
    pass.leave('letGo');
    return;
  }
  const sent: Together = { ...together, rows: intended };
  // The tags stored with the intent: a repeated call must be identical.
  const [toBuy = row] = intended;
  const tags = [
    { key: REQUEST_TAG, value: requestTagOf(row) },
    { key: REQUESTER_TAG, value: row.requester },
    { key: STORE_TAG, value: store.id },
    ...(toBuy.policyTags ?? []),
  ];
  const { spec, clientToken } = toBuy;
  const order = { spec, clientToken, tags, ...(userData === undefined ? {} : { userData }) };
  const head = headFor(pass, sent, userData);
  const bought = await buy(ports, toBuy, order, head.proceed);
  await settleBought(pass, sent, { row: toBuy, head, bought });
}

/** Checks the create once more at the head of the line. */
function headFor(pass: Pass, { rows, ours }: Together, userData: string | undefined): HeadOfLine {
  const { ports } = pass;
  const { clock, config } = ports;
  return asksAtHead(pass, {
    rows: 'instances',
    on: rows.filter(({ id }) => ours.has(id)),
    underFreeze: true,
    also: async () => {
      const [row] = rows;
      if (row === undefined) return false;
      return (
        clock.now() < repeatedUntil(row, config) &&
        userDataOf(ports, row) === userData &&
        (await againstPolicy(ports, row)) === null &&
        (await isStillApproved(ports, row)) &&
        (await areUnchanged(ports, rows))
      );
    },
  });
}

/** Rows that another replica has claimed are compared by their versions only. */
async function areUnchanged({ store }: Pick<LifecyclePorts, 'store'>, rows: readonly Instance[]): Promise<boolean> {
  const [first] = rows;
  if (first?.chunk === undefined) return true;
  const stored = await store.instancesOf(first.requestId, first.chunk);
  return rows.every(({ id, version }) => stored.find((row) => row.id === id)?.version === version);
}

async function buy(
  { ecs }: Pick<LifecyclePorts, 'ecs'>,
  row: Instance,
  order: CreateInput,
  proceed: Proceed,
): Promise<Result<readonly string[], Failure>> {
  const { chunk } = row;
  if (chunk === undefined) {
    const one = await ecs.createInstance(order, proceed);
    return one.ok ? ok([one.value.cloudId]) : fail(one.error);
  }
  const { amount, least, releaseAt } = chunk;
  // A single instance keeps its own name, which may have no number.
  const spec = amount === 1 ? order.spec : { ...order.spec, name: namePattern(row.spec.name) };
  const several = await ecs.runInstances({ ...order, spec, amount, least, ...(releaseAt && { releaseAt }) }, proceed);
  return several.ok ? ok(several.value.cloudIds) : fail(several.error);
}

/** Stores the outcome of the call, or why it was not sent. */
async function settleBought(
  pass: Pass,
  together: Together,
  {
    row,
    head,
    bought,
  }: { readonly row: Instance; readonly head: HeadOfLine; readonly bought: Result<readonly string[], Failure> },
): Promise<void> {
  const stop = head.stopped();
  if (stop?.is === 'unreadable') return pass.leave('broken');
  if (stop?.is === 'held') return holdTogether(pass, together, { freeze: stop.freeze, unsent: true });
  if (stop !== null) return settleEach(pass, together, { is: 'unsent', what: 'create' });
  if (!bought.ok) return settleEach(pass, together, { is: 'refused', what: 'create', failure: bought.error });
  const cloudIds = bought.value;
  const { ports } = pass;
  const taken = await retryWhileStoreIsDown(ports, () => idsOfOthers(ports, row, cloudIds));
  if (taken.size > 0) {
    const fields = { requestId: row.requestId, instanceId: row.id, cloudIds: [...taken] };
    ports.log.error(fields, 'a create was answered with the id of another row');
    return settleEach(pass, together, { is: 'refused', what: 'create', failure: OF_ANOTHER });
  }
  const [cloudId = ''] = cloudIds;
  await settleTogether(pass, together, (rows) =>
    rows[0]?.chunk === undefined ? [{ is: 'created', cloudId }] : placed(rows, cloudIds),
  );
}

/** The answer says nothing about this call: it is repeated with the same token, and in the end looked up by its tag. */
const OF_ANOTHER = failureOf('ambiguous', { detail: 'The answer named an instance of another request.' });

/** The content of the row's start script: undefined if it has none, null if the content is no longer what was ordered. */
const userDataOf = (
  { scripts }: Pick<LifecyclePorts, 'scripts'>,
  { spec: { script } }: Instance,
): string | null | undefined => script && scripts.contentOf(script);

/** During a freeze, a create that may have taken effect is looked up: the same call again could buy it now. */
async function waitForThaw(pass: Pass, together: Together, freeze: Freeze): Promise<void> {
  if (!(await settleIfFound(pass, together))) await holdTogether(pass, together, { freeze });
}

/** Looks whether an earlier create has taken effect, and if so stores that. */
async function settleIfFound(pass: Pass, together: Together): Promise<boolean> {
  const [row] = together.rows;
  if (row === undefined || !mayExist(row)) return false;
  const result = await findOwn(pass.ports, row);
  if (!result.ok || result.value.length === 0) return false;
  await settleFound(pass, together, result.value);
  return true;
}

async function settleFound(pass: Pass, together: Together, found: readonly ListedInstance[]): Promise<void> {
  const lookedAt = pass.ports.clock.now();
  await settleTogether(pass, together, (rows) =>
    rows[0]?.chunk === undefined
      ? [{ is: 'foundByTag', found }]
      : foundAmong(rows, found, { known: idsOf([...together.others, ...rows]), lookedAt }),
  );
}
