import type { RegionData } from './regions.ts';
import { resourceId } from './resource-id.ts';

export interface RuleData {
  readonly direction: 'ingress' | 'egress';
  readonly policy: 'Accept' | 'Drop';
  readonly protocol: 'TCP' | 'UDP' | 'ICMP' | 'ICMPv6' | 'ALL';
  /** `22/22`; `-1/-1` is every port; or a port list. */
  readonly ports: string | AddressBook;
  /** The source or destination: an IPv4 or IPv6 range, or a prefix list; empty if it is a group. */
  readonly cidr: string | AddressBook;
  /** The id of another group. */
  readonly group: string;
  /** 1 is the highest, 100 the lowest. */
  readonly priority: number;
  readonly description: string;
}

/** A list that rules name in place of their own ranges; what it holds is told by calls that are not modelled. */
export interface AddressBook {
  readonly id: string;
  readonly name: string;
}

export interface GroupData {
  readonly id: string;
  readonly name: string;
  /** Empty in the classic network. */
  readonly vpcId: string;
  readonly description: string;
  readonly rules: readonly RuleData[];
}

const ANYWHERE = '0.0.0.0/0';
/** A documentation network: the office of the sandbox's people. */
const OFFICE = '203.0.113.0/24';
const OFFICE_IPV6 = '2001:db8:113::/48';

const from = (cidr: string, port: number, description: string): RuleData => ({
  direction: 'ingress',
  policy: 'Accept',
  protocol: 'TCP',
  ports: `${port}/${port}`,
  cidr,
  group: '',
  priority: 1,
  description,
});

const everything = (cidr: string, description: string): RuleData => ({
  ...from(cidr, 0, description),
  protocol: 'ALL',
  ports: '-1/-1',
});

/** A group without rules blocks everything inbound and allows everything outbound, like any basic group. */
export function groupsOf(region: RegionData, production: string, development: string): readonly GroupData[] {
  const group = (name: string, vpcId: string, description: string, rules: readonly RuleData[]): GroupData => ({
    id: resourceId('sg', region, name),
    name,
    vpcId,
    description,
    rules,
  });
  const book = (kind: 'pl' | 'prl', name: string): AddressBook => ({ id: resourceId(kind, region, name), name });
  const web = group('production-web', production, 'HTTP and HTTPS from everywhere, SSH from the office', [
    from(ANYWHERE, 80, 'HTTP'),
    from(ANYWHERE, 443, 'HTTPS'),
    from(OFFICE, 22, 'SSH from the office'),
  ]);
  const ofWeb = (port: number, description: string): RuleData => ({ ...from('', port, description), group: web.id });
  return [
    web,
    group('production-database', production, 'MySQL and PostgreSQL from the web group only', [
      ofWeb(3306, 'MySQL'),
      ofWeb(5432, 'PostgreSQL'),
    ]),
    group('production-closed', production, 'nothing from outside, nothing to the mail ports', [
      { ...from(ANYWHERE, 25, 'no mail'), direction: 'egress', policy: 'Drop' },
    ]),
    group('production-partners', production, 'HTTPS for partners by a prefix list, SSH from the office by IPv6', [
      { ...from('', 443, 'HTTPS for partners'), cidr: book('pl', 'partners') },
      { ...from(ANYWHERE, 0, 'monitoring'), cidr: '10.0.0.0/8', ports: book('prl', 'monitoring') },
      from(OFFICE_IPV6, 22, 'SSH from the office'),
      { ...from('::/0', 0, 'ping'), protocol: 'ICMPv6', ports: '-1/-1' },
      { ...from('198.51.100.0/24', 443, 'a partner who has left'), policy: 'Drop' },
      { ...everything(ANYWHERE, 'nobody else'), policy: 'Drop', priority: 100 },
    ]),
    group('development-default', development, 'everything from the office', [everything(OFFICE, 'the office')]),
    group('development-ci', development, 'SSH from the build machines', [from('172.17.0.0/16', 22, 'build machines')]),
    group('development-open', development, 'SSH, RDP, HTTP and HTTPS from everywhere', [
      from(ANYWHERE, 22, 'SSH'),
      from(ANYWHERE, 3389, 'RDP'),
      from(ANYWHERE, 80, 'HTTP'),
      from(ANYWHERE, 443, 'HTTPS'),
    ]),
    ...(region.id === 'cn-beijing'
      ? [group('classic-default', '', 'classic network, from before VPCs', [from(ANYWHERE, 22, 'SSH')])]
      : []),
  ];
}
