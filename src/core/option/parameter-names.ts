import { byName } from '../base/lists.ts';
import { nearest } from '../base/nearest.ts';
import { FIELDS, type Field } from '../spec/spec.ts';
import { parseSwitch } from './switch.ts';
import { type Unsupported, unsupportedBy } from './unsupported-names.ts';

/** Names are compared without case, dots, `_`, `-` and spaces. */
export const plainName = (name: string): string => name.toLowerCase().replace(/[._\s-]/gu, '');

/** Names from the form and the console in both languages, the API, ROS and Terraform, in the form of {@link plainName}, by what they mean. */
const FIELD_BY_NAME = byName<Field>({
  region: 'regionid bizregionid 地域',
  zone: 'zoneid availabilityzone 可用区',
  type: 'instancetype 规格 实例规格',
  image: 'imageid os 镜像',
  network: 'net networkname 网络',
  vswitch: 'vsw vswitchid subnet subnetid 交换机',
  group: 'sg securitygroup securitygroupid 安全组',
  disk: 'category diskcategory disk1 disktype systemdisk systemdiskcategory 系统盘',
  size: 'disksize systemdisksize 系统盘大小',
  bandwidth: 'internetmaxbandwidthout bw 带宽 公网带宽',
  name: 'instancename 名称 实例名称',
  amount: 'count number maxamount numberofinstances n 数量 quantity',
  charge: 'chargetype instancechargetype payment paymenttype billing spotstrategy 付费类型 计费方式',
  period: 'term duration 时长 购买时长',
  renew: 'autorenew renewal renewalstatus 自动续费 autorenewal',
  renewperiod: 'autorenewperiod autorenewalperiod renewalperiod 自动续费周期',
  maxprice: 'spotpricelimit pricelimit maxhourlyprice 上限价 单台每小时上限价',
  purpose: 'why reason 用途',
  script: 'userdata startscript 启动脚本',
  host: 'hostname 主机名',
  about: 'description 描述',
  traffic: 'internetchargetype trafficbilling 流量计费方式',
  inbound: 'internetmaxbandwidthin 入方向带宽',
  ip: 'privateip privateipaddress',
  ipv6: 'ipv6addresscount',
  protect: 'deletionprotection protection 释放保护 实例释放保护',
  lease: 'autorelease autoreleasetime releaseafter ttl 自动释放',
  role: 'rolename ramrole ramrolename instanceramrole ram角色',
  resourcegroup: 'rg resourcegroupid 资源组',
  deploymentset: 'deploymentsetid 部署集',
  deploymentgroup: 'deploymentsetgroupno 部署集分组',
  credit: 'creditspecification credits',
  hardening: 'securityenhancementstrategy securityenhancement 安全加固',
  metadata: 'httpendpoint 实例元数据',
  tokens: 'httptokens imds 元数据令牌',
  hops: 'httpputresponsehoplimit hoplimit 元数据跳数上限',
  spothours: 'spotduration 抢占式保护时长',
  reclaim: 'spotinterruptionbehavior 抢占式回收方式',
  encrypted: 'systemdiskencrypted 系统盘加密',
  kmskey: 'systemdiskkmskeyid kmskeyid',
  groups: 'moresecuritygroups 其他安全组',
  login: '登录 登录方式',
  diskname: 'systemdiskdiskname systemdiskname 系统盘名称',
  diskabout: 'systemdiskdescription 系统盘描述',
});

/** The parts that name a launch template: by id, by name or either, and the version. */
const TEMPLATE_PARTS = byName<TemplatePart>({
  either: 'launchtemplate',
  id: 'launchtemplateid',
  name: 'launchtemplatename',
  version: 'launchtemplateversion',
});
export type TemplatePart = 'either' | 'id' | 'name' | 'version';

