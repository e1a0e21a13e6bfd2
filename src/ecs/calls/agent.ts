import { fail, ok } from '../../core/base/result.ts';
import type { Call } from '../call.ts';
import { incomplete } from '../failures/failures.ts';
import type { EcsPort } from '../port.ts';

export const agentCall = (call: Call): Pick<EcsPort, 'agent'> => ({
  async agent(region, cloudId) {
    const answer = await call('DescribeCloudAssistantStatus', region, { regionId: region, instanceId: [cloudId] });
    if (!answer.ok) return answer;
    const { instanceCloudAssistantStatusSet: set, requestId } = answer.value;
    if (set === undefined) return fail(incomplete('DescribeCloudAssistantStatus', requestId, 'list'));
    const seen = (set.instanceCloudAssistantStatus ?? []).find(({ instanceId }) => instanceId === cloudId);
    if (seen === undefined) return ok(null);
    return ok({
      answers: seen.cloudAssistantStatus?.toLowerCase() === 'true',
      version: seen.cloudAssistantVersion ?? '',
      // If the cloud does not say, assume it can: Session Manager itself will tell.
      takesSessions: seen.supportSessionManager !== false,
    });
  },
});
