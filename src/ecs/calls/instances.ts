import assert from 'node:assert';
import { fail, ok, type Result } from '../../core/base/result.ts';
import { chunkFor, needsRun, type Shortfall } from '../../core/chunk/chunk.ts';
import type { Failure } from '../../core/failure/failure.ts';
import { MAX_IDS_PER_CALL } from '../../core/instance/cloud-instance.ts';
import { type ListedInstance, STATUSES, type Status } from '../../core/instance/instance.ts';
import type { Lane } from '../apis.ts';
import type { Call } from '../call.ts';
import { incomplete, unreadable } from '../failures/failures.ts';
import type { CreateInput, EcsPort, RunInput } from '../port.ts';
import type { Params } from '../sdk.ts';
import { addressIn, carries, chargeKindSeen, done, type InstanceSeen, isIdOf, listIn, seenOf } from './answered.ts';
import { createParams, releaseTime, runParams } from './create-params.ts';
import { pagesByToken } from './paged.ts';

type InstanceCalls = Pick<
  EcsPort,
  | 'createInstance'
  | 'runInstances'
  | 'dryRun'
  | 'describeInstances'
  | 'findByTag'
  | 'rebootInstance'
  | 'deleteInstance'
  | 'setAutoRelease'
  | 'renewInstance'
  | 'allocatePublicIp'
>;

/** Codes of a successful dry run, which the API reports as an error. StartInstances has its own. */
const DRY_RUN_PASSED: ReadonlySet<string | null> = new Set(['DryRunOperation', 'DRYRUN.SUCCESS']);

export const isDryRunPassed = ({ code }: Failure): boolean => DRY_RUN_PASSED.has(code);

/** A dry run of an order's first call. It carries no token, so it uses none up. */
export function dryRunOf(
  call: Call,
  input: CreateInput,
  { amount, partial }: { readonly amount: number; readonly partial: Shortfall },
): Promise<Result<unknown, Failure>> {
  const chunk = chunkFor(1, amount, partial, needsRun(input.spec));
  return chunk === null
    ? call('CreateInstance', input.spec.region, { ...createParams(input), ...DRY_RUN })
    : dryRunOfRun(call, { ...input, amount: chunk.amount, least: chunk.least });
}

/** A dry run by RunInstances, even if CreateInstance would do. */
export const dryRunOfRun = (call: Call, input: RunInput): Promise<Result<unknown, Failure>> =>
  call('RunInstances', input.spec.region, { ...runParams(input), ...DRY_RUN });

const DRY_RUN = { clientToken: undefined, dryRun: true };

