import { nearest } from '../base/nearest.ts';
import { FIELDS, type Field } from '../spec/spec.ts';
import { parseSwitch } from './switch.ts';
import { type Unsupported, unsupportedBy } from './unsupported-names.ts';

/** Names are compared without case, dots, `_`, `-` and spaces. */
export const plainName = (name: string): string => name.toLowerCase().replace(/[._\s-]/gu, '');

/** Names from the console, the API, ROS and Terraform, in the form of {@link plainName}. */
const FIELD_BY_NAME: Readonly<Record<string, Field>> = {
  regionid: 'region',
  bizregionid: 'region',
  zoneid: 'zone',
  availabilityzone: 'zone',
  instancetype: 'type',
  imageid: 'image',
  os: 'image',
  net: 'network',
  networkname: 'network',
  vsw: 'vswitch',
  vswitchid: 'vswitch',
  subnet: 'vswitch',
  subnetid: 'vswitch',
  sg: 'group',
  securitygroup: 'group',
  securitygroupid: 'group',
  category: 'disk',
  diskcategory: 'disk',
  disk1: 'disk',
  disktype: 'disk',
  systemdisk: 'disk',
  systemdiskcategory: 'disk',
  disksize: 'size',
  systemdisksize: 'size',
  internetmaxbandwidthout: 'bandwidth',
  bw: 'bandwidth',
  instancename: 'name',
  count: 'amount',
  number: 'amount',
  maxamount: 'amount',
  numberofinstances: 'amount',
  n: 'amount',
  chargetype: 'charge',
  instancechargetype: 'charge',
  payment: 'charge',
  paymenttype: 'charge',
  billing: 'charge',
  spotstrategy: 'charge',
  term: 'period',
  duration: 'period',
  autorenew: 'renew',
  renewal: 'renew',
  renewalstatus: 'renew',
  autorenewperiod: 'renewperiod',
  autorenewalperiod: 'renewperiod',
  renewalperiod: 'renewperiod',
  spotpricelimit: 'maxprice',
  pricelimit: 'maxprice',
  maxhourlyprice: 'maxprice',
  why: 'purpose',
  reason: 'purpose',
  userdata: 'script',
  startscript: 'script',
  hostname: 'host',
  description: 'about',
  internetchargetype: 'traffic',
  trafficbilling: 'traffic',
  internetmaxbandwidthin: 'inbound',
  privateip: 'ip',
  privateipaddress: 'ip',
  ipv6addresscount: 'ipv6',
  deletionprotection: 'protect',
  protection: 'protect',
  autorelease: 'lease',
  autoreleasetime: 'lease',
  releaseafter: 'lease',
  ttl: 'lease',
  rolename: 'role',
  ramrole: 'role',
  ramrolename: 'role',
  instanceramrole: 'role',
  rg: 'resourcegroup',
  resourcegroupid: 'resourcegroup',
  deploymentsetid: 'deploymentset',
  deploymentsetgroupno: 'deploymentgroup',
  creditspecification: 'credit',
  credits: 'credit',
  securityenhancementstrategy: 'hardening',
  securityenhancement: 'hardening',
  httpendpoint: 'metadata',
  httptokens: 'tokens',
  imds: 'tokens',
  httpputresponsehoplimit: 'hops',
  hoplimit: 'hops',
  spotduration: 'spothours',
  spotinterruptionbehavior: 'reclaim',
  systemdiskencrypted: 'encrypted',
  systemdiskkmskeyid: 'kmskey',
  kmskeyid: 'kmskey',
  moresecuritygroups: 'groups',
  systemdiskdiskname: 'diskname',
  systemdiskname: 'diskname',
  systemdiskdescription: 'diskabout',
};

/** The parts that name a launch template: by id, by name or either, and the version. */
const TEMPLATE_PARTS = {
  launchtemplate: 'either',
  launchtemplateid: 'id',
  launchtemplatename: 'name',
  launchtemplateversion: 'version',
} as const;
export type TemplatePart = (typeof TEMPLATE_PARTS)[keyof typeof TEMPLATE_PARTS];

