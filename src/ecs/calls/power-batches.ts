import assert from 'node:assert';
import { fail, ok, type Result } from '../../core/base/result.ts';
import type { Failure, FailureKind } from '../../core/failure/failure.ts';
import { MAX_IDS_PER_CALL } from '../../core/instance/cloud-instance.ts';
import type { Call } from '../call.ts';
import { failureOfCode, incomplete } from '../failures/failures.ts';
import type { EcsPort } from '../port.ts';
import type { Body } from '../sdk.ts';

type Outcomes = ReadonlyMap<string, Failure | null>;
type Many = 'StartInstances' | 'StopInstances';

// Failures about one instance of a batch, although the call does not say which.
const OF_ONE: ReadonlySet<FailureKind> = new Set([
  'gone',
  'wrongState',
  'busy',
  'alreadyDone',
  'locked',
  'badInput',
  'unknown',
]);
/** A RAM policy may allow only the call for one instance. */
const OF_ONE_OR_RIGHT: ReadonlySet<FailureKind> = new Set([...OF_ONE, 'permission']);
/** By default, BatchOptimization does nothing if one instance refuses. */
const EACH_BY_ITSELF = 'SuccessFirst';

interface Batch {
  readonly many: Many;
  /** Failures of the whole call after which the instances are tried one by one. */
  readonly splitsOn: ReadonlySet<FailureKind>;
  all(): Promise<Result<Body<Many>, Failure>>;
  one(cloudId: string): Promise<Result<unknown, Failure>>;
}

/** One id is sent as StartInstance, and any failure of it goes into the map. More ids are sent as StartInstances. */
export const startCall =
  (call: Call): EcsPort['startInstances'] =>
  (region, cloudIds, proceed) =>
    inBatch(cloudIds, {
      many: 'StartInstances',
      splitsOn: OF_ONE,
      all: () => {
        const params = { regionId: region, instanceId: [...cloudIds], batchOptimization: EACH_BY_ITSELF };
        return call('StartInstances', region, params, 'people', proceed);
      },
      one: (instanceId) => call('StartInstance', region, { instanceId }, 'people', proceed),
    });

/** The same for StopInstance and StopInstances. */
export const stopCall =
  (call: Call): EcsPort['stopInstances'] =>
  (region, cloudIds, mode, proceed) => {
    const how = mode && { stoppedMode: mode };
    return inBatch(cloudIds, {
      many: 'StopInstances',
      splitsOn: OF_ONE_OR_RIGHT,
      all: () => {
        const params = { regionId: region, instanceId: [...cloudIds], batchOptimization: EACH_BY_ITSELF, ...how };
        return call('StopInstances', region, params, 'people', proceed);
      },
      one: (instanceId) => call('StopInstance', region, { instanceId, ...how }, 'people', proceed),
    });
  };

async function inBatch(cloudIds: readonly string[], batch: Batch): Promise<Result<Outcomes, Failure>> {
  const { many, all, splitsOn } = batch;
  assert(cloudIds.length > 0 && cloudIds.length <= MAX_IDS_PER_CALL, `${many} takes 1 to 100 ids`);
  if (cloudIds.length === 1) return ok(await oneByOne(cloudIds, batch));
  const answer = await all();
  if (answer.ok) return outcomesOf(many, answer.value, cloudIds);
  return splitsOn.has(answer.error.kind) ? ok(await oneByOne(cloudIds, batch)) : answer;
}

async function oneByOne(cloudIds: readonly string[], { one }: Batch): Promise<Outcomes> {
  const outcomes = cloudIds.map(async (id): Promise<readonly [string, Failure | null]> => {
    const answer = await one(id);
    return [id, answer.ok ? null : answer.error];
  });
  return new Map(await Promise.all(outcomes));
}

function outcomesOf(many: Many, body: Body<Many>, cloudIds: readonly string[]): Result<Outcomes, Failure> {
  const requestId = body.requestId ?? null;
  const responses = body.instanceResponses?.instanceResponse;
  if (responses === undefined) return fail(incomplete(many, requestId, 'InstanceResponses'));
  const byId = new Map(responses.map((response) => [response.instanceId, response]));
  return ok(
    new Map(
      cloudIds.map((id) => {
        const response = byId.get(id);
        if (response?.code === undefined) return [id, incomplete(many, requestId, 'result for this instance')];
        // A result's code is 200, as in HTTP, when the act was accepted.
        if (response.code === '200') return [id, null];
        return [id, failureOfCode(many, response.code, response.message ?? '', requestId)];
      }),
    ),
  );
}
