import type { Instance } from '../../../src/core/instance/instance.ts';
import { adoptedOrigin, type Request } from '../../../src/core/request/request.ts';
import { type Charge, PAY_AS_YOU_GO } from '../../../src/core/spec/charge.ts';
import type { Quote } from '../../../src/core/spec/quote.ts';
import { approvalOf, MONTHLY } from '../../support/approvals.ts';
import { anInstance, aRequest, aSpec, NOW } from '../samples.ts';

const DAY_MS = 86_400_000;
export const YEAR_MS = 365 * DAY_MS;
const SPAN_MS = 5 * YEAR_MS;
const PEOPLE = 400;
const REGIONS = ['cn-beijing', 'cn-hangzhou', 'cn-shanghai', 'eu-central-1', 'us-west-1'];

export const CHANNELS: readonly string[] = Array.from({ length: 40 }, (_, index) => `C0YEARS${index}`);

export interface YearsRequest {
  readonly request: Request;
  readonly instances: readonly Instance[];
}

/** The first person asked for every twentieth, the others share the rest. */
export const ownerOf = (index: number): string =>
  `U${String(index % 20 === 0 ? 0 : 1 + (index % (PEOPLE - 1))).padStart(3, '0')}`;

/**
 * Of each hundred: 89 that created something (199 instances), 7 that were denied, 3 renewals, and an instance that was taken
 * over. The younger, the likelier it still exists.
 */
export function yearsRequest(index: number, of: number): YearsRequest {
  const place = index % 100;
  // The last one was asked for an hour ago.
  const createdAt = NOW - 3_600_000 - Math.floor((SPAN_MS * (of - 1 - index)) / of);
  const isYoung = NOW - createdAt < 15 * DAY_MS;
  const id = `r-${String(index).padStart(10, '0')}`;
  const region = REGIONS[index % REGIONS.length] as string;
  const requester = ownerOf(index);
  const charge = chargeOf(index);
  const spec = aSpec({ region, charge, name: `web-${index}` });
  const amount = place < 68 || place >= 89 ? 2 : 3;
  const quote = quoteOf(charge, amount, createdAt);
  const approval =
    charge.kind === 'prepaid'
      ? {
          ...approvalOf(requester, spec, quote),
          told: ['U900', 'U901'],
          decision: { is: 'approved' as const, by: 'U900', at: createdAt + DAY_MS / 24, note: '' },
        }
      : null;
  const base = aRequest(id, {
    ...{ state: 'finished', requester, channel: CHANNELS[index % CHANNELS.length] as string, spec, amount, quote },
    ...{
      approval,
      createdAt,
      finishedAt: createdAt + DAY_MS / 12,
      card: { channel: 'C0YEARS0', ts: `${index}.000100` },
    },
  });
  if (place === 99) return takenOver(base, isYoung);
  if (place >= 96) return renewed(base);
  if (place >= 89) return { request: isYoung ? waiting(base) : { ...base, state: 'denied' }, instances: [] };
  const instances = Array.from({ length: amount }, (_, at) => created(base, at + 1, isYoung));
  return { request: base, instances };
}

function chargeOf(index: number): Charge {
  const place = index % 100;
  if (place >= 89 && place < 99) return MONTHLY;
  if (index % 10 === 3) return { kind: 'spot', limitMicros: null };
  return index % 10 === 7 ? MONTHLY : PAY_AS_YOU_GO;
}

function quoteOf(charge: Charge, amount: number, at: number): Quote {
  if (charge.kind !== 'prepaid') {
    const price = { micros: 620_000 * amount, currency: 'CNY' };
    return { kind: 'hourly', price, listPrice: price, amount, at };
  }
  const price = { minor: 24_080 * amount, currency: 'CNY' };
  return { kind: 'term', price, listPrice: price, amount, at };
}

/** The young ones run; the others were released, and every eleventh was never created. */
function created(request: Request, ordinal: number, isYoung: boolean): Instance {
  const { id, spec, requester, createdAt } = request;
  const number = Number(id.slice(2));
  const at = createdAt + 60_000;
  const common = {
    ...{ spec: { ...spec, name: `${spec.name}-${ordinal}` }, requester, createTriedAt: createdAt, dueAt: null },
    ...{
      cloudId: `i-${number.toString(36)}x${ordinal}`,
      acceptedAt: at,
      publicIp: '203.0.113.7',
      privateIp: '10.0.0.7',
    },
    ...{ told: ['pending', 'stopped', 'starting', 'running'] as const, outcome: 'reached' as const },
  };
  if (isYoung) {
    const until = createdAt + 30 * DAY_MS;
    const expiry =
      spec.charge.kind === 'prepaid'
        ? { expiry: { until, renewal: null, lookAt: NOW + DAY_MS, ended: false, misses: 0 } }
        : {};
    return anInstance(id, ordinal, { ...common, ...expiry, observed: { status: 'Running', at } });
  }
  if (number % 11 === 5) return anInstance(id, ordinal, { ...common, ...NEVER_CREATED });
  const order = { ...{ what: 'release', stoppedMode: null, by: requester }, at: at + DAY_MS, down: false, acted: null };
  return anInstance(id, ordinal, {
    ...{ ...common, wanted: 'released', order: order as Instance['order'] },
    observed: { status: 'Stopped', at: at + DAY_MS },
  });
}

const NEVER_CREATED: Partial<Instance> = {
  creates: { sent: 1, undone: 1, lastAt: NOW, mayRepeat: true },
  ...{ cloudId: null, acceptedAt: null, publicIp: null, privateIp: null, told: [], outcome: 'failed' },
  failure: {
    ...{ kind: 'noStock', code: 'OperationDenied.NoStock', detail: 'The requested resource is sold out.' },
    ...{ requestId: '4F8CA1F5', retryAfterMs: null, api: 'CreateInstance', missing: null },
  },
};

function takenOver(base: Request, isYoung: boolean): YearsRequest {
  const cloudId = `i-adopted${base.id.slice(2)}`;
  const request: Request = { ...base, origin: adoptedOrigin(cloudId), amount: 1, quote: null, approval: null };
  const instance = created(request, 1, isYoung);
  return { request, instances: [{ ...instance, adopted: true, clientToken: '', cloudId }] };
}

const waiting = (base: Request): Request => ({
  ...base,
  ...{ state: 'pending', finishedAt: null, dueAt: NOW + DAY_MS },
  approval: base.approval && { ...base.approval, decision: null, expiresAt: NOW + 3 * DAY_MS },
});

/** Of the instance that was created two hundred requests before it. */
function renewed(base: Request): YearsRequest {
  const number = Math.max(7, Number(base.id.slice(2)) - 189);
  const renews = `r-${String(number).padStart(10, '0')}-1`;
  const until = (base.finishedAt ?? 0) + 30 * DAY_MS;
  const renewal: Request['renewal'] = {
    ...{ instanceId: renews, cloudId: `i-${number.toString(36)}x1`, wasUntil: until - 30 * DAY_MS },
    ...{
      clientToken: `token-${base.id}`,
      begunAt: base.createdAt,
      triedAt: base.createdAt,
      acceptedAt: base.createdAt,
    },
    ...{ attempts: 1, undone: 0, mayRepeat: true, refusedAt: null, misses: 0, setbacks: 0, heldBy: null, told: [] },
    ...{ failure: null, end: { is: 'renewed', until } },
  };
  return { request: { ...base, amount: 1, renewal }, instances: [] };
}
