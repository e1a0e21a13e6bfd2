import type { Approval } from '../../core/approval/approval.ts';
import { againstPrice, approvalOfRenewing } from '../../core/approval/final-check.ts';
import { errorName } from '../../core/base/log.ts';
import { fail, ok, type Result } from '../../core/base/result.ts';
import { type Failure, failureOf } from '../../core/failure/failure.ts';
import type { Freeze } from '../../core/freeze.ts';
import { refusalOfPurchase } from '../../core/policy/judge-purchase.ts';
import { actAfterLook, type RenewalLook } from '../../core/renewal/after-look.ts';
import { type RenewalObservation, type RenewalTransition, reduceRenewal } from '../../core/renewal/reduce-renewal.ts';
import { isBought, isInDoubt, mayBeDebited, priceCallOf } from '../../core/renewal/renewal.ts';
import { isRenewing, NO_END, type Renewing, renewedUntil, termOf } from '../../core/renewal/renewal-act.ts';
import { rulesOfRenewing } from '../../core/renewal/renewal-new.ts';
import type { Request } from '../../core/request/request.ts';
import { priceOf } from '../../ecs/money/price-of.ts';
import type { Proceed } from '../../ecs/port.ts';
import type { Change } from '../../store/store.ts';
import { commitRequest } from '../commit-request.ts';
import { asksAtHead } from '../head-of-line.ts';
import type { Pass } from '../pass.ts';
import type { LifecyclePorts } from '../ports.ts';
import { hasLeft } from '../purchase/final-check.ts';
import { readFrozen } from '../purchase/freeze.ts';
import { lookAtPurchase } from './look-at-purchase.ts';

/**
 * Looks at the instance that a request renews, or whose prepaid disk it makes larger, and does the one thing that follows:
 * nothing, RenewInstance or ResizeDisk, with the intent stored before and the answer after. Never rejects; an act whose outcome
 * was not stored is repeated, which is safe.
 */
export async function workOnRenewal(pass: Pass, request: Renewing): Promise<void> {
  const { log } = pass.ports;
  try {
    await work(pass, request);
  } catch (error) {
    log.error({ requestId: request.id, error: errorName(error) }, 'could not go on with a renewal');
    pass.leave('broken');
  }
}

/** Ends a renewal for which nothing was sent and whose instance is in a previous account: nobody could ever look at it again. */
export const endElsewhere = (pass: Pass, request: Renewing): Promise<void> =>
  settle(pass, request, { is: 'elsewhere' });

async function work(pass: Pass, request: Renewing): Promise<void> {
  const { stopping } = pass.ports;
  const { renewal } = request;
  const { freeze, frozen } = await readFrozen(pass);
  // Nothing was sent before, so no look is needed, and the freeze forbids sending.
  if (frozen && !mayBeDebited(renewal)) return hold(pass, request, { freeze });
  if ((await lookBefore(pass, request)) === null) return;
  if (frozen) return hold(pass, request, { freeze });
  if (stopping()) return pass.leave('letGo');
  await pass.creates.run(() => renew(pass, request, freeze));
}

/** The look after which to buy; null when nothing is to be bought: then the look is stored. */
async function lookBefore(pass: Pass, request: Renewing): Promise<RenewalLook | null> {
  const { ports } = pass;
  const looked = await lookAtPurchase(ports, request);
  const settled = (observation: RenewalObservation) => settle(pass, request, observation).then(() => null);
  if (!looked.ok) return settled({ is: 'unseen', failure: looked.error });
  const look = looked.value;
  if (lacksEnd(look)) return settled({ is: 'unknown', failure: NO_END });
  if (actAfterLook(request, look, ports.clock.now(), ports.config).do !== 'renew') return settled(look);
  return isBetweenStates(look) ? settled({ is: 'unknown', failure: BETWEEN_STATES }) : look;
}

/** Half an answer, which must not look like another end. */
const lacksEnd = (look: RenewalLook): boolean =>
  look.is === 'seen' && look.seen !== 'missing' && look.seen.chargeKind === 'prepaid' && look.seen.expiresAt === null;

/** A disk cannot grow while its instance starts or stops. */
const isBetweenStates = (look: RenewalLook): boolean =>
  look.is === 'diskSeen' &&
  look.seen.cloud !== 'missing' &&
  look.seen.cloud.status !== 'Running' &&
  look.seen.cloud.status !== 'Stopped';

const BETWEEN_STATES = failureOf('wrongState', { api: 'DescribeInstances' });

async function renew(pass: Pass, request: Renewing, under: Freeze | null): Promise<void> {
  const { ports } = pass;
  const checked = await pass.guard.check(request.spec.region);
  if (checked === 'frozen') return pass.leave('letGo');
  if (checked !== 'clear') return settle(pass, request, { is: 'unknown', failure: checked });
  const against = await finalCheck(ports, request);
  if (!against.ok) return settle(pass, request, { is: 'against', failure: against.error });
  // It may have waited in line for long, and somebody may have bought it elsewhere meanwhile.
  const look = await lookBefore(pass, request);
  if (look === null) return;
  const intended = ports.stopping() ? null : await intend(pass, request, under);
  if (intended === null) return pass.leave('letGo');
  const { clock, config } = ports;
  const head = asksAtHead(pass, {
    rows: 'requests',
    on: [intended],
    underFreeze: true,
    also: () => {
      const now = clock.now();
      // It is not known for how long the token of an earlier call holds; a token that was never used holds.
      const tokenHolds = !isInDoubt(request.renewal) || now < renewedUntil(intended.renewal, config);
      return tokenHolds && !('kind' in approvalNow(ports, intended, now));
    },
  });
  const result = await send(ports, intended, look, head.proceed);
  const stop = head.stopped();
  if (stop?.is === 'unreadable') return pass.leave('broken');
  if (stop?.is === 'held') return hold(pass, intended, { freeze: stop.freeze, unsent: true });
  if (stop !== null) return settle(pass, intended, { is: 'unsent' });
  await settle(pass, intended, result.ok ? { is: 'accepted' } : { is: 'refused', failure: result.error });
}

