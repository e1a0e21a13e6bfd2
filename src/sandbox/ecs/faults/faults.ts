import type { Fault } from '../../ports.ts';
import { REGIONS } from '../catalogue/regions.ts';

/** How an answer leaves the cloud. */
export type Transfer =
  | { readonly kind: 'json'; readonly delayMs: number }
  /** The connection is cut without an answer. */
  | { readonly kind: 'reset' }
  /** The connection stays open, no answer comes. */
  | { readonly kind: 'never' }
  /** A proxy's error page instead of JSON. */
  | { readonly kind: 'html' }
  | { readonly kind: 'truncated' };

/** `standing`: calls do not use it up; it is in force until it is cleared. */
type FaultPhase = 'refuse' | 'before' | 'after' | 'created' | 'standing';

interface FaultKind {
  readonly phase: FaultPhase;
  /** The calls that it hits if it names no action; null for every call. */
  readonly actions: readonly string[] | null;
  readonly what: string;
}

const CREATES = ['CreateInstance', 'RunInstances'];
const PAYING = [...CREATES, 'RenewInstance', 'ResizeDisk'];
const STARTS = [...CREATES, 'StartInstance', 'StartInstances'];

const kind = (phase: FaultPhase, actions: readonly string[] | null, what: string): FaultKind => ({
  phase,
  actions,
  what,
});

const COMMON =
  'Fields of every fault: action (a name, or * for any), times (default 1, 0 = until cleared), region; of those that refuse with 4xx: sticky (true: its ClientToken is refused so for ever).';

const KINDS: Readonly<Record<string, FaultKind>> = {
  'unavailable-before': kind('refuse', CREATES, 'Answers 503 ServiceUnavailable; nothing happened. Default: creates.'),
  'unavailable-after': kind(
    'after',
    CREATES,
    'The call takes effect, but the answer is 503 ServiceUnavailable. Default: creates.',
  ),
  'reset-before': kind('before', CREATES, 'Cuts the connection; nothing happened. Default: creates.'),
  'reset-after': kind('after', CREATES, 'The call takes effect, then the connection is cut. Default: creates.'),
  timeout: kind('after', CREATES, 'The call takes effect, but no answer ever comes. Default: creates.'),
  slow: kind(
    'after',
    CREATES,
    'The call takes effect, the answer comes after delayMs (default 2000). Default: creates.',
  ),
  'html-error': kind(
    'after',
    CREATES,
    'The call takes effect, a proxy answers 502 with an HTML page. Default: creates.',
  ),
  'truncated-json': kind(
    'after',
    CREATES,
    'The call takes effect, the JSON breaks off in the middle. Default: creates.',
  ),
  'no-id': kind('after', CREATES, 'The call takes effect and answers 200, but without the id. Default: creates.'),
  'no-stock': kind('refuse', STARTS, 'Refuses with OperationDenied.NoStock. Default: creates and starts.'),
  'not-enough-balance': kind(
    'refuse',
    PAYING,
    'Refuses with InvalidAccountStatus.NotEnoughBalance. Default: creates, renewals and larger disks.',
  ),
  arrears: kind('refuse', PAYING, 'Refuses with Account.Arrearage. Default: creates, renewals and larger disks.'),
  throttle: kind(
    'refuse',
    null,
    'Refuses with Throttling.User; retryAfterMs is sent as x-acs-retry-after. Default: any call.',
  ),
  quota: kind('refuse', CREATES, 'Refuses with QuotaExceed.ElasticQuota. Default: creates.'),
  permission: kind('refuse', null, 'Refuses with Forbidden.RAM and names the missing RAM action. Default: any call.'),
  'price-not-found': kind(
    'refuse',
    ['DescribePrice', 'DescribeRenewalPrice', 'DescribeInstanceModificationPrice'],
    'Refuses with PriceNotFound. Default: prices.',
  ),
  'price-change': kind(
    'standing',
    null,
    'Moves every price by `percent` (default 10, negative is cheaper) from then on, until cleared; several multiply.',
  ),
  'no-stock-for': kind(
    'standing',
    null,
    'Takes what is in stock away from one way of paying, `way`: PostPaid, PrePaid (default) or Spot; zone and instanceType narrow it; each call still finds `left` (default 0). Until cleared.',
  ),
  'new-state': kind(
    'standing',
    null,
    'DescribeInstances shows `state` (default Repairing), which no documentation names, for instanceId (default: every instance). Until cleared.',
  ),
  'billing-not-authorized': kind(
    'refuse',
    ['QueryAccountBalance'],
    "Refuses with NotAuthorized, the billing service's own word for a missing permission. Default: the balance.",
  ),
  'billing-refused': kind(
    'refuse',
    ['QueryAccountBalance'],
    'Answers HTTP 200 with Success false and the code NotAuthorized. Default: the balance.',
  ),
  'bad-credentials': kind('refuse', null, 'Refuses with InvalidAccessKeyId.NotFound. Default: any call.'),
  clock: kind(
    'refuse',
    null,
    'Refuses with InvalidTimeStamp.Expired, as for a clock that is wrong. Default: any call.',
  ),
  'refuse-with': kind(
    'refuse',
    CREATES,
    'Refuses with `code` (default OperationDenied) and `status` (default 403). Default: creates.',
  ),
  'image-refused': kind('refuse', CREATES, 'Refuses with InvalidImageId.NotFound. Default: creates.'),
  'in-flight': kind('refuse', CREATES, 'Refuses with IdempotentProcessing. Default: creates.'),
  vanish: kind(
    'created',
    CREATES,
    'The next created instance disappears after afterMs of cloud time (default 1500); instanceId: an existing one, at once.',
  ),
  lock: kind(
    'created',
    CREATES,
    'The next created instance is locked for `reason` (default security); instanceId: an existing one, at once.',
  ),
  reclaim: kind(
    'created',
    CREATES,
    'The next created spot instance gets the lock Recycling and is released after afterMs of cloud time (default 300000); instanceId: an existing one, from now on.',
  ),
  'stuck-pending': kind(
    'created',
    CREATES,
    'The next created instance stays in Pending, for forMs of cloud time or for ever.',
  ),
  invisible: kind(
    'created',
    CREATES,
    'The next created instance is missing from Describe for forMs of cloud time (default 20000).',
  ),
};

