import type { Money } from '../../core/base/money.ts';
import type { Failure, FailureKind } from '../../core/failure/failure.ts';
import type { Freeze } from '../../core/freeze.ts';
import type { Instance } from '../../core/instance/instance.ts';
import type { Milestone, Note } from '../../core/request/message.ts';
import type { Request } from '../../core/request/request.ts';
import { newRequest } from '../../core/request/request-new.ts';
import { type Charge, PAY_AS_YOU_GO } from '../../core/spec/charge.ts';
import type { HourlyQuote, Quote } from '../../core/spec/quote.ts';
import { instanceName } from '../../core/spec/spec.ts';

/** In fen. */
export const cny = (minor: number): Money => ({ minor, currency: 'CNY' });

/** One exhibit: blocks, or a whole view. */
export type Sample = readonly [name: string, blocksOrView: unknown];

/** Made-up requests and instances in every state, for the gallery and for tests of what Slack shows. */
const AT = Date.UTC(2026, 10, 23, 9, 30, 0);
const SECOND = 1000;

/** The price of `amount` instances, with a discount in percent. */
export function sampleQuote(amount: number, percentOff = 0): HourlyQuote {
  const list = 627_333 * amount;
  return {
    kind: 'hourly',
    price: { micros: Math.round((list * (100 - percentOff)) / 100), currency: 'CNY' },
    listPrice: { micros: list, currency: 'CNY' },
    amount,
    at: AT,
  };
}

/**
 * A prepaid instance costs CNY 185.64 per month, and CNY 50 per week; years are 15 percent off. A spot instance costs a quarter.
 */
export function sampleQuoteOf(charge: Charge, amount: number): Quote {
  if (charge.kind === 'payAsYouGo') return sampleQuote(amount);
  if (charge.kind === 'spot') return sampleQuote(amount, 75);
  const { unit, period } = charge.term;
  const minor = amount * period * (unit === 'Week' ? 5000 : 18_564);
  const paid = period >= 12 ? Math.round(minor * 0.85) : minor;
  return { kind: 'term', price: cny(paid), listPrice: cny(minor), amount, at: AT };
}

export function sampleRequest(amount: number, over: Partial<Request> = {}): Request {
  return {
    id: 'r-7k3mz9q2xa',
    version: 1,
    state: 'creating',
    origin: 'view:V07SAMPLE01',
    requester: 'U07LENAHOF1',
    team: 'T07SANDBOX1',
    channel: 'C07GENERAL1',
    spec: {
      region: 'cn-beijing',
      zone: 'cn-beijing-h',
      instanceType: 'ecs.g7.large',
      imageId: 'ubuntu_22_04_x64_20G_alibase_20260815.vhd',
      vSwitchId: 'vsw-2ze8k4m1x0c7q9h5d3f6a',
      securityGroupId: 'sg-2ze0w5r8t1y4u7i3o6pa',
      systemDisk: { category: 'cloud_essd', sizeGiB: 40 },
      internetMaxBandwidthOut: 5,
      charge: PAY_AS_YOU_GO,
      name: 'web',
    },
    amount,
    clientTokens: Array.from({ length: amount }, (_, index) => `r-7k3mz9q2xa-${index + 1}`),
    quote: sampleQuote(amount),
    approval: null,
    createdAt: AT,
    finishedAt: null,
    card: null,
    dueAt: null,
    ...over,
  };
}

/** The progress of an instance. */
export type Stage =
  | 'waiting'
  | 'held'
  | 'heldStopped'
  | 'creating'
  | 'accepted'
  | 'pending'
  | 'stopped'
  | 'starting'
  | 'running'
  | 'troubled'
  | 'failed';

export function sampleInstance(
  request: Request,
  ordinal: number,
  stage: Stage,
  failure: Failure = sampleFailure('noStock'),
): Instance {
  const waiting = waitingOf(request)[ordinal - 1];
  if (waiting === undefined) throw new Error(`a request for ${request.amount} has no instance ${ordinal}`);
  return { ...waiting, dueAt: null, ...reached(stage, ordinal, failure) };
}

