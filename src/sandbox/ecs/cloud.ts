import type { EcsCall, EcsState, Fault } from '../ports.ts';
import { ECS_VERSION, VERSIONS } from './actions/action.ts';
import { ACTIONS } from './actions/all.ts';
import { show } from './actions/instances/show.ts';
import { afflict } from './create/build.ts';
import { faultMs, makeFaults, type Transfer } from './faults/faults.ts';
import { refusalOf } from './faults/refusing-faults.ts';
import { besides, machineOf } from './inside.ts';
import { settle, timeline } from './life.ts';
import type { CloudOptions } from './options.ts';
import { populate } from './populate.ts';
import { hash, requestId } from './seeded.ts';
import { mustBeTaken } from './taken.ts';
import { readParams } from './wire/params.ts';
import { Refusal, refuse } from './wire/refusal.ts';
import { makeWorld, OWN_ACCOUNT, type World } from './world.ts';

/** The cloud's answer, and how it is transferred; without HTTP, the caller carries that out. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
  readonly transfer: Transfer;
}

/** A simulated cloud, without HTTP and signatures. Time passes only by `options.now`. */
export interface Cloud {
  /**
   * Takes parameters in wire casing, without the protocol's (Action, Version, Signature …).
   *
   * @param account of the signing credentials; the cloud's own by default. Each account has its own instances, money and
   * ClientTokens.
   */
  call(action: string, version: string, params: Readonly<Record<string, string>>, account?: string): Answer;
  /** For calls that never reach an action, such as one with a wrong signature: answered, counted and logged like the others. */
  refuseCall(action: string, params: Readonly<Record<string, string>>, refusal: Refusal): Answer;
  /** The state of one account, with the calls of all. */
  state(account?: string): EcsState;
  addFault(fault: Fault): string | null;
  clearFaults(): void;
  activeFaults(): readonly Fault[];
  setTimeScale(scale: number): void;
  /** Performs what is due by now; true if that has changed `state()`. */
  settle(): boolean;
  /** When something next changes without a call, in real milliseconds; null for never. */
  nextChangeAt(): number | null;
}

const MAX_LOG = 500;
/** Faults that can be applied to an existing instance. */
const AFFLICTIONS: ReadonlySet<string> = new Set(['vanish', 'lock', 'reclaim']);

/** `makeCloud({ now: () => clock, seed: 1 })`; the state of every instance is a function of `now()`. */
export function makeCloud(options: CloudOptions): Cloud {
  const faults = makeFaults(options.onFault);
  const own = makeWorld(options, OWN_ACCOUNT, faults);
  for (const population of options.population ?? []) populate(own, population);
  const worlds = new Map([[OWN_ACCOUNT, own]]);
  let scale: number | null = null;
  /** An account is created at its first use; no two share an id. */
  const worldOf = (account: string): World => {
    const known = worlds.get(account);
    if (known !== undefined) return known;
    const made = makeWorld({ ...options, seed: options.seed ^ hash(account) }, account, faults);
    if (scale !== null) made.clock.setScale(scale);
    worlds.set(account, made);
    return made;
  };
  const settleAll = (): boolean => [...worlds.values()].map(settle).includes(true);
  const calls = new Map<string, number>();
  const log: EcsCall[] = [];

  const record = (
    action: string,
    params: Readonly<Record<string, string>>,
    answer: Answer,
    world: World = own,
  ): Answer => {
    calls.set(action, (calls.get(action) ?? 0) + 1);
    const { kind } = answer.transfer;
    const code = kind !== 'json' ? kind : answer.status >= 400 ? String(answer.body.Code) : null;
    const region = regionOf(world, params);
    log.push({ at: options.now(), action, region, status: answer.status, code, params: withoutSecrets(params) });
    if (log.length > MAX_LOG) log.shift();
    return answer;
  };

  return {
    call(action, version, params, account = OWN_ACCOUNT) {
      const world = worldOf(account);
      settle(world);
      // Read before the act, which may delete the instance that tells the region.
      const region = regionOf(world, params);
      return record(action, params, perform(world, action, version, params, region), world);
    },
    refuseCall: (action, params, refusal) => record(action, params, errorAnswer(own, refusal, null)),
    state(account = OWN_ACCOUNT) {
      const world = worldOf(account);
      settle(world);
      return {
        instances: [...world.vms.values()].map((vm) => ({
          ...show(world, vm),
          _timeline: timeline(world, vm),
          _machine: machineOf(world, vm),
        })),
        ...besides(world),
        calls: Object.fromEntries(calls),
        log: [...log],
        balance: {
          minor: world.account.balanceMinor(),
          currency: world.account.currency,
          text: world.account.balanceText(),
        },
      };
    },
    addFault(fault) {
      if (AFFLICTIONS.has(fault.name) && typeof fault.instanceId === 'string') return afflict(own, fault);
      return faults.add(fault, Object.keys(ACTIONS));
    },
    clearFaults: () => faults.clear(),
    activeFaults: () => faults.active(),
    setTimeScale(to) {
      if (!(to > 0 && Number.isFinite(to))) throw new RangeError(`A time scale is above 0, not ${to}.`);
      settleAll();
      scale = to;
      for (const { clock } of worlds.values()) clock.setScale(to);
    },
    settle: settleAll,
    nextChangeAt() {
      const next = [...worlds.values()].flatMap(({ agenda, clock }) => {
        const at = agenda.next();
        return at === null ? [] : [clock.toReal(at)];
      });
      return next.length === 0 ? null : Math.min(...next);
    },
  };
}

