import { type Click, decide } from '../../../src/core/approval/decide.ts';
import { ok } from '../../../src/core/base/result.ts';
import { NO_POLICY, type Policy } from '../../../src/core/policy/policy.ts';
import { newRequest } from '../../../src/core/request/request-new.ts';
import type { InstanceSpec } from '../../../src/core/spec/spec.ts';
import { directory, submittedAs } from '../../world/crowd.ts';
import type { Stage } from '../stage.ts';

const BOSS = 'UBOSS1';
const POLICY: Policy = {
  ...NO_POLICY,
  prepaid: 'asGranted',
  approval: { ...NO_POLICY.approval, approvers: [BOSS], notify: [] },
};

/** A prepaid request of U1 that has just been approved at the price of now. */
export async function bought(stage: Stage, amount: number, spec: InstanceSpec = stage.spec.prepaid): Promise<void> {
  const at = stage.timeline.now();
  const who = { origin: 'view:1', requester: 'U1', team: 'T1', channel: 'C1', requestId: 'r-1' };
  const submitted = submittedAs(
    stage.cloud,
    { ...who, spec, amount, clientTokens: Array.from({ length: amount }, (_, n) => `token-${n}`), approval: null, at },
    POLICY,
    at,
  );
  if (submitted === null) throw new Error('it has no price');
  const { request, events, messages } = newRequest(submitted);
  await stage.truth.commit({ requests: [{ next: request }], events, messages, at });
  const click: Click = { what: 'approve', by: BOSS, round: 1, note: '' };
  const decided = decide(request, click, {
    ...{ at, policy: POLICY, admins: [], people: directory.known(), month: [] },
    price: ok(request.quote ?? 'unknown'),
    balance: ok({ minor: 100_000_000, currency: 'CNY' }),
  });
  if (decided.next === null) throw new Error(JSON.stringify(decided.outcome));
  const rows = {
    requests: [{ next: decided.next }],
    instances: decided.instances.map((instance) => ({ next: instance })),
  };
  await stage.truth.commit({ ...rows, events: decided.events, messages: decided.messages, at });
}
