import { ok } from '../../core/base/result.ts';
import type { InboundRule } from '../../core/security-group/open-to-world.ts';
import type { Call } from '../call.ts';
import type { EcsPort } from '../port.ts';
import type { Body } from '../sdk.ts';
import { paged } from './paged.ts';

type Permission = NonNullable<NonNullable<Body<'DescribeSecurityGroupAttribute'>['permissions']>['permission']>[number];

export const inboundRuleCalls = (call: Call): Pick<EcsPort, 'inboundRules'> => ({
  inboundRules: (region, groupId) =>
    paged('DescribeSecurityGroupAttribute', async (nextToken) => {
      const params = { regionId: region, securityGroupId: groupId, direction: 'ingress', maxResults: 1000, nextToken };
      const answer = await call('DescribeSecurityGroupAttribute', region, params, 'people');
      if (!answer.ok) return answer;
      const { permissions, requestId, nextToken: next } = answer.value;
      return ok({
        items: permissions === undefined ? null : (permissions.permission ?? []).map(inboundRule),
        next,
        requestId,
      });
    }),
});

const PROTOCOLS: readonly InboundRule['protocol'][] = ['TCP', 'UDP', 'ICMP', 'ALL'];

/** A rule that cannot be read counts as more open, never as less. */
function inboundRule(it: Permission): InboundRule {
  const protocol = it.ipProtocol?.toUpperCase().replace(/^ICMP.*$/u, 'ICMP');
  return {
    accepts: it.policy?.toLowerCase() !== 'drop',
    protocol: PROTOCOLS.find((one) => one === protocol) ?? 'other',
    ports: portsOf(it.portRange ?? ''),
    source: it.sourceCidrIp || it.ipv6SourceCidrIp || (it.sourcePrefixListId ? 'list' : null),
    priority: Number(it.priority) || 1,
  };
}

/** `22/22`, `-1/-1`. */
function portsOf(range: string): InboundRule['ports'] {
  const [, from = '', to = ''] = /^(\d+)\/(\d+)$/u.exec(range) ?? [];
  if (from === '' || (Number(from) <= 1 && Number(to) === 65_535)) return null;
  return { from: Number(from), to: Number(to) };
}
