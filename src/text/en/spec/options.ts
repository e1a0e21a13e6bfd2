import type { OptionFault } from '../../../core/option/option-faults.ts';
import type { OptionField } from '../../../core/option/option-fields.ts';
import type { DataDisk, Login } from '../../../core/option/options.ts';
import type { Unsupported } from '../../../core/option/unsupported-names.ts';
import type { Term } from '../../../core/spec/charge.ts';
import { quoted } from '../../quoted.ts';
import { termText } from '../base/term.ts';
import { leaseSpan } from '../lease.ts';
import { DISK, diskText } from './spec.ts';

/** The shown length of a script's hash. */
const SHORT_HASH = 8;
const SEPARATORS = 'Use 2–128 letters, digits, and : _ . -, starting with a letter.';

/** What an order may set beyond the form’s own fields. */
export const options = {
  label: {
    purpose: 'Purpose',
    login: 'Login',
    script: 'Start script',
    tags: 'Tags',
    disks: 'Data disks',
    groups: 'More security groups',
    encrypted: 'System disk encryption',
    kmskey: 'KMS key of the system disk',
    host: 'Host name',
    about: 'Description',
    traffic: 'Traffic billing',
    inbound: 'Inbound bandwidth (Mbit/s)',
    ip: 'Private IP',
    ipv6: 'IPv6 addresses per instance',
    protect: 'Release protection',
    lease: 'Auto-release',
    role: 'RAM role',
    resourcegroup: 'Resource group',
    deploymentset: 'Deployment set',
    deploymentgroup: 'Group of the deployment set',
    credit: 'CPU credits',
    hardening: 'Security hardening',
    metadata: 'Instance metadata',
    tokens: 'Metadata tokens',
    hops: 'Metadata hop limit',
    spothours: 'Spot: protected hours',
    reclaim: 'Spot: when reclaimed',
    renewperiod: 'Auto-renewal period',
    diskname: 'System disk name',
    diskabout: 'System disk description',
  } satisfies Record<OptionField, string>,
  /** The values of `key=`, as `/ecs help` lists them. */
  keys: {
    purpose: 'what it’s for; approvers read it',
    login: 'key:NAME (or key=NAME) for a key pair, session for Session Manager, image for the image’s own password',
    script: 'name of a start script of the policy',
    tags: 'tag:team=web for each, or tags=team=web,env=dev',
    disks:
      'disk2=essd_pl0:100 for the first data disk, disk3=… for the next: each replaces that disk of a preset, or is added; disks=100;200 replaces all. After commas also name=, keep, snapshot=, encrypted, kms=',
    groups: 'IDs of security groups beside group=, such as sg-1,sg-2; at most five together',
    encrypted: 'on or off, whether the system disk is encrypted',
    kmskey: 'with encrypted=on: ID of a KMS key',
    host: 'host name of one instance',
    about: 'description, 2–256 characters',
    traffic: 'how public traffic is billed: traffic or bandwidth',
    inbound: 'inbound public bandwidth in Mbit/s',
    ip: 'private IP of one instance, free in its vSwitch',
    ipv6: 'how many IPv6 addresses each instance gets, 0–10; its vSwitch must have IPv6',
    protect: 'pay-as-you-go: on or off, release protection',
    lease: 'pay-as-you-go and spot: when it auto-releases after it first runs, such as 8h or 3d, or none',
    role: 'RAM role that the policy allows',
    resourcegroup: 'ID of the resource group, rg-…',
    deploymentset: 'ID of the deployment set, ds-…',
    deploymentgroup: 'group of the deployment set, 1–7',
    credit: 'burstable types: Standard or Unlimited',
    hardening: 'public images: Active or Deactive',
    metadata: 'on or off, whether programs on it may read its metadata',
    tokens: 'required (IMDSv2 only) or optional',
    hops: 'how far metadata answers travel, 1–64',
    spothours: 'spot: 0 or 1 hour in which it isn’t reclaimed',
    reclaim: 'spot: Terminate or Stop when it’s reclaimed',
    renewperiod: 'with renew=on: how long each auto-renewal lasts if not the period, in the same unit, such as 1m',
    diskname: 'name of the system disk',
    diskabout: 'description of the system disk',
  } satisfies Record<OptionField, string>,

  fault: (fault: OptionFault, given: string): string => {
    const it = quoted(given);
    switch (fault.is) {
      case 'notOneOf':
        return `${it} isn’t one of ${fault.words.join(', ')}.`;
      case 'number':
        return `Enter a whole number from ${fault.min} to ${fault.max}, not ${it}.`;
      case 'text':
        return `Write at most ${fault.max} characters on one line.`;
      case 'diskName':
        return `That isn’t a valid disk name. ${SEPARATORS}`;
      case 'mention':
        return `Slack didn’t say who or what ${quoted(fault.mention)} is. Write the name in words, without @ or #.`;
      case 'about':
        return 'A description has 2–256 characters and can’t start with http:// or https://.';
      case 'login':
        return `${it} isn’t a login. Write key=NAME for a key pair, login=session for Session Manager, or login=image for the image’s own password.`;
      case 'keyName':
        return `${it} isn’t a valid key pair name. ${SEPARATORS}`;
      case 'keyOnWindows':
        return 'Windows ignores key pairs. Write login=session, or login=image for the image’s own password.';
      case 'keyUnknown':
        return `There is no key pair ${quoted(given.replace(/^key:/u, ''))} in this region. Import it there first, or pick another.`;
      case 'script':
        return fault.names.length === 0
          ? 'The policy names no start scripts. A policy maintainer can add one under userData.'
          : `The policy has no start script ${it}. It has ${fault.names.join(', ')}.`;
      case 'tagShape':
        return `${quoted(fault.tag)} isn’t a tag. Write it like tag:team=web.`;
      case 'tagKey':
        return `The key of ${quoted(fault.tag)} must have 1–128 visible characters.`;
      case 'tagValue':
        return `The value of ${quoted(fault.tag)} must have at most 128 visible characters.`;
      case 'tagReserved':
        return `${quoted(fault.tag)} can’t be set: keys that start with aliyun, acs:, or ecs-chatops: are reserved, and neither part can contain a web address.`;
      case 'tagTwice':
        return `The tag ${quoted(fault.tag)} is given twice. Keep one.`;
      case 'tagsTooMany':
        return `More than ${fault.max} tags. An instance can have 20, and the bot needs three of them.`;
      case 'disksTooMany':
        return `More than ${fault.max} data disks. Leave some out.`;
      case 'diskShape':
        return `${quoted(fault.disk)} isn’t a data disk. Write category and GiB, like disk2=essd_pl0:100.`;
      case 'diskCategory':
        return `${quoted(fault.disk)} isn’t a disk category. Write for example essd, essd_pl0, auto, or efficiency.`;
      case 'diskOption':
        return `${quoted(fault.disk)} isn’t an option of a data disk. Use name=, about=, keep, snapshot=, encrypted, or kms=.`;
      case 'kmsWithoutEncryption':
        return 'A KMS key needs an encrypted disk: add encrypted.';
      case 'groupShape':
        return `${quoted(fault.group)} isn’t the ID of a security group. Write IDs like sg-1,sg-2.`;
      case 'groupUnknown':
        return `${quoted(fault.group)} isn’t a security group you can pick in this region. Leave it out, or name another.`;
      case 'groupTwice':
        return `${quoted(fault.group)} is named twice. Name it once.`;
      case 'groupOtherVpc':
        return `${quoted(fault.group)} doesn’t belong to the VPC of the vSwitch. Name a security group of that VPC.`;
      case 'groupsTooMany':
        return `More than ${fault.max} security groups. Leave some out.`;
      case 'needsEncryption':
        return 'A KMS key needs an encrypted system disk: add encrypted=on.';
      case 'diskSize':
        return `A data disk of ${DISK[fault.category]} has ${fault.min} to ${fault.max} GiB.`;
      case 'diskNotSold':
        return `${DISK[fault.category]} isn’t offered with this type in this zone. Pick another category or another type.`;
      case 'hostLinux':
        return `${it} isn’t a valid host name. Use 2–64 letters, digits, -, and ., without - or . at the ends or side by side.`;
      case 'hostWindows':
        return `${it} isn’t a valid host name for Windows. Use 2–15 letters, digits, and -, not digits alone.`;
      case 'hostForSeveral':
        return 'Several instances can’t share one host name. Leave it out, or request one instance.';
      case 'ipShape':
        return `${it} isn’t an IPv4 address.`;
      case 'ipForSeveral':
        return 'Several instances can’t share one private IP. Leave it out, or request one instance.';
      case 'ipOutside':
        return `${it} is outside the vSwitch’s range ${fault.cidr}.`;
      case 'ipReserved':
        return `${it} is reserved: the first and the last three addresses of ${fault.cidr} can’t be used.`;
      case 'onlyPublicImages':
        return 'Only Alibaba Cloud’s public images can be hardened. Leave hardening out, or choose a public image.';
      case 'onlyBurstable':
        return 'Only burstable types, such as ecs.t6-c1m2.large, have CPU credits. Leave credit out, or choose one.';
      case 'onlyPayAsYouGo':
        return 'Only pay-as-you-go instances can have release protection. Write protect=off, or pick pay-as-you-go.';
      case 'lease':
        return `${it} isn’t a time. Write it like 8h or 3d, or none.`;
      case 'leaseShort':
        return `${it} is too short: an auto-release needs at least ${leaseSpan(fault.minMs)}.`;
      case 'leaseLong':
        return `${it} is too long: an auto-release can be set for ${leaseSpan(fault.maxMs)} at most. Write none to keep it until somebody releases it.`;
      case 'onlyHourly':
        return 'Prepaid instances end with their period and can’t auto-release. Leave this out, or pick pay-as-you-go or spot.';
      case 'needsDeploymentSet':
        return 'A group needs its deployment set: add deploymentset=ds-….';
      case 'noRole':
        return `There is no RAM role ${it} in the account. Check its name in the RAM console.`;
      case 'notEcsRole':
        return `The RAM role ${it} isn’t for ECS. Choose another, or let its trust policy name ecs.aliyuncs.com.`;
      case 'mayNotPassRole':
        return `The bot isn’t allowed to give instances the RAM role ${it}. Choose another, or have the bot operator grant the bot ram:PassRole for this role.`;
      case 'noResourceGroup':
        return `There is no resource group ${it} in the account. Check its ID in the Resource Management console.`;
      case 'noDeploymentSet':
        return `There is no deployment set ${it} in this region. Check its ID in the ECS console.`;
      case 'deploymentSetFull':
        return `The deployment set ${it} has no room for this in the zone. Choose another zone or set, or request fewer instances.`;
      case 'ipTaken':
        return `${it} is already in use. Choose another private IP.`;
      case 'ipv6Off':
        return 'The vSwitch has no IPv6. Turn it on in the VPC console, choose another vSwitch, or set ipv6=0.';
      case 'ipv6NotOfType':
        return 'This instance type can’t have so many IPv6 addresses. Choose another type, or write fewer: ipv6=0 is none.';
      case 'refused':
        return `Alibaba Cloud refuses ${it} here (${fault.code}). Choose another, or leave it out.`;
      case 'shape':
        return `${it} doesn’t look right. Write something like ${fault.example}.`;
    }
  },
  /** Things that the bot cannot order, after “The bot doesn’t set”. */
  unsupported: {
    ipv6Addresses: 'IPv6 addresses of your choice. Write how many with ipv6=',
    encryptionAlgorithm: 'the algorithm of disk encryption: the KMS key decides it',
    launchTemplate: 'launch templates outside presets. Start from a preset that names one',
    networkInterface: 'network interfaces of their own',
    snapshotPolicy: 'snapshot policies, provisioned IOPS, or bursting of disks',
    keptSystemDisk: 'system disks that outlive their instance',
    dedicatedHost: 'dedicated hosts, clusters, private pools, or hibernation',
    hostNames: 'a host name for each. Name one with host=, for one instance',
    loginUser: 'the login user: new instances log in as root',
    classicNetwork: 'the classic network. Every instance is in a VPC',
    vpc: 'the VPC: the vSwitch decides it',
    platform: 'CPU, clock, DNS, network, scheduler, or security options of the platform',
    renewalUnit: 'the unit of auto-renewals: that of the period decides it',
    shortfall: 'how many must be bought at least: the policy’s partial decides it',
    botsOwn: 'that: the bot uses it for its own orders',
  } satisfies Record<Unsupported, string>,
  /** Secrets, which no command, field, preset or script may hold. Never shown with the typed text. */
  secret: {
    password:
      'Passwords never go through Slack, so nothing was done with what you typed. Delete the message or the field’s text, change that password, and log in with a key pair or Session Manager. If it’s none, write it without the = or : after that word.',
    privateKey:
      'A private key never goes through Slack, so nothing was done with what you typed. Treat that key as disclosed: make a new one, and hand over its public half only.',
    accessKey:
      'AccessKeys never go through Slack, so nothing was done with what you typed. Disable that AccessKey in the RAM console, and give the server a RAM role instead.',
  },

  /** A key pair in the form's list; `whose` is null if nothing tells its owner. */
  keyOf: (name: string, whose: 'yours' | 'notYours' | null): string =>
    `Key pair ${name} (${whose === null ? 'owner unknown' : whose === 'yours' ? 'yours' : 'not yours'})`,
  /** For an order without a login. */
  noLogin: {
    linux: 'No key pair: only the terminal and Session Manager let people in',
    windows: 'No password is set: reset it in the ECS console, or use Session Manager',
  },
  login: (login: Login): string => {
    if (login.kind === 'keyPair') return `Key pair ${login.name}`;
    return login.kind === 'session' ? 'Session Manager, no key' : 'The image’s own password';
  },
  script: (name: string, sha256: string): string => `${name} (${sha256.slice(0, SHORT_HASH)})`,
  disk: ({ category, sizeGiB, name, keep, snapshotId, encrypted, kmsKeyId, description }: DataDisk): string =>
    [
      diskText({ category, sizeGiB }),
      ...(name === undefined ? [] : [name]),
      ...(description === undefined ? [] : [quoted(description)]),
      ...(snapshotId === undefined ? [] : [`from ${snapshotId}`]),
      ...(encrypted ? [kmsKeyId === undefined ? 'encrypted' : `encrypted with ${kmsKeyId}`] : []),
      ...(keep ? ['kept after release'] : []),
    ].join(', '),
  encrypted: (isOn: boolean): string => (isOn ? 'On' : 'Off'),
  traffic: { PayByTraffic: 'By traffic', PayByBandwidth: 'By bandwidth' },
  protect: { on: 'On; auto-release still happens', off: 'Off' },
  /** From its first run; null for no end. */
  lease: (ms: number | null): string =>
    ms === null ? 'Off; stays until somebody releases it' : `${leaseSpan(ms)} after it first runs`,
  noRole: 'none',
  metadata: { enabled: 'On', disabled: 'Off' },
  tokens: { required: 'Required (IMDSv2 only)', optional: 'Optional' },
  reclaim: { Terminate: 'Released', Stop: 'Stopped in economical mode' },
  renewsBy: (term: Term): string => `${termText(term)} at a time`,
  group: (id: string, group: number | undefined): string => (group === undefined ? id : `${id}, group ${group}`),
};
