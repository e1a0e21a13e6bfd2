import type { WebClient } from '@slack/web-api';
import { withDeadline } from '../../core/base/deadline.ts';
import type { RequestContext } from '../kit/context.ts';
import { describeError } from '../kit/describe-error.ts';
import { mrkdwn } from '../kit/mrkdwn.ts';
import { cloudCheck, rightsCheck } from './cloud-checks.ts';
import { digestCheck } from './digest-check.ts';
import { type Check, type Finding, finding } from './finding.ts';
import { accountCheck, directoryCheck, limiterFinding, outboxCheck, policyCheck, storeCheck } from './house-checks.ts';
import { channelCheck, clockCheck, connectionCheck, tokenChecks } from './slack-checks.ts';

export interface Patient {
  readonly user: string;
  readonly channel: string;
  readonly isAdmin: boolean;
}

export type Findings = readonly (readonly [Check, Finding])[];

/** The longest that one check is waited for; none can hold up the others. */
const CHECK_MS = 6_000;
/** These are some twenty calls to the cloud, each paced and bounded by itself. */
const RIGHTS_MS = 18_000;

/**
 * Every check, all at once; of an admin's those too that name what is the operator's. None buys or changes anything, none
 * throws, and one that does not come to its end says so.
 */
export async function examine(room: RequestContext, client: WebClient, patient: Patient): Promise<Findings> {
  const { user, channel, isAdmin } = patient;
  const bounded = (work: () => Promise<Finding> | Finding, ms = CHECK_MS) => bound(room, ms, work);
  // Before the checks themselves stand in line.
  const limits = room.diagnostics.limits();
  const tokens = tokenChecks(room, client);
  const checks: readonly (readonly [Check, Promise<Finding>])[] = [
    ['connection', bounded(() => connectionCheck(room))],
    ...(isAdmin
      ? ([
          ['slackToken', bounded(async () => (await tokens).slackToken)],
          ['scopes', bounded(async () => (await tokens).scopes)],
        ] as const)
      : []),
    ['channel', bounded(() => channelCheck(room, client, channel))],
    ...(isAdmin ? ([['clock', bounded(() => clockCheck(room, client, CHECK_MS))]] as const) : []),
    isAdmin ? ['rights', bounded(() => rightsCheck(room), RIGHTS_MS)] : ['cloud', bounded(() => cloudCheck(room))],
    ...(isAdmin ? ([['account', bounded(() => accountCheck(room))]] as const) : []),
    ...(isAdmin
      ? ([['limiter', bounded(() => limiterFinding(limits, room.clock.now(), room.text.doctor))]] as const)
      : []),
    ['store', bounded(() => storeCheck(room))],
    ['outbox', bounded(() => outboxCheck(room))],
    ['policy', bounded(() => policyCheck(room))],
    ...(isAdmin && room.policy.current().policy.digest.length > 0
      ? ([['digest', bounded(() => digestCheck(room, client))]] as const)
      : []),
    ...(isAdmin ? ([['directory', bounded(() => directoryCheck(room, user))]] as const) : []),
  ];
  return Promise.all(checks.map(async ([check, found]) => [check, await found] as const));
}

async function bound(room: RequestContext, ms: number, work: () => Promise<Finding> | Finding): Promise<Finding> {
  const { doctor } = room.text;
  try {
    const found = await withDeadline(room.clock, ms, (async () => work())());
    return found === 'late' ? finding('unknown', mrkdwn`${doctor.lateCheck(ms)}`) : found;
  } catch (error) {
    const reference = room.random.id(8);
    room.log.error({ reference, ...describeError(error) }, 'a check of the doctor failed');
    return finding('unknown', mrkdwn`${doctor.brokenCheck(reference)}`);
  }
}