/** Properties that every order has anyway, by the values that change nothing. */
const GRANTED: ReadonlyMap<string, RegExp> = new Map(
  (
    [
      [/^(?:optimized|true)$/iu, 'iooptimized'],
      [/^vpc$/iu, 'networktype instancenetworktype'],
      [/^vpc-/u, 'vpcid'],
      [/^default$/iu, 'tenancy affinity'],
      [/^open$/iu, 'privatepooloptionsmatchcriteria'],
      [/^(?:system|self|others|marketplace)$/iu, 'imageowneralias'],
      [/^(?:true|false)$/iu, 'isoutdated forcedelete willreplace includedatadisks'],
      [/^true$/iu, 'usenumsuffix autopay systemdiskdeletewithinstance'],
      [/^false$/iu, 'enablejumboframe dryrun hibernationoptionsconfigured imageoptionsloginasnonroot'],
      [/^false$/iu, 'systemdiskencrypted systemdiskburstingenabled uniquesuffix enablevmosconfig'],
    ] as const
  ).flatMap(([values, names]) => names.split(' ').map((name) => [name, values] as const)),
);

/** `publicAddress`: whether to allocate one, which depends on the bandwidth. */
type Kind = 'keyPair' | 'imageFamily' | 'tags' | 'publicAddress' | 'level' | 'periodUnit';

export type Named =
  | { readonly is: 'field'; readonly field: Field }
  | { readonly is: Kind | 'imagePassword' | 'granted' }
  /** All security groups; the first one is the order's group. */
  | { readonly is: 'allGroups' }
  /** The nth data disk, from 1; null for a list of them. */
  | { readonly is: 'disk'; readonly n: number | null }
  /** Only in a preset. */
  | { readonly is: 'template'; readonly part: TemplatePart }
  | { readonly is: 'unsupported'; readonly why: Unsupported };

const KEY_PAIR = 'key keypair keyname keypairname sshkey sshkeyname 密钥对';
const KIND_BY_NAME = byName<Kind>({
  keyPair: KEY_PAIR,
  imageFamily: 'imagefamily',
  tags: 'tag tags taglist instancetags 标签',
  publicAddress: 'allocatepublicip allocatepublicipaddress associatepublicipaddress',
  level: 'systemdiskperformancelevel performancelevel',
  periodUnit: 'periodunit',
});

/** The meaning of a name; null for an unknown name. */
export function meaningOf(name: string, value = ''): Named | null {
  const plain = plainName(name);
  if (GRANTED.get(plain)?.test(value.trim())) return { is: 'granted' };
  const kind = KIND_BY_NAME.get(plain);
  if (kind !== undefined) return { is: kind };
  if (plain === 'passwordinherit') return { is: parseSwitch(value) === false ? 'granted' : 'imagePassword' };
  if (/^securitygroup(?:id)?s\d*$|^securitygroup(?:id)?\d+$/u.test(plain)) return { is: 'allGroups' };
  const disk = diskNumber(plain);
  if (disk !== undefined) return { is: 'disk', n: disk };
  const field = FIELDS.find((one) => one === plain) ?? FIELD_BY_NAME.get(plain);
  if (field !== undefined) return { is: 'field', field };
  const part = TEMPLATE_PARTS.get(plain);
  if (part !== undefined) return { is: 'template', part };
  const why = unsupportedBy(plain);
  return why === undefined ? null : { is: 'unsupported', why };
}

/** `disk2` is the first data disk, after the system disk; `datadisk1` is the same disk. */
function diskNumber(plain: string): number | null | undefined {
  if (/^(?:datadisks?|diskmappings?|disks|数据盘)$/u.test(plain)) return null;
  const [, of = '', n = ''] = /^(disk|datadisk)(\d{1,2})$/u.exec(plain) ?? [];
  const at = of === 'disk' ? Number(n) - 1 : Number(n);
  return n === '' || at < 1 ? undefined : at;
}

/** The field of the draft that it sets; null for none. */
export function fieldOf(meant: Named | null): Field | null {
  switch (meant?.is) {
    case 'field':
      return meant.field;
    case 'keyPair':
    case 'imagePassword':
      return 'login';
    case 'imageFamily':
      return 'image';
    case 'tags':
      return 'tags';
    case 'allGroups':
      return 'groups';
    case 'disk':
      return 'disks';
    default:
      return null;
  }
}

/** The field that a misspelt name most likely means. */
export function nearestField(name: string): Field | null {
  const names = [...FIELDS, ...FIELD_BY_NAME.keys(), ...KEY_PAIR.split(' '), 'tag', 'datadisk'];
  const word = nearest(plainName(name), names);
  return word === null ? null : fieldOf(meaningOf(word));
}
