import assert from 'node:assert';
import { fail, ok, type Result } from '../../core/base/result.ts';
import type { Failure, FailureKind } from '../../core/failure/failure.ts';
import { MAX_IDS_PER_CALL } from '../../core/instance/cloud-instance.ts';
import type { Call } from '../call.ts';
import { failureOfCode, incomplete } from '../failures/failures.ts';
import type { EcsPort, Proceed } from '../port.ts';
import type { Body } from '../sdk.ts';

type Outcomes = ReadonlyMap<string, Failure | null>;

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

/** One id is sent as StartInstance, and any failure of it goes into the map. More ids are sent as StartInstances. */
export const startCall = (call: Call): EcsPort['startInstances'] =>
  async function startInstances(region, cloudIds, proceed) {
    assert(cloudIds.length > 0 && cloudIds.length <= MAX_IDS_PER_CALL, 'StartInstances takes 1 to 100 ids');
    if (cloudIds.length === 1) return ok(await startEach(call, region, cloudIds, proceed));
    // By default, BatchOptimization starts none if one cannot be started.
    const params = { regionId: region, instanceId: [...cloudIds], batchOptimization: 'SuccessFirst' };
    const answer = await call('StartInstances', region, params, 'people', proceed);
    if (answer.ok) return outcomesOf(answer.value, cloudIds);
    return OF_ONE.has(answer.error.kind) ? ok(await startEach(call, region, cloudIds, proceed)) : answer;
  };

async function startEach(
  call: Call,
  region: string,
  cloudIds: readonly string[],
  proceed: Proceed | undefined,
): Promise<Outcomes> {
  const outcomes = cloudIds.map(async (instanceId): Promise<readonly [string, Failure | null]> => {
    const answer = await call('StartInstance', region, { instanceId }, 'people', proceed);
    return [instanceId, answer.ok ? null : answer.error];
  });
  return new Map(await Promise.all(outcomes));
}

function outcomesOf(body: Body<'StartInstances'>, cloudIds: readonly string[]): Result<Outcomes, Failure> {
  const requestId = body.requestId ?? null;
  const responses = body.instanceResponses?.instanceResponse;
  if (responses === undefined) return fail(incomplete('StartInstances', requestId, 'InstanceResponses'));
  const byId = new Map(responses.map((response) => [response.instanceId, response]));
  return ok(
    new Map(
      cloudIds.map((id) => {
        const response = byId.get(id);
        if (response?.code === undefined)
          return [id, incomplete('StartInstances', requestId, 'result for this instance')];
        // A result's code is 200, as in HTTP, when the start was accepted.
        if (response.code === '200') return [id, null];
        return [id, failureOfCode('StartInstances', response.code, response.message ?? '', requestId)];
      }),
    ),
  );
}
