/** Parameters of the API and other spellings that the bot cannot order yet, or never will. */
const UNSUPPORTED: Readonly<Record<string, Unsupported>> = {
  ipv6address: 'ipv6Addresses',
  ipv6addresses: 'ipv6Addresses',
  systemdiskencryptalgorithm: 'encryptionAlgorithm',
  networkinterface: 'networkInterface',
  networkinterfaces: 'networkInterface',
  enimappings: 'networkInterface',
  systemdiskautosnapshotpolicyid: 'snapshotPolicy',
  systemdiskprovisionediops: 'snapshotPolicy',
  systemdiskiops: 'snapshotPolicy',
  systemdiskburstingenabled: 'snapshotPolicy',
  autosnapshotpolicyid: 'snapshotPolicy',
  dedicatedhostid: 'dedicatedHost',
  tenancy: 'dedicatedHost',
  affinity: 'dedicatedHost',
  hpcclusterid: 'dedicatedHost',
  storagesetid: 'dedicatedHost',
  clusterid: 'dedicatedHost',
  privatepooloptionsid: 'dedicatedHost',
  privatepooloptionsmatchcriteria: 'dedicatedHost',
  useadditionalservice: 'dedicatedHost',
  hibernationoptionsconfigured: 'dedicatedHost',
  dedicatedhostclusterid: 'dedicatedHost',
  managedhostid: 'dedicatedHost',
  storagesetpartitionnumber: 'dedicatedHost',
  systemdiskstorageclusterid: 'dedicatedHost',
  hostnames: 'hostNames',
  imageoptionsloginasnonroot: 'loginUser',
  inneripaddress: 'classicNetwork',
  networktype: 'classicNetwork',
  instancenetworktype: 'classicNetwork',
  vpcid: 'vpc',
  vlanid: 'classicNetwork',
  isp: 'platform',
  iooptimized: 'platform',
  enablejumboframe: 'platform',
  autopay: 'botsOwn',
  enablevmosconfig: 'platform',
  systemdiskdeletewithinstance: 'keptSystemDisk',
  nodecontrollerid: 'platform',
  arn: 'botsOwn',
  owneraccount: 'botsOwn',
  ownerid: 'botsOwn',
  resourceowneraccount: 'botsOwn',
  resourceownerid: 'botsOwn',
  clienttoken: 'botsOwn',
  dryrun: 'botsOwn',
  autorenewperiodunit: 'renewalUnit',
  renewperiodunit: 'renewalUnit',
  renewalperiodunit: 'renewalUnit',
  minamount: 'shortfall',
  uniquesuffix: 'botsOwn',
  isoutdated: 'botsOwn',
  forcedelete: 'botsOwn',
  willreplace: 'botsOwn',
  includedatadisks: 'botsOwn',
  usenumsuffix: 'botsOwn',
};

/** Records with parts, by the beginning of their names. */
const UNSUPPORTED_RECORDS: readonly (readonly [RegExp, Unsupported])[] = [
  [/^networkinterfaces?\d*[a-z]/u, 'networkInterface'],
  [
    /^(?:additionalinfo|clockoptions|cpuoptions|networkoptions|privatednsnameoptions|scheduleroptions|securityoptions)/u,
    'platform',
  ],
  [/^arn\d*[a-z]/u, 'botsOwn'],
  [/^ipv6address(?:es)?\d+$/u, 'ipv6Addresses'],
  [/^hostnames\d+$/u, 'hostNames'],
];

/** Why an order cannot have a parameter. */
export type Unsupported =
  | 'ipv6Addresses'
  | 'encryptionAlgorithm'
  | 'launchTemplate'
  | 'networkInterface'
  | 'snapshotPolicy'
  | 'keptSystemDisk'
  | 'dedicatedHost'
  | 'hostNames'
  | 'loginUser'
  | 'classicNetwork'
  | 'vpc'
  | 'platform'
  | 'renewalUnit'
  | 'shortfall'
  | 'botsOwn';

/** Why the bot does not set a parameter with this plain name; undefined for any other name. */
export const unsupportedBy = (plain: string): Unsupported | undefined =>
  Object.hasOwn(UNSUPPORTED, plain)
    ? UNSUPPORTED[plain]
    : UNSUPPORTED_RECORDS.find(([begins]) => begins.test(plain))?.[1];
