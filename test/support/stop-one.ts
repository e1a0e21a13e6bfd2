import { fail, ok, type Result } from '../../src/core/base/result.ts';
import type { Failure } from '../../src/core/failure/failure.ts';
import type { EcsPort } from '../../src/ecs/port.ts';

type Stop = EcsPort['stopInstances'];

/** Stops one instance; its own failure is that of the call. */
export async function stopOne(
  { stopInstances }: Pick<EcsPort, 'stopInstances'>,
  region: string,
  cloudId: string,
  mode?: Parameters<Stop>[2],
  proceed?: Parameters<Stop>[3],
): Promise<Result<null, Failure>> {
  const answer = await stopInstances(region, [cloudId], mode, proceed);
  if (!answer.ok) return answer;
  const failure = answer.value.get(cloudId);
  return failure === null || failure === undefined ? ok(null) : fail(failure);
}
