import {
  type AutoRenewRefusal,
  refusedAtOnce,
  refusedByLook,
  refusedByPolicy,
  renewalTermOf,
} from '../../core/auto-renewal/auto-renew-order.ts';
import type { AutoRenewal } from '../../core/auto-renewal/auto-renewal.ts';
import { makeKeyedQueue } from '../../core/base/keyed-queue.ts';
import type { Money } from '../../core/base/money.ts';
import { fail, ok, type Result } from '../../core/base/result.ts';
import { type Failure, failureOf } from '../../core/failure/failure.ts';
import { seenInLook } from '../../core/instance/cloud-instance.ts';
import type { Actor } from '../../core/instance/found-instance.ts';
import type { Instance, Observed } from '../../core/instance/instance.ts';
import { isGranted, type People } from '../../core/policy/people.ts';
import type { Term } from '../../core/spec/charge.ts';
import { type Quote, totalOf } from '../../core/spec/quote.ts';
import { unlessStoreDown } from '../../store/unless-store-down.ts';
import {
  type AutoRenewed,
  type AutoRenewPorts,
  type Barred,
  type RenewalShown,
  setAutoRenewal,
} from './set-auto-renewal.ts';

/** What turning auto-renewal on would mean. */
export type Offered =
  | { readonly is: 'offer'; readonly shown: RenewalShown; readonly balance: Money | null }
  | { readonly is: 'already'; readonly shown: RenewalShown }
  | Barred;

/** Lets people turn the auto-renewal of prepaid instances on and off. */
export interface AutoRenewalService {
  read(region: string, cloudId: string): Promise<Result<AutoRenewal, Failure>>;
  offer(id: string, by: Actor): Promise<Offered>;
  /** Judges again, acts, and looks at the result. Safe to repeat. */
  set(id: string, on: boolean, by: Actor): Promise<AutoRenewed>;
}

export function makeAutoRenewalService(ports: AutoRenewPorts): AutoRenewalService {
  const queue = makeKeyedQueue();
  return {
    read: (region, cloudId) => readSetting(ports, region, cloudId),
    offer: (id, by) => whileStoreAnswers(ports, id, () => offer(ports, id, by)),
    // The second of two clicks finds it done already.
    set: (id, on, by) => queue.run(id, () => whileStoreAnswers(ports, id, () => turn(ports, id, on, by))),
  };
}

async function offer(ports: AutoRenewPorts, id: string, by: Actor): Promise<Offered> {
  const judged = await judge(ports, id, by, true);
  if (judged.is !== 'may') return judged;
  const { shown } = judged;
  if (shown.setting.on) return { is: 'already', shown };
  const balance = await ports.ecs.balance();
  return { is: 'offer', shown, balance: balance.ok ? balance.value : null };
}

async function turn(ports: AutoRenewPorts, id: string, on: boolean, by: Actor): Promise<AutoRenewed> {
  const judged = await judge(ports, id, by, on);
  if (judged.is !== 'may') return judged;
  const { shown } = judged;
  return shown.setting.on === on ? { is: 'already', shown } : setAutoRenewal(ports, shown, on, by.user);
}

function whileStoreAnswers<T>(
  { log }: AutoRenewPorts,
  instanceId: string,
  run: () => Promise<T>,
): Promise<T | { readonly is: 'storeDown' }> {
  return unlessStoreDown(run, () => {
    log.error({ instanceId }, 'auto-renewal could not be changed: the store is unavailable');
    return { is: 'storeDown' };
  });
}

type Judged = { readonly is: 'may'; readonly shown: RenewalShown } | Exclude<Barred, { readonly is: 'storeDown' }>;

/** Reads everything anew: the row, the people, the cloud, the price, and the freeze last. */
async function judge(ports: AutoRenewPorts, id: string, actor: Actor, on: boolean): Promise<Judged> {
  const { store, directory, clock } = ports;
  const instance = await store.instance(id);
  if (instance === null) return { is: 'unknown' };
  const people = await directory.fresh([actor.user]);
  const by = asOf(ports, actor, people);
  const barred = (refusal: AutoRenewRefusal): Judged => ({ is: 'refused', refusal, instance });
  const atOnce = refusedAtOnce(instance, by);
  if (atOnce !== null) return barred(atOnce);
  const seen = await lookAt(ports, instance);
  if (!seen.ok) return { is: 'unread', failure: seen.error, instance };
  const byLook = refusedByLook(seen.value, on, clock.now());
  if (byLook !== null) return barred(byLook);
  const until = seen.value === 'missing' ? null : seen.value.expiresAt;
  const setting = await readSetting(ports, instance.spec.region, instance.cloudId ?? '');
  if (!setting.ok) return { is: 'unread', failure: setting.error, instance };
  const term = setting.value.term ?? renewalTermOf(instance);
  const quote = on ? await quoteOf(ports, instance, term) : null;
  const price = quote === null ? null : totalOf(quote);
  const shown: RenewalShown = { instance, until, setting: setting.value, term, price };
  if (!on) return { is: 'may', shown };
  const freeze = await store.freeze();
  // Once more, because the cloud may have taken its time.
  const lately = await directory.fresh([actor.user]);
  const now = asOf(ports, actor, lately);
  const { policy } = ports.policy.current();
  const circumstances = { at: clock.now(), policy, admins: ports.authority.admins(), people: lately, freeze, quote };
  const byPolicy = refusedAtOnce(instance, now) ?? refusedByPolicy(now, circumstances);
  return byPolicy === null ? { is: 'may', shown } : barred(byPolicy);
}

/** If admins are named by a user group, counts only those known to be in it at this moment. */
const asOf = ({ authority, policy }: AutoRenewPorts, actor: Actor, people: People): Actor => ({
  ...actor,
  isAdmin: isGranted(actor.user, authority.admins(), policy.current().policy.approval.groups, people) === true,
});

async function lookAt(
  { ecs }: AutoRenewPorts,
  { spec, cloudId }: Instance,
): Promise<Result<Observed | 'missing', Failure>> {
  if (cloudId === null) return ok('missing');
  return seenInLook(await ecs.describeInstances(spec.region, [cloudId], 'people'), cloudId);
}

/** The cloud's setting. */
async function readSetting(
  { ecs }: Pick<AutoRenewPorts, 'ecs'>,
  region: string,
  cloudId: string,
): Promise<Result<AutoRenewal, Failure>> {
  const answer = await ecs.autoRenewals(region, [cloudId], 'people');
  if (!answer.ok) return answer;
  const setting = answer.value.get(cloudId);
  return setting === undefined ? fail(UNSAID) : ok(setting);
}

const UNSAID = failureOf('ambiguous', { api: 'DescribeInstanceAutoRenewAttribute' });

async function quoteOf({ ecs }: AutoRenewPorts, { spec, cloudId }: Instance, term: Term): Promise<Quote | null> {
  const answer = await ecs.renewalPrice(spec.region, cloudId ?? '', term);
  return answer.ok && answer.value !== 'unknown' ? answer.value : null;
}
