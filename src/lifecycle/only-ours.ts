import type { AccountGate, AccountStanding } from '../core/account.ts';
import type { Failure } from '../core/failure.ts';
import { fail, type Result } from '../core/result.ts';
import { failureOf } from '../ecs/failures.ts';
import type { EcsPort, Proceed } from '../ecs/port.ts';

/**
 * The cloud, as far as it is the store's account: whatever is about instances fails, as not sent, while the credentials belong to another
 * one or that is not known. There an instance of the store is not found, which says nothing, and what is bought is bought twice. Lists of
 * what is sold and prices are the same everywhere.
 */
export function onlyOurs(ecs: EcsPort, gate: AccountGate): EcsPort {
  const against = async (api: string): Promise<Failure | null> => failureFor(api, await standingOf(gate));

  /** Asked before it stands in line, so that it is told why. */
  const guarded =
    <A extends readonly unknown[], T>(api: string, call: (...args: A) => Promise<Result<T, Failure>>) =>
    async (...args: A): Promise<Result<T, Failure>> => {
      const failure = await against(api);
      return failure === null ? call(...args) : fail(failure);
    };
  /** And again at the head of the line, last of all. */
  const last =
    (api: string, proceed: Proceed | undefined): Proceed =>
    async () =>
      (proceed === undefined || (await proceed())) && (await against(api)) === null;

  return {
    ...ecs,
    createInstance: guarded('CreateInstance', (input, proceed) =>
      ecs.createInstance(input, last('CreateInstance', proceed)),
    ),
    startInstances: guarded('StartInstances', (region, ids, proceed) =>
      ecs.startInstances(region, ids, last('StartInstances', proceed)),
    ),
    stopInstance: guarded('StopInstance', (region, id, mode, proceed) =>
      ecs.stopInstance(region, id, mode, last('StopInstance', proceed)),
    ),
    rebootInstance: guarded('RebootInstance', (region, id, proceed) =>
      ecs.rebootInstance(region, id, last('RebootInstance', proceed)),
    ),
    deleteInstance: guarded('DeleteInstance', (region, id, proceed) =>
      ecs.deleteInstance(region, id, last('DeleteInstance', proceed)),
    ),
    setAutoRelease: guarded('ModifyInstanceAutoReleaseTime', (region, id, at, proceed) =>
      ecs.setAutoRelease(region, id, at, last('ModifyInstanceAutoReleaseTime', proceed)),
    ),
    setAutoRenew: guarded('ModifyInstanceAutoRenewAttribute', (region, id, term, proceed) =>
      ecs.setAutoRenew(region, id, term, last('ModifyInstanceAutoRenewAttribute', proceed)),
    ),
    renewInstance: guarded('RenewInstance', (region, renewal, proceed) =>
      ecs.renewInstance(region, renewal, last('RenewInstance', proceed)),
    ),
    allocatePublicIp: guarded('AllocatePublicIpAddress', (region, id, proceed) =>
      ecs.allocatePublicIp(region, id, last('AllocatePublicIpAddress', proceed)),
    ),
    describeInstances: guarded('DescribeInstances', ecs.describeInstances),
    findByTag: guarded('DescribeInstances', ecs.findByTag),
    listInstances: guarded('DescribeInstances', ecs.listInstances),
    instance: guarded('DescribeInstances', ecs.instance),
    disks: guarded('DescribeDisks', ecs.disks),
    autoRenewals: guarded('DescribeInstanceAutoRenewAttribute', ecs.autoRenewals),
    renewalPrice: guarded('DescribeRenewalPrice', ecs.renewalPrice),
    balance: guarded('QueryAccountBalance', ecs.balance),
  };
}

/** A store that cannot be read does not say which account is its own. */
export const standingOf = (gate: AccountGate): Promise<AccountStanding> =>
  gate.standing().catch((): AccountStanding => ({ is: 'unknown', failure: null }));

function failureFor(api: string, standing: AccountStanding): Failure | null {
  switch (standing.is) {
    case 'ours':
      return null;
    case 'other': {
      const { stored, actual } = standing;
      const detail = `The credentials belong to the account ${actual}, the bot's database is about ${stored}.`;
      return failureOf('notSent', { api, code: 'OtherAccount', detail });
    }
    case 'unknown':
      return failureOf('notSent', { api, code: 'UnknownAccount', detail: standing.failure?.detail ?? '' });
  }
}
