import { byName } from '../base/lists.ts';

/** Parameters of the API and other spellings that the bot cannot order yet, or never will, by the reason. */
const UNSUPPORTED = byName<Unsupported>({
  ipv6Addresses: 'ipv6address ipv6addresses',
  encryptionAlgorithm: 'systemdiskencryptalgorithm',
  networkInterface: 'networkinterface networkinterfaces enimappings',
  snapshotPolicy: `systemdiskautosnapshotpolicyid autosnapshotpolicyid systemdiskprovisionediops systemdiskiops
    systemdiskburstingenabled`,
  dedicatedHost: `dedicatedhostid dedicatedhostclusterid managedhostid tenancy affinity hpcclusterid clusterid
    storagesetid storagesetpartitionnumber systemdiskstorageclusterid useadditionalservice
    privatepooloptionsid privatepooloptionsmatchcriteria hibernationoptionsconfigured`,
  hostNames: 'hostnames',
  loginUser: 'imageoptionsloginasnonroot',
  classicNetwork: 'inneripaddress networktype instancenetworktype vlanid',
  vpc: 'vpcid',
  platform: 'isp iooptimized enablejumboframe enablevmosconfig nodecontrollerid',
  botsOwn: `autopay arn owneraccount ownerid resourceowneraccount resourceownerid clienttoken dryrun uniquesuffix
    isoutdated forcedelete willreplace includedatadisks usenumsuffix`,
  keptSystemDisk: 'systemdiskdeletewithinstance',
  renewalUnit: 'autorenewperiodunit renewperiodunit renewalperiodunit',
  shortfall: 'minamount',
});

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
  UNSUPPORTED.get(plain) ?? UNSUPPORTED_RECORDS.find(([begins]) => begins.test(plain))?.[1];
