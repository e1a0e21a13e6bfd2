import { build } from '../create/build.ts';
import { type Plan, planCreate } from '../create/plan.ts';
import { numbered } from '../create/sequence.ts';
import { CREATE_TAKES, RUN_TAKES } from '../create/takes.ts';
import { toNumber } from '../money/prices.ts';
import { letters, shuffled } from '../seeded.ts';
import type { Params } from '../wire/params.ts';
import { notValid } from '../wire/refusal.ts';
import type { World } from '../world.ts';
import type { Action } from './action.ts';
import { autoReleaseAt } from './release.ts';

const createInstance: Action = {
  takes: CREATE_TAKES,
  idempotent: true,
  run(world, params) {
    const plan = planCreate(world, params, { amount: 1, minAmount: 1, mayBePattern: false });
    const [vm] = build(world, plan, false, 'CreateInstance', () => plan.name);
    return { InstanceId: vm?.id, ...order(world, plan) };
  },
};

const MAX_AMOUNT = 100;

const runInstances: Action = {
  takes: RUN_TAKES,
  idempotent: true,
  run(world, params) {
    const amount = params.whole('Amount', 'InvalidParameter.Amount') ?? 1;
    if (amount < 1 || amount > MAX_AMOUNT) notValid('InvalidParameter.Amount', 'Amount');
    const minAmount = params.whole('MinAmount', 'InvalidParameter.MinAmount') ?? amount;
    if (minAmount < 1 || minAmount > amount) notValid('InvalidParameter.MinAmount', 'MinAmount');
    const release = params.text('AutoReleaseTime');
    const plan = planCreate(world, params, { amount, minAmount, mayBePattern: true });
    const autoRelease = release === null ? null : autoReleaseAt(world, release, plan.charge.chargeType);
    const [names, hosts] = [namesOf(params, plan, plan.name), namesOf(params, plan, plan.hostName)];
    const vms = build(world, plan, true, 'RunInstances', (index) => names[index] ?? null);
    for (const [index, vm] of vms.entries()) {
      vm.hostName = hosts[index] ?? vm.hostName;
      vm.autoRelease = autoRelease;
      if (autoRelease) world.agenda.add(autoRelease.at, vm.id);
    }
    // No published text gives their order.
    const ids = shuffled(
      vms.map((vm) => vm.id),
      world.random,
    );
    return { InstanceIdSets: { InstanceIdSet: ids }, ...order(world, plan) };
  },
};

/** With a pattern, each name has its number in it; otherwise UniqueSuffix gives a batch `001`, `002`, … */
function namesOf(params: Params, { amount }: Plan, name: string | null): readonly (string | null)[] {
  const inOrder = name === null ? null : numbered(name, amount);
  if (inOrder !== null) return inOrder;
  const suffixed = name !== null && params.flag('UniqueSuffix');
  return Array.from({ length: amount }, (_, index) =>
    suffixed ? `${name}${String(index + 1).padStart(3, '0')}` : name,
  );
}

const order = (world: World, plan: Plan): Record<string, unknown> => ({
  TradePrice: toNumber(plan.quote.trade),
  ...(plan.charge.term ? { OrderId: `2${letters(14, world.random).replace(/\D/g, '7')}` } : {}),
});

export const createActions: Readonly<Record<string, Action>> = {
  CreateInstance: createInstance,
  RunInstances: runInstances,
};
