import type { AccountGate, AccountStatus } from '../../core/account/account.ts';
import { fail, type Result } from '../../core/base/result.ts';
import { type Failure, failureOf } from '../../core/failure/failure.ts';
import type { EcsPort, Proceed } from '../../ecs/port.ts';

/** The failure's code while it is unknown whose the credentials are. */
const UNKNOWN = 'UnknownAccount';
const TRIES = 2;

/**
 * The cloud, but only while the credentials belong to the store's account. Otherwise every call about instances fails as
 * `notSent`. In another account a look finds nothing, which proves nothing, and a create would buy a second time. Catalogue lists
 * and prices are the same in every account, so they pass.
 */
export function onlyOwnAccount(ecs: EcsPort, gate: AccountGate): EcsPort {
  const against = async (api: string): Promise<Failure | null> => failureFor(api, await accountStatusOf(gate));

  /**
   * Checks before the call queues, to say why it was refused, and with `last` again at the head of the line. If other credentials
   * come into force right before signing, nothing was sent, and the call is tried once more when their account is known.
   */
  const guarded =
    <A extends readonly unknown[], T>(
      api: string,
      call: (last: (proceed?: Proceed) => Proceed, ...args: A) => Promise<Result<T, Failure>>,
    ) =>
    async (...args: A): Promise<Result<T, Failure>> => {
      let stopped = await against(api);
      const last =
        (proceed?: Proceed): Proceed =>
        async () => {
          if (proceed !== undefined && !(await proceed())) return false;
          stopped = await against(api);
          return stopped === null;
        };
      for (let tries = 1; stopped === null; tries += 1) {
        const answer = await call(last, ...args);
        if (answer.ok) return answer;
        if (stopped === null && (answer.error.code !== UNKNOWN || tries === TRIES)) return answer;
        stopped ??= await against(api);
      }
      return fail(stopped);
    };
  const reading = <A extends readonly unknown[], T>(api: string, call: (...args: A) => Promise<Result<T, Failure>>) =>
    guarded<A, T>(api, (_, ...args) => call(...args));

  return {
    ...ecs,
    createInstance: guarded('CreateInstance', (last, input, proceed) => ecs.createInstance(input, last(proceed))),
    runInstances: guarded('RunInstances', (last, input, proceed) => ecs.runInstances(input, last(proceed))),
    startInstances: guarded('StartInstances', (last, region, ids, proceed) =>
      ecs.startInstances(region, ids, last(proceed)),
    ),
    stopInstances: guarded('StopInstances', (last, region, ids, mode, proceed) =>
      ecs.stopInstances(region, ids, mode, last(proceed)),
    ),
    rebootInstance: guarded('RebootInstance', (last, region, id, proceed) =>
      ecs.rebootInstance(region, id, last(proceed)),
    ),
    deleteInstance: guarded('DeleteInstance', (last, region, id, proceed) =>
      ecs.deleteInstance(region, id, last(proceed)),
    ),
    setAutoRelease: guarded('ModifyInstanceAutoReleaseTime', (last, region, id, at, proceed) =>
      ecs.setAutoRelease(region, id, at, last(proceed)),
    ),
    setAutoRenew: guarded('ModifyInstanceAutoRenewAttribute', (last, region, id, term, proceed) =>
      ecs.setAutoRenew(region, id, term, last(proceed)),
    ),
    renewInstance: guarded('RenewInstance', (last, region, renewal, proceed) =>
      ecs.renewInstance(region, renewal, last(proceed)),
    ),
    modifyInstance: guarded('ModifyInstanceAttribute', (last, region, id, change, proceed) =>
      ecs.modifyInstance(region, id, change, last(proceed)),
    ),
    tagInstance: guarded('TagResources', (last, region, id, tags, proceed) =>
      ecs.tagInstance(region, id, tags, last(proceed)),
    ),
    untagInstance: guarded('UntagResources', (last, region, id, keys, proceed) =>
      ecs.untagInstance(region, id, keys, last(proceed)),
    ),
    growDisk: guarded('ResizeDisk', (last, region, growth, proceed) => ecs.growDisk(region, growth, last(proceed))),
    createDisk: guarded('CreateDisk', (last, region, order, proceed) => ecs.createDisk(region, order, last(proceed))),
    attachDisk: guarded('AttachDisk', (last, region, order, proceed) => ecs.attachDisk(region, order, last(proceed))),
    allocatePublicIp: guarded('AllocatePublicIpAddress', (last, region, id, proceed) =>
      ecs.allocatePublicIp(region, id, last(proceed)),
    ),
    dryRun: reading('CreateInstance', ecs.dryRun),
    describeInstances: reading('DescribeInstances', ecs.describeInstances),
    findByTag: reading('DescribeInstances', ecs.findByTag),
    listInstances: reading('DescribeInstances', ecs.listInstances),
    instance: reading('DescribeInstances', ecs.instance),
    agent: reading('DescribeCloudAssistantStatus', ecs.agent),
    disks: reading('DescribeDisks', ecs.disks),
    looseDisk: reading('DescribeDisks', ecs.looseDisk),
    importKeyPair: reading('ImportKeyPair', ecs.importKeyPair),
    deleteKeyPair: reading('DeleteKeyPairs', ecs.deleteKeyPair),
    autoRenewals: reading('DescribeInstanceAutoRenewAttribute', ecs.autoRenewals),
    renewalPrice: reading('DescribeRenewalPrice', ecs.renewalPrice),
    growthPrice: reading('DescribeInstanceModificationPrice', ecs.growthPrice),
    balance: reading('QueryAccountBalance', ecs.balance),
  };
}

/** The account is unknown if the store cannot be read. */
export const accountStatusOf = (gate: AccountGate): Promise<AccountStatus> =>
  gate.status().catch((): AccountStatus => ({ is: 'unknown', failure: null }));

function failureFor(api: string, status: AccountStatus): Failure | null {
  switch (status.is) {
    case 'ours':
      return null;
    case 'other': {
      const { stored, actual } = status;
      const detail = `The credentials belong to the account ${actual}, the bot's database is about ${stored ?? 'the account of its instances'}.`;
      return failureOf('notSent', { api, code: 'OtherAccount', detail });
    }
    case 'unknown':
      return failureOf('notSent', {
        api,
        code: UNKNOWN,
        detail: status.failure?.detail ?? 'The database cannot be read.',
      });
  }
}