/**
 * Plain fields such as NextToken first, then lists and records, so that a reader in order knows the end of the page before its
 * items.
 */
const inOrder = (body: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(body).sort(([, a], [, b]) => Number(typeof a === 'object') - Number(typeof b === 'object')),
  );

const whole: Transfer = { kind: 'json', delayMs: 0 };

function perform(
  world: World,
  action: string,
  version: string,
  params: Readonly<Record<string, string>>,
  region: string | null,
): Answer {
  try {
    const known = Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined;
    if (!VERSIONS.includes(version)) {
      refuse(400, 'InvalidVersion', 'Specified parameter Version is not valid.');
    }
    if (!known || (known.version ?? ECS_VERSION) !== version) {
      return refuse(404, 'InvalidAction.NotFound', 'Specified api is not found, please check your url and method.');
    }
    mustBeTaken(action, known.takes, params);
    const { ClientToken: token } = params;
    const stuck = token ? world.tokens.stuck(action, token) : null;
    if (stuck) throw stuck;
    const [refusing] = world.faults.take('refuse', action, region);
    if (refusing) {
      const refusal = refusalOf(refusing, action);
      if (refusing.sticky === true && token && refusal.status < 500) world.tokens.stick(action, token, refusal);
      throw refusal;
    }
    if (world.faults.take('before', action, region).length > 0) return broken('reset');
    mustNotBeThrottled(world, action, region, instancesAskedFor(action, params));
    const body = known.idempotent ? once(world, action, params) : known.run(world, readParams(params));
    return underFaults(world, action, params, region, inOrder({ RequestId: requestId(world.random), ...body }));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return errorAnswer(world, error, region);
  }
}

function once(
  world: World,
  action: string,
  params: Readonly<Record<string, string>>,
): Readonly<Record<string, unknown>> {
  const remembered = world.tokens.replay(action, params);
  if (remembered) return remembered;
  const body = ACTIONS[action]?.run(world, readParams(params)) ?? {};
  world.tokens.remember(action, params, body);
  return body;
}

/** The action itself refuses an `Amount` that is no number. */
const instancesAskedFor = (action: string, { Amount = '1', DryRun }: Readonly<Record<string, string>>): number =>
  action === 'RunInstances' && DryRun !== 'true' ? Number.parseInt(Amount, 10) || 0 : 0;

function mustNotBeThrottled(world: World, action: string, region: string | null, instances: number): void {
  const waitMs = world.throttle.refusedFor(action, region, instances);
  if (waitMs === null) return;
  // The header is not always present: clients must do without.
  const headers: Record<string, string> = world.random() < 0.5 ? { 'x-acs-retry-after': String(waitMs) } : {};
  throw new Refusal(400, 'Throttling.User', 'Request was denied due to user flow control.', {}, headers);
}

/** The call took effect; a fault may still spoil the answer. */
function underFaults(
  world: World,
  action: string,
  params: Readonly<Record<string, string>>,
  region: string | null,
  body: Readonly<Record<string, unknown>>,
): Answer {
  let answer: Answer = { status: 200, headers: {}, body, transfer: whole };
  for (const fault of world.faults.take('after', action, region)) {
    if (fault.name === 'unavailable-after') {
      answer = errorAnswer(world, refusalOf(fault, action), region);
    } else if (fault.name === 'slow') {
      const delayMs = faultMs(fault, 'delayMs', 2000);
      if (params.ClientToken) world.tokens.hold(action, params.ClientToken, world.clock.realNow() + delayMs);
      answer = { ...answer, transfer: { kind: 'json', delayMs } };
    } else if (fault.name === 'no-id') {
      const { InstanceId: _one, InstanceIdSets: _many, ...rest } = answer.body;
      answer = { ...answer, body: rest };
    } else if (fault.name === 'html-error') {
      answer = { ...answer, status: 502, transfer: { kind: 'html' } };
    } else if (fault.name === 'truncated-json') {
      answer = { ...answer, transfer: { kind: 'truncated' } };
    } else {
      answer = broken(fault.name === 'timeout' ? 'never' : 'reset');
    }
  }
  return answer;
}

const broken = (kind: 'reset' | 'never'): Answer => ({ status: 0, headers: {}, body: {}, transfer: { kind } });

function errorAnswer(world: World, refusal: Refusal, region: string | null): Answer {
  const id = requestId(world.random);
  const recommend = `https://api.aliyun.com/troubleshoot?q=${refusal.code}&product=Ecs&requestId=${id}`;
  return {
    status: refusal.status,
    headers: refusal.headers,
    body: {
      RequestId: id,
      HostId: region ? `ecs.${region}.aliyuncs.com` : 'ecs.aliyuncs.com',
      Code: refusal.code,
      Message: refusal.message,
      Recommend: recommend,
      ...refusal.more,
    },
    transfer: whole,
  };
}

/** By RegionId, otherwise the region of the instance or disk in the call. */
function regionOf(world: World, params: Readonly<Record<string, string>>): string | null {
  if (params.RegionId) return params.RegionId;
  const id = params.InstanceId ?? params['InstanceId.1'] ?? params.ResourceId ?? params.DiskId;
  return (id && (world.vms.get(id) ?? world.disks.get(id))?.region.id) || null;
}

const SECRET = /^(Password|UserData|Signature|SignatureNonce|AccessKeyId|SecurityToken)$/;

const withoutSecrets = (params: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(params).filter(([name]) => !SECRET.test(name)));