export const faultNames: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(KINDS).map(([name, { what }]) => [name, `${what} ${COMMON}`]),
);

export interface Faults {
  /** Adds a fault; returns a sentence if it is malformed, otherwise null. */
  add(fault: Fault, actions: readonly string[]): string | null;
  clear(): void;
  active(): readonly Fault[];
  /** The faults of a phase that hit this call; each counts one hit. */
  take(phase: FaultPhase, action: string, region: string | null): readonly Fault[];
  /** The active faults of this name for this call. They do nothing by themselves: the caller acts on them. */
  inForce(name: string, isMeant?: (fault: Fault) => boolean): readonly Fault[];
}

/** @param onHit called for each fault at each call that it hits; for a standing one only at the first */
export function makeFaults(onHit: (fault: Fault) => void = () => {}): Faults {
  let active: Fault[] = [];
  const told = new WeakSet<Fault>();
  const hits = (fault: Fault, action: string, region: string | null): boolean => {
    const actions = fault.action ? (fault.action === '*' ? null : [fault.action]) : KINDS[fault.name]?.actions;
    return (!actions || actions.includes(action)) && (!fault.region || fault.region === region);
  };
  return {
    add(fault, actions) {
      const problem = problemOf(fault, actions);
      if (!problem) active.push(KINDS[fault.name]?.phase === 'standing' ? { ...fault, times: 0 } : fault);
      return problem;
    },
    clear() {
      active = [];
    },
    active: () => [...active],
    take(phase, action, region) {
      if (active.length === 0) return [];
      const taken = active.filter((fault) => KINDS[fault.name]?.phase === phase && hits(fault, action, region));
      // One refusal per call; the other faults keep their turn.
      const used = phase === 'refuse' || phase === 'before' ? taken.slice(0, 1) : taken;
      active = active.flatMap((fault) => (used.includes(fault) ? left(fault) : [fault]));
      for (const fault of used) onHit(fault);
      return used;
    },
    inForce(name, isMeant = () => true) {
      const meant = active.filter((fault) => fault.name === name && isMeant(fault));
      for (const fault of meant.filter((one) => !told.has(one))) onHit(fault);
      for (const fault of meant) told.add(fault);
      return meant;
    },
  };
}

/** The fault with one hit less; empty if it was the last. */
function left(fault: Fault): Fault[] {
  const times = fault.times ?? 1;
  if (times === 0) return [fault];
  return times > 1 ? [{ ...fault, times: times - 1 }] : [];
}

function problemOf(fault: Fault, actions: readonly string[]): string | null {
  if (!Object.hasOwn(KINDS, fault.name)) {
    return `There is no fault "${fault.name}". There are: ${Object.keys(KINDS).join(', ')}.`;
  }
  if (fault.action !== undefined && fault.action !== '*' && !actions.includes(fault.action)) {
    return `There is no action "${fault.action}". Name one the simulator knows, or * for any.`;
  }
  if (fault.region !== undefined && !REGIONS.some((region) => region.id === fault.region)) {
    return `There is no region "${fault.region}". There are: ${REGIONS.map((region) => region.id).join(', ')}.`;
  }
  if (fault.code !== undefined && !(typeof fault.code === 'string' && /^[A-Za-z][\w.]{0,79}$/u.test(fault.code))) {
    return `"code" must be an error code such as QuotaExceed.ElasticQuota, not ${JSON.stringify(fault.code)}.`;
  }
  const { status } = fault;
  if (status !== undefined && !(Number.isInteger(status) && (status as number) >= 400 && (status as number) < 600)) {
    return `"status" must be an HTTP status from 400 to 599, not ${JSON.stringify(status)}.`;
  }
  for (const field of ['times', 'retryAfterMs', 'delayMs', 'afterMs', 'forMs', 'left']) {
    const value = fault[field];
    if (value !== undefined && !(Number.isInteger(value) && (value as number) >= 0)) {
      return `"${field}" must be a whole number from 0, not ${JSON.stringify(value)}.`;
    }
  }
  if (fault.sticky !== undefined && typeof fault.sticky !== 'boolean') {
    return `"sticky" must be true or false, not ${JSON.stringify(fault.sticky)}.`;
  }
  const { percent, way } = fault;
  if (way !== undefined && !['PostPaid', 'PrePaid', 'Spot'].includes(String(way))) {
    return `"way" must be PostPaid, PrePaid or Spot, not ${JSON.stringify(way)}.`;
  }
  if (percent !== undefined && !(Number.isInteger(percent) && (percent as number) > -100)) {
    return `"percent" must be a whole number above -100, not ${JSON.stringify(percent)}.`;
  }
  return null;
}

/** A number field of a fault, or its default. */
export function faultMs(fault: Fault, field: string, defaultMs: number): number {
  const value = fault[field];
  return typeof value === 'number' ? value : defaultMs;
}
