import { askFor } from '../../../src/core/approval/approval-new.ts';
import { type Click, decide } from '../../../src/core/approval/decide.ts';
import { ok } from '../../../src/core/base/result.ts';
import type { PrepaidGrowth } from '../../../src/core/disk/disk-wish.ts';
import type { Instance } from '../../../src/core/instance/instance.ts';
import { NO_POLICY, type Policy } from '../../../src/core/policy/policy.ts';
import { isRenewing, type Renewing } from '../../../src/core/renewal/renewal-act.ts';
import { newRenewal, specToGrow, specToRenew } from '../../../src/core/renewal/renewal-new.ts';
import { newRequest } from '../../../src/core/request/request-new.ts';
import type { Term } from '../../../src/core/spec/charge.ts';
import type { TermQuote } from '../../../src/core/spec/quote.ts';
import type { InstanceSpec } from '../../../src/core/spec/spec.ts';
import { NOTHING_ASKED } from '../../support/approvals.ts';
import { termQuote } from '../../world/cloud-port.ts';
import { directory, submittedAs } from '../../world/crowd.ts';
import { makeStage, type Stage } from '../stage.ts';
import { systemDisk } from './grow-stage.ts';

/** A prepaid instance that runs, and requests to prolong its time. */

export const BOSS = 'UBOSS1';
export const MONTH: Term = { unit: 'Month', period: 1 };
const WHO = { requester: 'U1', team: 'T1', channel: 'C1' };

export const policyWith = (approval: Partial<Policy['approval']> = {}): Policy => ({
  ...NO_POLICY,
  prepaid: 'asGranted',
  approval: { ...NO_POLICY.approval, approvers: [BOSS], notify: [], ...approval },
});

const clickBy = (what: Click['what']): Click => ({ what, by: BOSS, round: 1, note: '' });

export const balanceOf = ({ cloud }: Stage): number => cloud.state().balance.minor;

/** When the cloud says that its time is over. */
export function untilOf({ cloud }: Stage, { cloudId }: Pick<Instance, 'cloudId'>): number {
  const vm = cloud.state().instances.find(({ InstanceId }) => InstanceId === cloudId);
  return Date.parse(String(vm?.ExpiredTime));
}

/** One instance, bought for a month and running, and nothing left to do. */
export async function bought(seed = 1): Promise<{ readonly stage: Stage; readonly instance: Instance }> {
  const stage = await makeStage(seed);
  const at = stage.timeline.now();
  const what = { requestId: 'r-1', spec: stage.spec.prepaid, amount: 1, clientTokens: ['r-1-token'] };
  const order = { ...WHO, origin: 'view:1', ...what };
  const submitted = submittedAs(stage.cloud, { ...order, approval: null, at }, policyWith(), at);
  if (submitted === null) throw new Error('it has no price');
  const { request, events, messages } = newRequest(submitted);
  await stage.truth.commit({ requests: [{ next: request }], events, messages, at });
  await approve(stage, 'r-1');
  const { life } = stage.start({ name: 'buyer' });
  await stage.until(() => stage.ended('r-1'));
  await stage.pass(5_000);
  life.die();
  return { stage, instance: await stage.instance('r-1') };
}

export function priceOf({ cloud, timeline }: Stage, { cloudId, spec }: Instance, term: Term): TermQuote {
  const params = { RegionId: spec.region, ResourceId: String(cloudId), PriceUnit: term.unit, Period: `${term.period}` };
  const answer = cloud.call('DescribeRenewalPrice', '2014-05-26', params);
  const quote = termQuote(answer.body, 1, timeline.now());
  if (quote === null) throw new Error('it has no price');
  return quote;
}

/** Asks to prolong it, at the price and by the end of now; it waits for approval. */
export async function ask(stage: Stage, given: Instance, term = MONTH, id = 'r-2'): Promise<Renewing> {
  const instance = await stage.instance('r-1');
  const { cloudId } = given;
  if (cloudId === null) throw new Error('it was never created');
  const wanted = { spec: specToRenew(instance, term), quote: priceOf(stage, instance, term) };
  return submit(stage, { ...instance, cloudId }, wanted, id);
}

