import type { InboundRule } from '../../core/security-group/inbound-rule.ts';
import type { Call } from '../call.ts';
import type { EcsPort } from '../port.ts';
import type { Listed } from '../sdk.ts';
import { listIn } from './answered.ts';
import { pagesByToken } from './paged.ts';

type Permission = Listed<'DescribeSecurityGroupAttribute', 'permissions', 'permission'>;

export const inboundRuleCalls = (call: Call): Pick<EcsPort, 'inboundRules'> => ({
  inboundRules: (region, groupId) =>
    pagesByToken(
      'DescribeSecurityGroupAttribute',
      (nextToken) => {
        const which = { regionId: region, securityGroupId: groupId, direction: 'ingress' };
        return call('DescribeSecurityGroupAttribute', region, { ...which, maxResults: 1000, nextToken });
      },
      ({ permissions }) => listIn(permissions?.permission)?.map(inboundRule),
    ),
});

const PROTOCOLS: Readonly<Record<string, InboundRule['protocol']>> = {
  TCP: 'TCP',
  UDP: 'UDP',
  ICMP: 'ICMP',
  ICMPV6: 'ICMP',
  ALL: 'ALL',
  // Some regions take the numbers of IANA too.
  6: 'TCP',
  17: 'UDP',
  1: 'ICMP',
  58: 'ICMP',
};

/** A rule that cannot be read counts as more open, never as less. */
function inboundRule(it: Permission): InboundRule {
  const accepts = it.policy?.toLowerCase() !== 'drop';
  return {
    accepts,
    protocol: PROTOCOLS[it.ipProtocol?.toUpperCase() ?? ''] ?? 'other',
    ports: it.portRangeListId || isForSomeTraffic(it) ? 'unknown' : portsOf(it.portRange ?? ''),
    source: it.sourceCidrIp || it.ipv6SourceCidrIp || (it.sourcePrefixListId ? 'list' : null),
    priority: Number(it.priority) || (accepts ? 1 : 100),
  };
}

const ALL_TRAFFIC = ['', '-1/-1', '1/65535', '0.0.0.0/0', '::/0'];

/** Whether a rule is only for traffic from some ports, or to some of the addresses in the group. */
const isForSomeTraffic = (it: Permission): boolean =>
  [it.sourcePortRange, it.destCidrIp, it.ipv6DestCidrIp, it.destPrefixListId, it.destGroupId].some(
    (part) => !ALL_TRAFFIC.includes(part ?? ''),
  );

/** `22/22`, `-1/-1`. */
function portsOf(range: string): InboundRule['ports'] {
  const [, from = '', to = ''] = /^(\d+)\/(\d+)$/u.exec(range) ?? [];
  if (from === '' || (Number(from) <= 1 && Number(to) === 65_535)) return null;
  return { from: Number(from), to: Number(to) };
}