/** Properties that every order has anyway, with the values that change nothing. */
const GRANTED: Readonly<Record<string, RegExp>> = {
  iooptimized: /^(?:optimized|true)$/iu,
  networktype: /^vpc$/iu,
  instancenetworktype: /^vpc$/iu,
  vpcid: /^vpc-/u,
  isoutdated: /^(?:true|false)$/iu,
  forcedelete: /^(?:true|false)$/iu,
  willreplace: /^(?:true|false)$/iu,
  includedatadisks: /^(?:true|false)$/iu,
  usenumsuffix: /^true$/iu,
  enablejumboframe: /^false$/iu,
  dryrun: /^false$/iu,
  tenancy: /^default$/iu,
  affinity: /^default$/iu,
  hibernationoptionsconfigured: /^false$/iu,
  imageoptionsloginasnonroot: /^false$/iu,
  privatepooloptionsmatchcriteria: /^open$/iu,
  systemdiskencrypted: /^false$/iu,
  systemdiskburstingenabled: /^false$/iu,
  uniquesuffix: /^false$/iu,
  autopay: /^true$/iu,
  imageowneralias: /^(?:system|self|others|marketplace)$/iu,
  systemdiskdeletewithinstance: /^true$/iu,
  enablevmosconfig: /^false$/iu,
};

export type Named =
  | { readonly is: 'field'; readonly field: Field }
  | { readonly is: 'keyPair' | 'imagePassword' | 'imageFamily' | 'tags' | 'granted' | 'level' | 'periodUnit' }
  /** Whether to allocate a public address; depends on the bandwidth. */
  | { readonly is: 'publicAddress' }
  /** All security groups; the first one is the order's group. */
  | { readonly is: 'allGroups' }
  /** The nth data disk, from 1; null for a list of them. */
  | { readonly is: 'disk'; readonly n: number | null }
  /** Only in a preset. */
  | { readonly is: 'template'; readonly part: TemplatePart }
  | { readonly is: 'unsupported'; readonly why: Unsupported };

const KEY_PAIR = new Set(['key', 'keypair', 'keyname', 'keypairname', 'sshkey', 'sshkeyname']);
const IMAGE_PASSWORD = new Set(['passwordinherit']);
const TAGS = new Set(['tag', 'tags', 'taglist', 'instancetags']);
const PUBLIC_ADDRESS = new Set(['allocatepublicip', 'allocatepublicipaddress', 'associatepublicipaddress']);

/** The meaning of a name; null for an unknown name. */
export function meaningOf(name: string, value = ''): Named | null {
  const plain = plainName(name);
  if (Object.hasOwn(GRANTED, plain) && GRANTED[plain]?.test(value.trim())) return { is: 'granted' };
  if (KEY_PAIR.has(plain)) return { is: 'keyPair' };
  if (IMAGE_PASSWORD.has(plain)) return { is: parseSwitch(value) === false ? 'granted' : 'imagePassword' };
  if (plain === 'imagefamily') return { is: 'imageFamily' };
  if (TAGS.has(plain)) return { is: 'tags' };
  if (PUBLIC_ADDRESS.has(plain)) return { is: 'publicAddress' };
  if (plain === 'systemdiskperformancelevel' || plain === 'performancelevel') return { is: 'level' };
  if (plain === 'periodunit') return { is: 'periodUnit' };
  if (/^securitygroup(?:id)?s\d*$|^securitygroup(?:id)?\d+$/u.test(plain)) return { is: 'allGroups' };
  const disk = diskNumber(plain);
  if (disk !== undefined) return { is: 'disk', n: disk };
  const field = FIELDS.find((one) => one === plain) ?? own(FIELD_BY_NAME, plain);
  if (field !== undefined) return { is: 'field', field };
  const part = own<TemplatePart>(TEMPLATE_PARTS, plain);
  if (part !== undefined) return { is: 'template', part };
  const why = unsupportedBy(plain);
  return why === undefined ? null : { is: 'unsupported', why };
}

/** `disk2` is the first data disk, after the system disk; `datadisk1` is the same disk. */
function diskNumber(plain: string): number | null | undefined {
  if (/^(?:datadisks?|diskmappings?|disks)$/u.test(plain)) return null;
  const [, of = '', n = ''] = /^(disk|datadisk)(\d{1,2})$/u.exec(plain) ?? [];
  const at = of === 'disk' ? Number(n) - 1 : Number(n);
  return n === '' || at < 1 ? undefined : at;
}

const own = <T>(table: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;

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
  const names = [...FIELDS, ...Object.keys(FIELD_BY_NAME), ...KEY_PAIR, 'tag', 'datadisk'];
  const word = nearest(plainName(name), names);
  return word === null ? null : fieldOf(meaningOf(word));
}