/** The same for a larger system disk. */
export async function askForDisk(stage: Stage, given: Instance, to: number, id = 'r-2'): Promise<Renewing> {
  const instance = await stage.instance('r-1');
  const { cloudId } = given;
  if (cloudId === null) throw new Error('it was never created');
  const disk = growthOf(stage, instance, to);
  const wanted = { spec: specToGrow(instance), quote: growthPriceOf(stage, { ...instance, cloudId }, disk), disk };
  return submit(stage, { ...instance, cloudId }, wanted, id);
}

/** The system disk as the cloud shows it, and what it is to be. */
export function growthOf(stage: Stage, { spec }: Pick<Instance, 'spec'>, to: number): PrepaidGrowth {
  const { DiskId: diskId, Size: from } = systemDisk(stage);
  return { which: 'system', diskId, from, to, category: spec.systemDisk.category, instanceType: spec.instanceType };
}

export function growthPriceOf(
  { cloud, timeline }: Stage,
  { cloudId, spec }: Pick<Instance, 'cloudId' | 'spec'>,
  { to, instanceType }: PrepaidGrowth,
): TermQuote {
  const params = { RegionId: spec.region, InstanceId: String(cloudId), InstanceType: instanceType };
  const sized = { ...params, 'SystemDisk.Size': String(to) };
  const answer = cloud.call('DescribeInstanceModificationPrice', '2014-05-26', sized);
  const quote = termQuote(answer.body, 1, timeline.now());
  if (quote === null) throw new Error('it has no price');
  return quote;
}

async function submit(
  stage: Stage,
  instance: Instance & { readonly cloudId: string },
  { spec, quote, disk }: { readonly spec: InstanceSpec; readonly quote: TermQuote; readonly disk?: PrepaidGrowth },
  id: string,
): Promise<Renewing> {
  const at = stage.timeline.now();
  const { cloudId } = instance;
  const facts = {
    ...{ user: 'U1', isAdmin: false, channel: 'C1', charge: 'prepaid' as const, region: spec.region, type: null },
    ...{ family: null, vCpu: null, image: null, amount: 1, bandwidthOut: 0, diskGiB: disk?.to ?? null },
  };
  const which = disk === undefined ? {} : { disk };
  const wish = { requester: 'U1', spec, amount: 1, quote, facts, renewal: { cloudId, ...which } };
  const now = { at, policy: policyWith(), admins: [], people: directory.known(), month: [], lately: NOTHING_ASKED };
  const asked = askFor(wish, now);
  if (asked.is !== 'asks') throw new Error(`it was ${asked.is}`);
  const made = newRenewal({
    ...{ ...WHO, spec, quote, approval: asked.approval, requestId: id, clientTokens: [`${id}-token`], at },
    ...{ origin: `view:${id}`, instance, wasUntil: untilOf(stage, instance), ...which },
  });
  const { request, events, messages } = made;
  const written = { requests: [{ next: request }], instances: [{ next: made.instance }] };
  const committed = await stage.truth.commit({ ...written, events, messages, at });
  if (!committed.ok) throw new Error('somebody was faster');
  return renewingIn(stage, id);
}

export async function renewingIn({ truth }: Stage, id = 'r-2'): Promise<Renewing> {
  const request = await truth.request(id);
  if (request === null || !isRenewing(request)) throw new Error(`${id} prolongs nothing`);
  return request;
}

/** The one who may agrees to it, at the price it was asked for. */
export async function approve(stage: Stage, id: string, agoMs = 0): Promise<void> {
  const request = await stage.truth.request(id);
  if (request === null) throw new Error(`there is no ${id}`);
  const at = stage.timeline.now() - agoMs;
  const { outcome, next, instances, events, messages } = decide(request, clickBy('approve'), {
    ...{ at, policy: policyWith(), admins: [], people: directory.known(), month: [], lately: NOTHING_ASKED },
    ...{ price: ok(request.quote ?? 'unknown'), balance: ok({ minor: 100_000_000, currency: 'CNY' }) },
  });
  if (next === null) throw new Error(JSON.stringify(outcome));
  const rows = { requests: [{ next }], instances: instances.map((instance) => ({ next: instance })) };
  await stage.truth.commit({ ...rows, events, messages, at });
}

/** Asked for and approved, and not begun. */
export async function approved(seed = 1): Promise<{ readonly stage: Stage; readonly instance: Instance }> {
  const { stage, instance } = await bought(seed);
  await ask(stage, instance);
  await approve(stage, 'r-2');
  return { stage, instance };
}
