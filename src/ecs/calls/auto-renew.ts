import assert from 'node:assert';
import type { AutoRenewal } from '../../core/auto-renewal/auto-renewal.ts';
import { ok } from '../../core/base/result.ts';
import { MAX_IDS_PER_CALL } from '../../core/instance/cloud-instance.ts';
import type { Term } from '../../core/spec/charge.ts';
import type { Call } from '../call.ts';
import type { EcsPort } from '../port.ts';
import type { Listed } from '../sdk.ts';
import { done, listIn } from './answered.ts';
import { pagesByNumber } from './paged.ts';

export const autoRenewCalls = (call: Call): Pick<EcsPort, 'setAutoRenew' | 'autoRenewals'> => ({
  async setAutoRenew(region, instanceId, term, proceed) {
    // The status goes before the older flag.
    const setting =
      term === null
        ? { renewalStatus: 'Normal' }
        : { renewalStatus: 'AutoRenewal', autoRenew: true, duration: term.period, periodUnit: term.unit };
    const params = { regionId: region, instanceId, ...setting };
    return done(await call('ModifyInstanceAutoRenewAttribute', region, params, 'people', proceed));
  },

  async autoRenewals(region, cloudIds, lane = 'polling') {
    // Without ids the answer covers the whole account.
    assert(
      cloudIds.length > 0 && cloudIds.length <= MAX_IDS_PER_CALL,
      'DescribeInstanceAutoRenewAttribute takes 1 to 100 ids',
    );
    const found = await pagesByNumber(
      'DescribeInstanceAutoRenewAttribute',
      MAX_IDS_PER_CALL, // The default page size is 10, whatever the number of ids.
      ({ pageNumber, pageSize }) => {
        const page = { pageNumber: String(pageNumber), pageSize: String(pageSize) };
        const params = { regionId: region, instanceId: cloudIds.join(','), ...page };
        return call('DescribeInstanceAutoRenewAttribute', region, params, lane);
      },
      ({ instanceRenewAttributes }) => listIn(instanceRenewAttributes?.instanceRenewAttribute),
    );
    if (!found.ok) return found;
    // A setting that is unknown must not look like one that costs nothing, nor that of another instance like the one asked for.
    const settings = found.value.map(settingOf).filter((one) => one !== null);
    return ok(new Map(settings.filter(([id]) => cloudIds.includes(id))));
  },
});

type Answered = Listed<'DescribeInstanceAutoRenewAttribute', 'instanceRenewAttributes', 'instanceRenewAttribute'>;

function settingOf({
  instanceId,
  renewalStatus,
  autoRenewEnabled,
  ...by
}: Answered): readonly [string, AutoRenewal] | null {
  if (!instanceId) return null;
  const on = renewalStatus === undefined ? autoRenewEnabled : ON_BY[renewalStatus];
  if (on === undefined) return null;
  return [instanceId, { on, term: on ? termOf(by) : null }];
}

/** `NotRenewal` differs from `Normal` only in the reminders that the cloud sends. */
const ON_BY: Readonly<Record<string, boolean | undefined>> = { AutoRenewal: true, Normal: false, NotRenewal: false };

function termOf({ duration = 0, periodUnit }: Pick<Answered, 'duration' | 'periodUnit'>): Term | null {
  if (!Number.isSafeInteger(duration) || duration < 1) return null;
  if (periodUnit === 'Year') return { unit: 'Month', period: duration * 12 };
  return periodUnit === 'Week' || periodUnit === 'Month' ? { unit: periodUnit, period: duration } : null;
}
