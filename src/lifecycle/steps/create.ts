import assert from 'node:assert';
import { SCRIPT_CHANGED } from '../../core/approval/final-check.ts';
import type { Freeze } from '../../core/freeze.ts';
import { mayExist } from '../../core/instance/create-calls.ts';
import type { Instance } from '../../core/instance/instance.ts';
import { nextAction, repeatedUntil } from '../../core/instance/next-action.ts';
import type { Observation } from '../../core/instance/reduce.ts';
import { REQUEST_TAG, REQUESTER_TAG, STORE_TAG } from '../../core/request/request.ts';
import { intendToCreate } from '../commit-transition.ts';
import { asksAtHead, settleUnlessStopped } from '../head-of-line.ts';
import { guarded, type Pass, settleAs } from '../pass.ts';
import type { LifecyclePorts } from '../ports.ts';
import { isStillApproved } from '../purchase/final-check.ts';
import { holdAll, readFrozen } from '../purchase/freeze.ts';
import { lookFirst } from '../purchase/look-first.ts';
import { type Step, whenNextIs } from './step.ts';

/** Buys what is to be created, each on its own. */
export const createStep: Step = {
  name: 'create',
  takes: whenNextIs('create'),
  work: (pass, _region, rows) =>
    Promise.all(rows.map((row) => pass.creates.run(() => guarded(pass, row, () => create(pass, row))))),
};

async function create(pass: Pass, row: Instance): Promise<void> {
  assert(row.adopted !== true && row.clientToken !== '', `${row.id} was taken over, so nothing is created for it`);
  const { ports } = pass;
  // It may have waited for its turn so long that it may only be looked up by now: the next pass does.
  if (nextAction(row, null, ports.clock.now(), ports.config).do !== 'create') return pass.leave('letGo');
  const now = await readFrozen(pass);
  if (now.frozen) return waitForThaw(pass, row, now.freeze);
  // Before the look by tag: what that finds and the store never ordered says that the store has gone back.
  const checked = ports.stopping() ? 'clear' : await pass.guard.check(row.spec.region);
  if (checked === 'frozen') return pass.leave('letGo');
  if (checked !== 'clear') return settleAs(pass, row, { is: 'refused', what: 'lookFirst', failure: checked });
  const first = ports.stopping() ? null : await lookFirst(pass, row);
  if (first !== null) return settleAs(pass, row, first);
  const userData = userDataOf(ports, row);
  // Never another content in its place, and never without it. It may come back: a policy is on its way, or its folder not mounted yet.
  if (userData === null) {
    if (await settleIfFound(pass, row)) return;
    return settleAs(pass, row, { is: 'refused', what: 'finalCheck', failure: SCRIPT_CHANGED });
  }
  const against = ports.stopping() ? null : ((await pass.keyCheck(row)) ?? (await pass.finalCheck(row)));
  if (against !== null) return settleAs(pass, row, { is: 'refused', what: 'finalCheck', failure: against });
  const store = await ports.store.metadata.identity(ports.clock.now());
  const { account } = pass;
  const isOver = ports.stopping() || account === null;
  const intended = isOver ? null : await intendToCreate(ports, row, { freeze: now.freeze, account });
  if (intended === null) {
    pass.leave('letGo');
    return;
  }
  const { clock, config } = ports;
  const head = asksAtHead(pass, {
    rows: 'instances',
    on: [intended],
    underFreeze: true,
    also: async () =>
      clock.now() < repeatedUntil(intended, config) &&
      userDataOf(ports, intended) === userData &&
      (await isStillApproved(ports, intended)),
  });
  const tags = [
    { key: REQUEST_TAG, value: row.id },
    { key: REQUESTER_TAG, value: row.requester },
    { key: STORE_TAG, value: store.id },
  ];
  const { spec, clientToken } = row;
  const order = { spec, clientToken, tags, ...(userData === undefined ? {} : { userData }) };
  const result = await ports.ecs.createInstance(order, head.proceed);
  const observation: Observation = result.ok
    ? { is: 'created', cloudId: result.value.cloudId }
    : { is: 'refused', what: 'create', failure: result.error };
  await settleUnlessStopped(pass, intended, { head, what: 'create', observation });
}

/** The content of its start script: undefined where it has none, null where it is not what was asked for any more. */
const userDataOf = (
  { scripts }: Pick<LifecyclePorts, 'scripts'>,
  { spec: { script } }: Instance,
): string | null | undefined => script && scripts.contentOf(script);

/** A create that may have taken effect already is looked up meanwhile, because the same call again could buy it now. */
async function waitForThaw(pass: Pass, row: Instance, freeze: Freeze): Promise<void> {
  if (!(await settleIfFound(pass, row))) await holdAll(pass, [row], { freeze });
}

/** Whether an earlier create has taken effect, by a look; then that is stored. */
async function settleIfFound(pass: Pass, row: Instance): Promise<boolean> {
  if (!mayExist(row)) return false;
  const result = await pass.ports.ecs.findByTag(row.spec.region, REQUEST_TAG, row.id);
  if (!result.ok || result.value.length === 0) return false;
  await settleAs(pass, row, { is: 'foundByTag', found: result.value });
  return true;
}
