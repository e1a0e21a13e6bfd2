import type { Failure } from '../../core/failure/failure.ts';
import type { Network } from '../../core/policy/networks.ts';
import type { RequestContext } from '../kit/context.ts';
import { code, joined, type Mrkdwn, mrkdwn } from '../kit/mrkdwn.ts';
import { type Finding, finding, together } from './finding.ts';

type Parts = Pick<RequestContext, 'catalogue' | 'text'>;

/** Whether the account has the vSwitches and security groups that the policy names. */
export async function networksCheck({ catalogue, text }: Parts, networks: readonly Network[]): Promise<Finding> {
  const words = text.doctor.networks;
  const unread = (region: string, failure: Failure): Mrkdwn =>
    mrkdwn`${words.unread(region)} ${text.doctor.cloud.failed(failure)}`;
  const regions = [...new Set(networks.map(({ region }) => region))];
  const parts = await Promise.all(
    regions.map(async (region): Promise<Finding> => {
      const [vSwitches, groups] = await Promise.all([
        catalogue.vSwitches.load(region),
        catalogue.securityGroups.load(region),
      ]);
      if (!vSwitches.ok) return finding('unknown', unread(region, vSwitches.error));
      if (!groups.ok) return finding('unknown', unread(region, groups.error));
      const known = new Set([...vSwitches.value, ...groups.value].map(({ id }) => id));
      const missing = networks
        .filter((network) => network.region === region)
        .flatMap((network): readonly Mrkdwn[] => {
          const ids = [...network.vSwitches, ...network.groups].filter((id) => !known.has(id));
          return ids.length === 0
            ? []
            : [mrkdwn`${network.name}${text.doctor.marks.colon}${joined(ids.map(code), text.doctor.marks.list)}`];
        });
      return missing.length === 0
        ? finding('good', mrkdwn``)
        : finding(
            'bad',
            mrkdwn`${words.missing(region)} ${joined(missing, text.doctor.marks.semicolon)}${text.doctor.marks.end}`,
            words.fix,
          );
    }),
  );
  return parts.every(({ status }) => status === 'good')
    ? finding('good', mrkdwn`${words.good(networks.length)}`)
    : together(parts, (all) => joined(all, ' '));
}
