import type { AutoRenewRefusal } from '../../core/auto-renewal/auto-renew-order.ts';
import type { AutoRenewal } from '../../core/auto-renewal/auto-renewal.ts';
import type { Clock } from '../../core/base/clock.ts';
import type { Log } from '../../core/base/log.ts';
import type { Money } from '../../core/base/money.ts';
import { CONFLICT, retryOnConflict } from '../../core/base/retry-on-conflict.ts';
import type { Expiry } from '../../core/expiry/expiry.ts';
import type { Failure } from '../../core/failure/failure.ts';
import { mayHaveHappened } from '../../core/failure/failure-treatment.ts';
import { isInForce } from '../../core/freeze.ts';
import { failureData, noteOf } from '../../core/instance/change-set.ts';
import type { Instance } from '../../core/instance/instance.ts';
import type { Authority } from '../../core/policy/authority.ts';
import type { Directory } from '../../core/policy/people.ts';
import type { PolicySource } from '../../core/policy/policy.ts';
import type { AuditEvent, EventKind } from '../../core/request/event.ts';
import type { Message } from '../../core/request/message.ts';
import type { Term } from '../../core/spec/charge.ts';
import type { EcsPort } from '../../ecs/port.ts';
import { CommitInDoubt, type Store, StoreUnavailable } from '../../store/store.ts';
import { unlessStoreFails } from '../../store/unless-store-down.ts';

export interface AutoRenewPorts {
  readonly store: Store;
  readonly ecs: Pick<EcsPort, 'describeInstances' | 'autoRenewals' | 'setAutoRenew' | 'renewalPrice' | 'balance'>;
  readonly policy: PolicySource;
  readonly authority: Authority;
  readonly directory: Directory;
  readonly clock: Clock;
  readonly log: Log;
}

/** The auto-renewal of an instance, and the price of a renewal. */
export interface RenewalShown {
  readonly instance: Instance;
  /** When the paid time ends, milliseconds UTC; null if the cloud does not say. */
  readonly until: number | null;
  readonly setting: AutoRenewal;
  /** The term of each renewal, whether it is on or off. */
  readonly term: Term;
  /** The price of one such renewal at this moment; null if the cloud names none. */
  readonly price: Money | null;
}

export type Barred =
  | { readonly is: 'refused'; readonly refusal: AutoRenewRefusal; readonly instance: Instance }
  /** The cloud could not be read, and nothing was changed. */
  | { readonly is: 'unread'; readonly failure: Failure; readonly instance: Instance }
  | { readonly is: 'unknown' | 'storeDown' };

/** The outcome of a wish to turn auto-renewal on or off. `shown` is the cloud's state afterwards. */
export type AutoRenewed =
  | { readonly is: 'set' | 'already'; readonly shown: RenewalShown }
  /** The cloud refused it, or it was not sent. */
  | { readonly is: 'notSet'; readonly shown: RenewalShown; readonly failure: Failure }
  /** The cloud has accepted it and does not show it (yet). */
  | { readonly is: 'unconfirmed'; readonly shown: RenewalShown }
  /** Neither the change nor the look was answered: the state is unknown. */
  | { readonly is: 'unsure'; readonly shown: RenewalShown; readonly failure: Failure }
  | Barred;

/** Stores the wish, changes the setting in the cloud, reads it back, and stores the result. */
export async function setAutoRenewal(
  ports: AutoRenewPorts,
  shown: RenewalShown,
  on: boolean,
  user: string,
): Promise<AutoRenewed> {
  const { ecs, log } = ports;
  const { instance, term, price } = shown;
  const wish = { on, user, data: { on, term: on ? term : null, price } };
  const frozen = await intend(ports, instance, wish).catch((error: unknown) => {
    // Nothing is sent, whether or not the intent was written.
    throw error instanceof CommitInDoubt ? new StoreUnavailable(error.message) : error;
  });
  if (frozen !== null) return frozen;
  const { region } = instance.spec;
  const cloudId = instance.cloudId ?? '';
  const sent = await ecs.setAutoRenew(region, cloudId, on ? term : null, () => isThawed(ports, on));
  const after = await ecs.autoRenewals(region, [cloudId], 'people');
  const setting = after.ok ? (after.value.get(cloudId) ?? null) : null;
  const outcome = outcomeOf(shown, on, sent.ok ? null : sent.error, setting);
  log.info({ requestId: instance.requestId, instanceId: instance.id, user, on, is: outcome.is }, 'auto-renewal');
  await writeOutcome(ports, outcome, { on, user, setting });
  return outcome;
}

type Acted = Extract<AutoRenewed, { readonly shown: RenewalShown }>;

