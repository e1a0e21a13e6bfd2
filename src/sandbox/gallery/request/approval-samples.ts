import { type Approval, type Decision, type Requirement, specHash } from '../../../core/approval/approval.ts';
import { HOUR_MS } from '../../../core/base/durations.ts';
import type { DecisionNote } from '../../../core/request/message.ts';
import type { OrderNames } from '../../../core/request/order-names.ts';
import type { Request } from '../../../core/request/request.ts';
import type { Charge } from '../../../core/spec/charge.ts';
import type { Quote, TermQuote } from '../../../core/spec/quote.ts';
import { sampleQuote, sampleRequest } from '../samples.ts';

/** Made-up requests that wait for approval, or were decided, for the gallery and for tests of what Slack shows. */
export const PEOPLE = { lena: 'U07LENAHOF1', marcus: 'U07MARCOKA3', priya: 'U07PRIYARA4', ines: 'U07INESCAR5' };

export const PREPAID: Charge = { kind: 'prepaid', term: { unit: 'Month', period: 1 }, autoRenew: false };

export function sampleTermQuote(amount: number, over: Partial<TermQuote> = {}): TermQuote {
  const price = { minor: 141_620 * amount, currency: 'CNY' };
  return { kind: 'term', price, listPrice: price, amount, at: sampleQuote(amount).at, ...over };
}

export const sampleRequirement = (over: Partial<Requirement> = {}): Requirement => ({
  line: 12,
  needed: 1,
  from: null,
  users: [PEOPLE.marcus, PEOPLE.ines],
  unknownGroups: [],
  ...over,
});

export interface AskedSample {
  readonly amount?: number;
  readonly charge?: Charge;
  readonly quote?: Quote | null;
  readonly approval?: Partial<Approval>;
  readonly request?: Partial<Request>;
}

const NAMES: OrderNames = {
  network: 'staging',
  region: { en: 'China (Beijing)', zh: '华北2（北京）' },
  vSwitch: 'production-h',
  group: 'production-web',
  image: 'Ubuntu 22.04 64 bit',
  vCpu: 2,
  memoryGiB: 8,
  opens: { ports: ['80', '443'], more: false },
  had: { alike: 3, all: 5 },
  filledFrom: { preset: 'web-small', template: { name: 'web-servers', version: 3 } },
};

/** A waiting request; prepaid for a month by default. */
export function sampleAsked(sample: AskedSample = {}): Request & { readonly approval: Approval } {
  const { amount = 1, charge = PREPAID } = sample;
  const quoteOf = charge.kind === 'prepaid' ? sampleTermQuote(amount) : sampleQuote(amount);
  const quote = sample.quote === undefined ? quoteOf : sample.quote;
  const plain = sampleRequest(amount, { state: 'pending', quote, names: NAMES });
  const request: Request = { ...plain, spec: { ...plain.spec, charge }, ...sample.request };
  const { spec, requester, channel, createdAt } = request;
  const approval: Approval = {
    specHash: specHash(spec, amount),
    round: 1,
    quote,
    before: null,
    facts: {
      user: requester,
      isAdmin: false,
      channel,
      charge: charge.kind,
      region: spec.region,
      type: spec.instanceType,
      family: 'ecs.g7',
      vCpu: 2,
      image: { id: spec.imageId, name: null, osName: null, owner: 'system' },
      amount,
      bandwidthOut: spec.internetMaxBandwidthOut,
      diskGiB: spec.systemDisk.sizeGiB,
    },
    requirements: [sampleRequirement({ line: charge.kind === 'prepaid' ? null : 12 })],
    votes: [],
    decision: null,
    told: [PEOPLE.marcus, PEOPLE.ines],
    escalateTo: [],
    expiresAt: createdAt + 24 * HOUR_MS,
    remindAt: createdAt + HOUR_MS,
    escalateAt: null,
    remindEveryMs: HOUR_MS,
    tolerancePercent: 0,
    ...sample.approval,
  };
  return { ...request, approval };
}

const DENIAL = 'too *big* for a test, <!here>: take ecs.c7.large';

const NOTES: Readonly<Record<Decision['is'], string>> = {
  approved: 'for the launch',
  denied: DENIAL,
  withdrawn: '',
  expired: '',
};

/** The same request, decided. */
export function sampleDecided(is: Decision['is'], sample: AskedSample = {}): Request & { readonly approval: Approval } {
  const request = sampleAsked(sample);
  const at = request.createdAt + 2 * HOUR_MS;
  const by = { approved: PEOPLE.marcus, denied: PEOPLE.ines, withdrawn: PEOPLE.ines, expired: 'bot' }[is];
  const decision: Decision = { is, by, at, note: NOTES[is] };
  const votes = is === 'approved' ? [{ by }] : request.approval.votes;
  return {
    ...request,
    state: is === 'approved' ? 'creating' : is,
    finishedAt: is === 'approved' ? null : at,
    dueAt: null,
    approval: { ...request.approval, votes, decision, remindAt: null },
  };
}

/** With a price that has risen since the request. */
export const sampleAskedAgain = (sample: AskedSample = {}): Request & { readonly approval: Approval } => {
  const before = sampleTermQuote(sample.amount ?? 1);
  const price = { ...before.price, minor: Math.round(before.price.minor * 1.08) };
  const now = { ...before, price, listPrice: price };
  return sampleAsked({ ...sample, quote: now, approval: { ...sample.approval, round: 2, before } });
};

export function sampleDecisionNote(what: DecisionNote['what'], over: Partial<DecisionNote> = {}): DecisionNote {
  const by = what === 'expired' || what === 'reminded' || what === 'escalated' ? 'bot' : PEOPLE.marcus;
  const note = what === 'denied' ? DENIAL : what === 'voted' ? 'fine with me' : '';
  const { before, quote } = sampleAskedAgain().approval;
  const prices = what === 'askedAgain' ? { before, after: quote } : {};
  return { milestone: 'decision', what, by, note, ...prices, ...over };
}
