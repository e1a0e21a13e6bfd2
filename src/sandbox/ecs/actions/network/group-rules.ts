import type { AddressBook, GroupData, RuleData } from '../../catalogue/security-groups.ts';
import { hashedLetters } from '../../seeded.ts';
import { notValid, refuse } from '../../wire/refusal.ts';
import { networkIn, regionNamed } from '../../world.ts';
import type { Action } from '../action.ts';
import { oneOf } from '../filters.ts';

const MAX_RULES = 1000;
const CREATED = '2025-03-04T08:20:11Z';

/** One group with its rules, by priority. */
const describeSecurityGroupAttribute: Action = {
  takes: ['Direction', 'MaxResults', 'NextToken', 'NicType', 'RegionId', 'SecurityGroupId'],
  run(world, params) {
    const region = regionNamed(params.required('RegionId'));
    const id = params.required('SecurityGroupId');
    const { groups } = networkIn(world, region);
    const group = groups.find((each) => each.id === id);
    if (!group) return refuse(404, 'InvalidSecurityGroupId.NotFound', 'The specified SecurityGroupId does not exist.');
    const direction = oneOf(params, 'Direction', ['ingress', 'egress', 'all']) ?? 'all';
    const nic = params.text('NicType');
    if (nic !== null && nic !== 'internet' && nic !== 'intranet')
      notValid('InvalidNicType.ValueNotSupported', 'NicType');
    // A VPC has only one kind, whatever the query says.
    const nicType = group.vpcId !== '' ? 'intranet' : (nic ?? 'internet');
    const size = params.whole('MaxResults', 'InvalidParameter') ?? 500;
    if (size < 10 || size > MAX_RULES) notValid('InvalidParameter', 'MaxResults');
    const from = Number(params.text('NextToken') ?? 0);
    if (!Number.isInteger(from) || from < 0) notValid('InvalidParameter.NextToken', 'NextToken');
    const rules = group.rules
      .filter((rule) => direction === 'all' || rule.direction === direction)
      .sort((a, b) => a.priority - b.priority);
    return {
      RegionId: region.id,
      SecurityGroupId: group.id,
      SecurityGroupName: group.name,
      Description: group.description,
      VpcId: group.vpcId,
      InnerAccessPolicy: 'Accept',
      NextToken: from + size < rules.length ? String(from + size) : '',
      Permissions: { Permission: rules.slice(from, from + size).map((rule) => shown(groups, group, rule, nicType)) },
    };
  },
};

function shown(
  groups: readonly GroupData[],
  group: GroupData,
  rule: RuleData,
  nicType: string,
): Record<string, unknown> {
  const inwards = rule.direction === 'ingress';
  const name = groups.find((each) => each.id === rule.group)?.name ?? '';
  const [ports, portList] = typeof rule.ports === 'string' ? [rule.ports, NO_BOOK] : ['', rule.ports];
  const [cidr, prefixList] = typeof rule.cidr === 'string' ? [rule.cidr, NO_BOOK] : ['', rule.cidr];
  const [ipv4, ipv6] = cidr.includes(':') ? ['', cidr] : [cidr, ''];
  const peer = [ports, portList.id, cidr, prefixList.id, rule.group].join(' ');
  return {
    SecurityGroupRuleId: `sgr-${hashedLetters(17, `${group.id} ${rule.direction} ${peer}`)}`,
    Direction: rule.direction,
    Policy: rule.policy,
    IpProtocol: rule.protocol,
    PortRange: ports,
    PortRangeListId: portList.id,
    PortRangeListName: portList.name,
    SourcePortRange: '-1/-1',
    NicType: nicType,
    Priority: String(rule.priority),
    Description: rule.description,
    CreateTime: CREATED,
    SourceCidrIp: inwards ? ipv4 : '',
    SourceGroupId: inwards ? rule.group : '',
    SourceGroupName: inwards ? name : '',
    SourceGroupOwnerAccount: '',
    SourcePrefixListId: inwards ? prefixList.id : '',
    SourcePrefixListName: inwards ? prefixList.name : '',
    Ipv6SourceCidrIp: inwards ? ipv6 : '',
    DestCidrIp: inwards ? '' : ipv4,
    DestGroupId: inwards ? '' : rule.group,
    DestGroupName: inwards ? '' : name,
    DestGroupOwnerAccount: '',
    DestPrefixListId: inwards ? '' : prefixList.id,
    DestPrefixListName: inwards ? '' : prefixList.name,
    Ipv6DestCidrIp: inwards ? '' : ipv6,
  };
}

const NO_BOOK: AddressBook = { id: '', name: '' };

export const groupRuleActions: Readonly<Record<string, Action>> = {
  DescribeSecurityGroupAttribute: describeSecurityGroupAttribute,
};
