import type { WebClient } from '@slack/web-api';
import { withDeadline } from '../../core/base/deadline.ts';
import type { RequestContext } from '../kit/context.ts';
import { errorReference } from '../kit/error-reference.ts';
import { mrkdwn } from '../kit/mrkdwn.ts';
import { accountCheck, directoryCheck, limiterFinding, outboxCheck, policyCheck, storeCheck } from './bot-checks.ts';
import { cloudCheck, rightsCheck } from './cloud-checks.ts';
import { digestCheck } from './digest-check.ts';
import { type Check, type Finding, finding } from './finding.ts';
import { namesAnything, namesCheck } from './names-check.ts';
import { networksCheck } from './networks-check.ts';
import { channelCheck, clockCheck, connectionCheck, tokenChecks } from './slack-checks.ts';

export interface ExamineContext {
  readonly user: string;
  readonly channel: string;
  readonly isAdmin: boolean;
}

export type Findings = readonly (readonly [Check, Finding])[];

/** The longest that one check may take, so that none holds up the others. */
const CHECK_MS = 6_000;
/** Some twenty calls to the cloud, each with its own rate limit and bound. */
const RIGHTS_MS = 18_000;

/**
 * Runs every check at once; for an admin also those that show the operator's details. No check buys or changes anything, none
 * throws, and one that takes too long says so.
 */
export async function examine(context: RequestContext, client: WebClient, patient: ExamineContext): Promise<Findings> {
  const { user, channel, isAdmin } = patient;
  const bounded = (work: () => Promise<Finding> | Finding, ms = CHECK_MS) => bound(context, ms, work);
  const { policy } = context.policy.current();
  const { networks } = policy;
  // Read before the checks' own calls wait in line.
  const limits = context.diagnostics.limits();
  const tokens = tokenChecks(context, client);
  const checks: readonly (readonly [Check, Promise<Finding>])[] = [
    ['connection', bounded(() => connectionCheck(context))],
    ...(isAdmin
      ? ([
          ['slackToken', bounded(async () => (await tokens).slackToken)],
          ['scopes', bounded(async () => (await tokens).scopes)],
        ] as const)
      : []),
    ['channel', bounded(() => channelCheck(context, client, channel))],
    ...(isAdmin ? ([['clock', bounded(() => clockCheck(context, client, CHECK_MS))]] as const) : []),
    isAdmin
      ? ['rights', bounded(() => rightsCheck(context), RIGHTS_MS)]
      : ['cloud', bounded(() => cloudCheck(context))],
    ...(isAdmin ? ([['account', bounded(() => accountCheck(context))]] as const) : []),
    ...(isAdmin
      ? ([['limiter', bounded(() => limiterFinding(limits, context.clock.now(), context.text.doctor))]] as const)
      : []),
    ['store', bounded(() => storeCheck(context))],
    ['outbox', bounded(() => outboxCheck(context))],
    ['policy', bounded(() => policyCheck(context))],
    ...(isAdmin && networks !== null
      ? ([['networks', bounded(() => networksCheck(context, networks.value))]] as const)
      : []),
    ...(isAdmin && namesAnything(policy)
      ? ([['names', bounded(() => namesCheck(context, policy), RIGHTS_MS)]] as const)
      : []),
    ...(isAdmin && policy.digest.length > 0
      ? ([['digest', bounded(() => digestCheck(context, client))]] as const)
      : []),
    ...(isAdmin ? ([['directory', bounded(() => directoryCheck(context, user))]] as const) : []),
  ];
  return Promise.all(checks.map(async ([check, found]) => [check, await found] as const));
}

async function bound(context: RequestContext, ms: number, work: () => Promise<Finding> | Finding): Promise<Finding> {
  const { doctor } = context.text;
  try {
    const found = await withDeadline(context.clock, ms, (async () => work())());
    return found === 'late' ? finding('unknown', mrkdwn`${doctor.lateCheck(ms)}`) : found;
  } catch (error) {
    const reference = errorReference(context, error, 'a check of the doctor failed');
    return finding('unknown', mrkdwn`${doctor.brokenCheck(reference)}`);
  }
}