function send(
  { ecs }: LifecyclePorts,
  { renewal, spec, ...request }: Renewing,
  look: RenewalLook,
  proceed: Proceed,
): Promise<Result<null, Failure>> {
  const { cloudId, clientToken, disk } = renewal;
  if (disk === undefined)
    return ecs.renewInstance(spec.region, { cloudId, term: termOf({ ...request, spec }), clientToken }, proceed);
  const online = look.is === 'diskSeen' && look.seen.cloud !== 'missing' && look.seen.cloud.status === 'Running';
  return ecs.growDisk(spec.region, { diskId: disk.diskId, sizeGiB: disk.to, clientToken, online }, proceed);
}

/** Whether the approval holds, its requester is still there, and the price is the approved one; checked before a repeated call too. */
async function finalCheck(ports: LifecyclePorts, request: Renewing): Promise<Result<null, Failure>> {
  const approval = approvalNow(ports, request, ports.clock.now());
  if ('kind' in approval) return fail(approval);
  const { renewal, spec } = request;
  const left = await hasLeft(ports, request);
  if (left !== null) return fail(left);
  const price = await priceOf(ports.ecs, request);
  const against = againstPrice(approval, price, {
    ...{ policy: ports.policy.current().policy, charge: spec.charge.kind },
    ...{ api: priceCallOf(renewal), mayFall: renewal.disk !== undefined },
  });
  return against === null ? ok(null) : fail(against);
}

/** The approval that allows the purchase now, or why there is none. The policy in force decides how large a disk may be. */
function approvalNow({ policy }: LifecyclePorts, request: Renewing, now: number): Approval | Failure {
  const approval = approvalOfRenewing(request, now);
  const { renewal } = request;
  if ('kind' in approval || renewal.disk === undefined) return approval;
  return refusalOfPurchase(approval.facts, rulesOfRenewing(policy.current().policy, renewal)) ?? approval;
}

/**
 * Stores that the call is about to be sent. It does not retry: if the store does not take the intent now, nothing is bought.
 *
 * @param under the stored freeze that was found not to be in force
 */
async function intend({ ports, account }: Pass, request: Renewing, under: Freeze | null) {
  const { store, clock, config } = ports;
  if (account === null) return null;
  const at = clock.now();
  const transition = reduceRenewal(request, { is: 'trying' }, at, config);
  const committed = await store.commit({
    ...changeOf(transition, null, at),
    underFreeze: under,
    underAccount: account,
  });
  return committed.ok ? transition.next : null;
}

/**
 * Makes the request wait for the end of a freeze. If that freeze is gone by now, the request is given back, to be taken up again
 * at once.
 */
async function hold(
  pass: Pass,
  request: Renewing,
  held: { readonly freeze: Freeze; readonly unsent?: boolean },
): Promise<void> {
  const { store, clock, config } = pass.ports;
  const at = clock.now();
  const transition = reduceRenewal(request, { is: 'held', ...held }, at, config);
  const committed = await store.commit({ ...changeOf(transition, pass.claim, at), underFreeze: held.freeze });
  if (!committed.ok) pass.leave('letGo');
}

/** Stores an observation of the request. */
async function settle({ ports, claim }: Pass, request: Renewing, observation: RenewalObservation): Promise<void> {
  const decide = (current: Renewing) => {
    const at = ports.clock.now();
    const transition = reduceRenewal(current, observation, at, ports.config);
    return { transition, change: changeOf(transition, claim, at) };
  };
  const goesOn = (stored: Request): stored is Renewing => {
    if (!isRenewing(stored)) return false;
    if (stored.state === 'creating') return true;
    const { id, state } = stored;
    ports.log.warn({ requestId: id, state, observation: observation.is }, 'an answer came after a renewal had ended');
    return false;
  };
  const committed = await commitRequest(ports, request, decide, goesOn);
  if (committed !== null) tellLog(ports, committed.transition, observation);
}

const changeOf = ({ next, events, messages }: RenewalTransition, claim: string | null, at: number): Change => ({
  requests: [claim === null ? { next } : { next, claim }],
  events,
  messages,
  at,
});

function tellLog({ log }: LifecyclePorts, { next }: RenewalTransition, observation: RenewalObservation): void {
  const { end, failure, cloudId } = next.renewal;
  const fields = { requestId: next.id, cloudId, observation: observation.is };
  if (end !== null && !isBought(end)) log.warn({ ...fields, end }, 'nothing was bought for an instance');
  else if (end?.is === 'renewed') log.info({ ...fields, until: end.until }, 'an instance was renewed');
  else if (end !== null) log.info({ ...fields, disk: next.renewal.disk }, 'a prepaid disk was made larger');
  else if (failure !== null) log.warn({ ...fields, failure }, 'trouble with a renewal, will try again');
  else log.debug({ ...fields, dueAt: next.dueAt }, 'a renewal moved on');
}