/** What the cloud shows counts, whatever it answered. */
function outcomeOf(shown: RenewalShown, on: boolean, failure: Failure | null, setting: AutoRenewal | null): Acted {
  const now = setting === null ? shown : { ...shown, setting, term: setting.term ?? shown.term };
  if (setting?.on === on) return { is: 'set', shown: now };
  if (failure === null) return { is: 'unconfirmed', shown: now };
  return { is: setting === null && mayHaveHappened(failure) ? 'unsure' : 'notSet', shown: now, failure };
}

/** Null when the intent is stored; otherwise nothing is sent. A freeze set since the judgement is a conflict. */
function intend(
  { store, clock }: AutoRenewPorts,
  instance: Instance,
  { on, user, data }: { readonly on: boolean; readonly user: string; readonly data: AuditEvent['data'] },
): Promise<AutoRenewed | null> {
  const attempt = async (): Promise<AutoRenewed | null | typeof CONFLICT> => {
    const at = clock.now();
    const freeze = on ? await store.freeze() : null;
    if (isInForce(freeze, at)) return { is: 'refused', refusal: { why: 'frozen', freeze }, instance };
    const events = [eventOf(instance, 'instance.autoRenewWanted', user, at, data)];
    const committed = await store.commit({ events, ...(on ? { underFreeze: freeze } : {}), at });
    return committed.ok ? null : CONFLICT;
  };
  return retryOnConflict(attempt, () => ({ is: 'storeDown' }));
}

/** Checks the freeze at the head of the line, where the call may have waited: a freeze that cannot be read counts as in force. */
async function isThawed({ store, clock }: AutoRenewPorts, on: boolean): Promise<boolean> {
  if (!on) return true;
  return store.freeze().then(
    (freeze) => !isInForce(freeze, clock.now()),
    () => false,
  );
}

/** The cloud has the setting whether or not this write works, so the person is told in any case. */
async function writeOutcome(
  ports: AutoRenewPorts,
  outcome: Acted,
  by: { readonly on: boolean; readonly user: string; readonly setting: AutoRenewal | null },
): Promise<void> {
  const { store, log } = ports;
  const { id, requestId } = outcome.shown.instance;
  const attempt = async (): Promise<undefined | typeof CONFLICT> => {
    const instance = await store.instance(id);
    if (instance === null) return;
    const change = changeOf(instance, outcome, { ...by, at: ports.clock.now() });
    return (await store.commit(change)).ok ? undefined : CONFLICT;
  };
  const givenUp = () =>
    log.error({ requestId, instanceId: id }, 'what became of an auto-renewal met too many conflicts');
  await unlessStoreFails(
    () => retryOnConflict(attempt, givenUp),
    () =>
      log.error(
        { requestId, instanceId: id, is: outcome.is },
        'what became of an auto-renewal could not be written down',
      ),
  );
}

function changeOf(
  instance: Instance,
  outcome: Acted,
  {
    on,
    user,
    setting,
    at,
  }: { readonly on: boolean; readonly user: string; readonly setting: AutoRenewal | null; readonly at: number },
) {
  const { requestId, expiry } = instance;
  // Nothing is known of its expiry yet: the lifecycle looks at once.
  const unknown: Expiry = { until: null, renewal: null, lookAt: at, ended: false, misses: 0 };
  const before = !expiry || expiry.until === null ? unknown : expiry;
  const next: Instance = {
    ...instance,
    version: instance.version + 1,
    expiry: { ...before, renewal: setting ?? before.renewal },
  };
  const failure = 'failure' in outcome ? failureData(outcome.failure) : {};
  const doubt = outcome.is === 'unsure' ? { unsure: true } : {};
  const isSet = outcome.is === 'set';
  const kind = isSet ? 'instance.autoRenewSet' : 'instance.autoRenewNotSet';
  const events = [eventOf(instance, kind, 'bot', at, { on, term: setting?.term ?? null, ...failure, ...doubt })];
  const told = { until: outcome.shown.until, renewal: setting, by: user };
  const note = { ...noteOf(instance, on ? 'autoRenewOn' : 'autoRenewOff', at), expiry: told };
  const messages: readonly Message[] = [
    { kind: 'card', requestId },
    ...(isSet ? [{ kind: 'thread' as const, requestId, note }] : []),
  ];
  return { instances: [{ next }], events, messages, at };
}

const eventOf = (
  { id, requestId }: Instance,
  kind: EventKind,
  actor: string,
  at: number,
  data: AuditEvent['data'],
): AuditEvent => ({ at, kind, actor, requestId, instanceId: id, data });