/** Made once per request: otherwise, each of a thousand instances would make a thousand. */
const WAITING = new WeakMap<Request, readonly Instance[]>();

function waitingOf(request: Request): readonly Instance[] {
  const { id, amount } = request;
  const known = WAITING.get(request);
  if (known !== undefined) return known;
  const clientTokens = Array.from({ length: amount }, (_, index) => `${id}-${index + 1}`);
  const rows = newRequest({ ...request, requestId: id, clientTokens, at: AT }).instances;
  WAITING.set(request, rows);
  return rows;
}

function reached(stage: Stage, ordinal: number, failure: Failure): Partial<Instance> {
  const creating = { createTriedAt: AT + SECOND };
  const accepted = { ...creating, cloudId: sampleCloudId(ordinal), acceptedAt: AT + 2 * SECOND };
  const seen = (status: NonNullable<Instance['observed']>['status']): Partial<Instance> => ({
    ...accepted,
    observed: { status, at: AT + 20 * SECOND },
    privateIp: `10.0.0.${ordinal + 3}`,
  });
  switch (stage) {
    case 'waiting':
      return {};
    case 'held':
      return { heldBy: sampleFreeze() };
    case 'heldStopped':
      return { ...seen('Stopped'), heldBy: sampleFreeze() };
    case 'creating':
      return creating;
    case 'accepted':
      return accepted;
    case 'pending':
      return seen('Pending');
    case 'stopped':
      return seen('Stopped');
    case 'starting':
      return { ...seen('Starting'), ...address(ordinal) };
    case 'running':
      return { ...seen('Running'), ...address(ordinal), outcome: 'reached' };
    case 'troubled':
      return { ...creating, attempts: 2, failure };
    case 'failed':
      return { ...creating, outcome: 'failed', failure };
  }
}

export const sampleFreeze = (over: Partial<Freeze> = {}): Freeze => ({
  version: 1,
  reason: 'moving the network of *all* regions <!here>',
  by: 'U07INESCAR5',
  at: AT,
  until: AT + 7200 * SECOND,
  ...over,
});

const address = (ordinal: number) => ({ publicIp: `47.93.12.${ordinal + 10}`, addressedAt: AT, startTriedAt: AT });

const sampleCloudId = (ordinal: number): string => `i-2ze4f8h1k5m9p3s7v0x${ordinal.toString(36)}`;

/** Deals the stages out over the instances in turn; if every instance has ended, the request is finished. */
export function sampleState(amount: number, stages: readonly Stage[], failures: readonly Failure[] = []) {
  const ended = stages.every((stage) => stage === 'running' || stage === 'failed');
  const request = sampleRequest(amount, ended ? { state: 'finished', finishedAt: AT + 95 * SECOND, version: 2 } : {});
  const instances = Array.from({ length: amount }, (_, i) =>
    sampleInstance(request, i + 1, stages[i % stages.length] ?? 'waiting', failures[i % failures.length]),
  );
  return { request, instances };
}

export function sampleNote(
  milestone: Milestone,
  ordinal: number,
  amount: number,
  failure: Failure | null = null,
): Note {
  const { spec } = sampleRequest(1);
  const shown = milestone === 'running' || milestone === 'address';
  return {
    milestone,
    at: AT + 30 * SECOND,
    ordinal,
    name: instanceName(spec.name, ordinal, amount),
    cloudId: milestone === 'failed' ? null : sampleCloudId(ordinal),
    publicIp: shown ? `47.93.12.${ordinal + 10}` : null,
    privateIp: milestone === 'running' ? `10.0.0.${ordinal + 3}` : null,
    failure,
    ...(milestone === 'held' ? { freeze: sampleFreeze() } : {}),
    ...(milestone === 'expired' || milestone.startsWith('autoRenew')
      ? { expiry: sampleExpiry(milestone === 'autoRenewOn', milestone === 'expired' ? null : 'U07LENAHOF1') }
      : {}),
    ...(milestone.startsWith('lease')
      ? { lease: { id: `r-7k3mz9q2xa-${ordinal}`, endsAt: AT + 604_800_000, inCloud: null } }
      : {}),
  };
}

