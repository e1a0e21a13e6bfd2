import type { AutoRenewal } from '../../src/core/auto-renewal/auto-renewal.ts';
import { fail, ok, type Result } from '../../src/core/base/result.ts';
import { type Failure, failureOf } from '../../src/core/failure/failure.ts';
import type { Term } from '../../src/core/spec/charge.ts';
import type { Quote } from '../../src/core/spec/quote.ts';
import type { EcsPort, Proceed } from '../../src/ecs/port.ts';
import { termQuote } from './cloud-port.ts';

type Body = Readonly<Record<string, unknown>>;
type Send = (
  action: string,
  params: Readonly<Record<string, string>>,
  proceed?: Proceed,
) => Promise<Result<Body, Failure>>;

/** What is asked of a prepaid instance's renewal, of the engine of the ECS simulator. */
export const autoRenewPort = (
  call: Send,
  now: () => number,
): Pick<EcsPort, 'setAutoRenew' | 'autoRenewals' | 'renewalPrice' | 'growthPrice'> => ({
  async setAutoRenew(region, cloudId, term, proceed) {
    const setting: Readonly<Record<string, string>> =
      term === null
        ? { RenewalStatus: 'Normal' }
        : { RenewalStatus: 'AutoRenewal', Duration: String(term.period), PeriodUnit: term.unit };
    const params = { RegionId: region, InstanceId: cloudId, ...setting };
    const answer = await call('ModifyInstanceAutoRenewAttribute', params, proceed);
    return answer.ok ? ok(null) : answer;
  },
  async autoRenewals(region, cloudIds) {
    const params = { RegionId: region, InstanceId: cloudIds.join(','), PageSize: '100' };
    const answer = await call('DescribeInstanceAutoRenewAttribute', params);
    if (!answer.ok) return answer;
    const { InstanceRenewAttribute } = answer.value.InstanceRenewAttributes as {
      InstanceRenewAttribute: readonly Body[];
    };
    return ok(new Map(InstanceRenewAttribute.map((one) => [String(one.InstanceId), settingOf(one)])));
  },
  async renewalPrice(region, cloudId, term): Promise<Result<Quote | 'unknown', Failure>> {
    const params = {
      RegionId: region,
      ResourceType: 'instance',
      ResourceId: cloudId,
      PriceUnit: term.unit,
      Period: String(term.period),
    };
    return told('DescribeRenewalPrice', await call('DescribeRenewalPrice', params), now());
  },
  async growthPrice(region, cloudId, { which, diskId, to, instanceType }) {
    const params: Readonly<Record<string, string>> =
      which === 'system'
        ? { InstanceType: instanceType, 'SystemDisk.Size': String(to) }
        : { 'DataDisk.1.DiskId': diskId, 'DataDisk.1.Size': String(to) };
    const api = 'DescribeInstanceModificationPrice';
    return told(api, await call(api, { RegionId: region, InstanceId: cloudId, ...params }), now());
  },
});

function told(api: string, answer: Result<Body, Failure>, at: number): Result<Quote | 'unknown', Failure> {
  if (!answer.ok) return answer.error.code === 'PriceNotFound' ? ok('unknown') : answer;
  const quote = termQuote(answer.value, 1, at);
  return quote === null ? fail(failureOf('ambiguous', { api, detail: '' })) : ok(quote);
}

function settingOf({ RenewalStatus, Duration, PeriodUnit }: Body): AutoRenewal {
  const on = RenewalStatus === 'AutoRenewal';
  return { on, term: on ? { unit: PeriodUnit as Term['unit'], period: Number(Duration) } : null };
}