export function instanceCalls(call: Call): InstanceCalls {
  return {
    async createInstance(input, proceed) {
      const answer = await call('CreateInstance', input.spec.region, createParams(input), 'people', proceed);
      if (!answer.ok) return answer;
      const { instanceId, requestId } = answer.value;
      return isIdOf(instanceId, 'i')
        ? ok({ cloudId: instanceId })
        : fail(incomplete('CreateInstance', requestId, 'InstanceId'));
    },

    async runInstances(input, proceed) {
      const answer = await call('RunInstances', input.spec.region, runParams(input), 'people', proceed);
      if (!answer.ok) return answer;
      const { instanceIdSets, requestId } = answer.value;
      const cloudIds = [...new Set(listIn(instanceIdSets?.instanceIdSet) ?? [])];
      // An unreadable id still stands for an instance, and fewer than the least are made never.
      return cloudIds.length >= Math.max(1, input.least) && cloudIds.every((id) => isIdOf(id, 'i'))
        ? ok({ cloudIds })
        : fail(incomplete('RunInstances', requestId, 'InstanceIdSets'));
    },

    async dryRun({ spec, ...size }) {
      const answer = await dryRunOf(call, { spec, clientToken: '', tags: [] }, size);
      return answer.ok || isDryRunPassed(answer.error) ? ok(null) : answer;
    },

    async describeInstances(region, cloudIds, lane = 'polling') {
      // For the API, an empty array matches nothing, and an absent one the whole account.
      assert(cloudIds.length > 0 && cloudIds.length <= MAX_IDS_PER_CALL, 'DescribeInstances takes 1 to 100 ids');
      const found = await describe(call, region, { instanceIds: JSON.stringify(cloudIds) }, lane);
      if (!found.ok) return found;
      const named = found.value.filter(hasId);
      // If other instances are in the answer, the API has ignored the filter.
      if (!named.every(({ instanceId }) => cloudIds.includes(instanceId))) return fail(NOT_THOSE_ALONE);
      const listed = new Map(named.map((one) => [one.instanceId, listedOf(one)]));
      // An entry without an id may be of any of those that are not listed otherwise, so none of them is missing.
      if (named.length < found.value.length)
        for (const cloudId of cloudIds) if (!listed.has(cloudId)) listed.set(cloudId, { cloudId, unread: NAMELESS });
      return ok(listed);
    },

    async findByTag(region, key, value) {
      const tag = [{ key, value }];
      const found = await describe(call, region, { tag }, 'people');
      if (!found.ok) return found;
      if (!found.value.every((one) => carries(one, tag))) return fail(NOT_THOSE_ALONE);
      // Something exists that nobody could name, so that nothing may be bought for it.
      if (!found.value.every(hasId)) return fail(incomplete('DescribeInstances', null, 'InstanceId'));
      // Pages overlap if something is created or released between them.
      return ok([...new Map(found.value.map((one) => [one.instanceId, listedOf(one)])).values()]);
    },

    rebootInstance: async (region, instanceId, proceed) =>
      done(await call('RebootInstance', region, { instanceId }, 'people', proceed)),
    // Force: a person who releases a running instance has decided that it need not be stopped first.
    deleteInstance: async (region, instanceId, proceed) =>
      done(await call('DeleteInstance', region, { instanceId, force: true }, 'people', proceed)),

    setAutoRelease: async (region, instanceId, at, proceed) => {
      // Without the parameter, the call cancels the release time.
      const when = at === null ? {} : { autoReleaseTime: releaseTime(at) };
      const params = { regionId: region, instanceId, ...when };
      return done(await call('ModifyInstanceAutoReleaseTime', region, params, 'polling', proceed));
    },

    renewInstance: async (region, { cloudId, term, clientToken }, proceed) => {
      const params = { instanceId: cloudId, period: term.period, periodUnit: term.unit, clientToken };
      return done(await call('RenewInstance', region, params, 'people', proceed));
    },

    async allocatePublicIp(region, instanceId, proceed) {
      const answer = await call('AllocatePublicIpAddress', region, { instanceId }, 'people', proceed);
      if (!answer.ok) return answer;
      const { ipAddress, requestId } = answer.value;
      const ip = addressIn(ipAddress);
      return ip !== null ? ok({ ip }) : fail(incomplete('AllocatePublicIpAddress', requestId, 'IpAddress'));
    },
  };
}

const NOT_THOSE_ALONE = incomplete('DescribeInstances', null, 'list of those alone');
const NAMELESS = unreadable('DescribeInstances', 'An instance without InstanceId');

const describe = (
  call: Call,
  region: string,
  which: Pick<Params<'DescribeInstances'>, 'instanceIds' | 'tag'>,
  lane: Lane,
): Promise<Result<readonly InstanceSeen[], Failure>> =>
  pagesByToken(
    'DescribeInstances',
    // The default page size is 10, whatever the number of ids.
    (nextToken) => {
      const params = { regionId: region, ...which, maxResults: MAX_IDS_PER_CALL, nextToken };
      return call('DescribeInstances', region, params, lane);
    },
    ({ instances }) => listIn(instances?.instance),
  );

type Named = InstanceSeen & { readonly instanceId: string };

const hasId = (one: InstanceSeen): one is Named => isIdOf(one.instanceId, 'i');

/** An unknown status must not look like a missing instance, nor an unknown billing method like one billed by the hour. */
function listedOf(it: Named): ListedInstance {
  const { instanceId: cloudId, instanceName, status, instanceChargeType } = it;
  const named = { cloudId, ...(instanceName ? { name: instanceName } : {}) };
  const chargeKind = chargeKindSeen(it);
  if (!isStatus(status) || chargeKind === null) {
    const shown = `Status ${status || 'unnamed'}, InstanceChargeType ${instanceChargeType || 'unnamed'}`;
    return { ...named, unread: unreadable('DescribeInstances', shown) };
  }
  const seen = seenOf(it, chargeKind);
  return { ...named, ...seen, status, stoppedMode: status === 'Stopped' ? seen.stoppedMode : null };
}

const isStatus = (status: string | undefined): status is Status => STATUSES.includes(status as Status);