const sampleExpiry = (on: boolean, by: string | null): NonNullable<Note['expiry']> => ({
  until: AT + 2_592_000_000,
  renewal: { on, term: on ? { unit: 'Month', period: 1 } : null },
  ...(by === null ? {} : { by }),
});

export const sampleFailure = (kind: FailureKind): Failure => ({
  kind,
  api: kind === 'deadline' || kind === 'vanished' || kind === 'reclaimed' ? null : 'CreateInstance',
  retryAfterMs: null,
  ...CLOUD_SAID[kind],
});

const said = (code: string | null, detail: string): Omit<Failure, 'kind' | 'api' | 'retryAfterMs'> => ({
  code,
  detail,
  requestId: code === null ? null : '473469C7-AA6F-4DC5-B3DB-A3DC0DE3C83E',
  missing: null,
});

const CLOUD_SAID: Readonly<Record<FailureKind, ReturnType<typeof said>>> = {
  throttled: said('Throttling.User', 'Request was denied due to user flow control.'),
  queued: said(null, ''),
  transient: said('ServiceUnavailable', 'The request has failed due to a temporary failure of the server.'),
  ambiguous: said(null, 'The connection was reset before an answer came.'),
  notSent: said(null, 'The connection was refused.'),
  inFlight: said('IdempotentProcessing', 'The previous idempotent request(s) is still processing.'),
  tokenMismatch: said('IdempotentParameterMismatch', 'The request uses the same client token as a previous request.'),
  wrongState: said('IncorrectInstanceStatus', 'The current status of the resource does not support this operation.'),
  busy: said('OperationConflict', 'The operation conflicts with another one on the same instance.'),
  alreadyDone: said('AllocatedAlready', 'The specified instance already has a public address.'),
  unreadable: said(null, 'Status Repairing, InstanceChargeType PostPaid'),
  gone: said('InvalidInstanceId.NotFound', 'The specified InstanceId does not exist.'),
  noStock: said('OperationDenied.NoStock', 'The requested resource is sold out in the specified zone.'),
  underMarket: said(
    'InvalidSpotPriceLimit.LowerThanPublicPrice',
    'The specified parameter "spotPriceLimit" can\'t be lower than current public price.',
  ),
  vSwitchFull: said('InvalidVSwitchId.IpNotEnough', 'The specified VSwitch has not enough IpAddress.'),
  money: said('InvalidAccountStatus.NotEnoughBalance', 'Your account does not have enough balance.'),
  quota: said('QuotaExceed.ElasticQuota', 'No additional quota is available for the specified ECS instance type.'),
  permission: {
    ...said('Forbidden.RAM', 'User not authorized to operate on the specified resource.'),
    missing: { action: 'ecs:CreateInstance', principal: 'ecs-chatops@1234567890' },
  },
  account: said('RealNameAuthenticationError', 'Your account has not passed the real-name authentication yet.'),
  locked: said('InstanceLockedForSecurity', 'The instance is locked due to security reasons.'),
  credentials: said('InvalidAccessKeyId.NotFound', 'Specified access key is not found.'),
  badInput: said('InvalidImageId.NotFound', 'The specified ImageId does not exist.'),
  vanished: said(null, ''),
  reclaimed: said('Recycling', ''),
  deadline: said(null, ''),
  priceChanged: said(null, ''),
  lapsed: said(null, ''),
  scriptChanged: said(null, ''),
  notAllowed: said(null, 'networks, line 12'),
  doubtful: said(null, 'Looked up by ClientToken and by tag.'),
  unknown: said('OperationDenied.Mystery', 'The operation is denied for a reason that is new.'),
};
