import type { AutoRenewal } from '../../../src/core/auto-renewal/auto-renewal.ts';
import { fail, ok } from '../../../src/core/base/result.ts';
import type { Failure } from '../../../src/core/failure/failure.ts';
import type { Term } from '../../../src/core/spec/charge.ts';
import type { EcsPort } from '../../../src/ecs/port.ts';

/** Of each prepaid instance whether it renews itself, by its cloud id, and how the cloud takes it to be changed. */
export interface FakeRenewals extends Pick<EcsPort, 'autoRenewals' | 'setAutoRenew' | 'renewalPrice'> {
  readonly settings: Map<string, AutoRenewal>;
  /** Every change that reached the cloud. */
  readonly sent: (readonly [cloudId: string, term: Term | null])[];
  /** What the next change is answered with; whether it takes effect all the same. */
  refusal: { readonly failure: Failure; readonly happens: boolean } | null;
  /** Why nothing of it can be read. */
  unreadable: Failure | null;
  /** From when on the above holds: after so many more readings. */
  readableFor: number;
  /** Of one month; null where none is named. */
  priceMinor: number | null;
  /** A change is taken and does not show. */
  isBlind: boolean;
  /** Right before a change is sent. */
  beforeSending: () => Promise<unknown>;
}

export function fakeRenewals(): FakeRenewals {
  const fake: FakeRenewals = {
    settings: new Map(),
    sent: [],
    refusal: null,
    unreadable: null,
    readableFor: 0,
    priceMinor: 10_000,
    isBlind: false,
    beforeSending: async () => {},
    async autoRenewals(_region, cloudIds) {
      if (fake.unreadable !== null && fake.readableFor-- <= 0) return fail(fake.unreadable);
      return ok(new Map(cloudIds.map((id) => [id, fake.settings.get(id) ?? { on: false, term: null }])));
    },
    async setAutoRenew(_region, cloudId, term, proceed) {
      await fake.beforeSending();
      if (proceed !== undefined && !(await proceed())) return fail(HELD_BACK);
      fake.sent.push([cloudId, term]);
      const { refusal } = fake;
      fake.refusal = null;
      if (!fake.isBlind && (refusal === null || refusal.happens))
        fake.settings.set(cloudId, { on: term !== null, term });
      return refusal === null ? ok(null) : fail(refusal.failure);
    },
    async renewalPrice(_region, _cloudId, term) {
      if (fake.priceMinor === null) return ok('unknown');
      const price = { minor: fake.priceMinor * term.period, currency: 'CNY' };
      return ok({ kind: 'term', price, listPrice: price, amount: 1, at: 0 });
    },
  };
  return fake;
}

const HELD_BACK: Failure = {
  kind: 'notSent',
  code: null,
  detail: '',
  requestId: null,
  retryAfterMs: null,
  api: 'ModifyInstanceAutoRenewAttribute',
  missing: null,
};
