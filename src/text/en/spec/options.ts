import type { OptionFault } from '../../../core/option/option-faults.ts';
import type { OptionField } from '../../../core/option/option-fields.ts';
import type { DataDisk, Login } from '../../../core/option/options.ts';
import type { Unsupported } from '../../../core/option/parameter-names.ts';
import { quoted } from '../../quoted.ts';
import { DISK, diskText } from './spec.ts';

/** How much of a script's hash is shown. */
const SHORT_HASH = 8;
const SEPARATORS = 'Letters, digits and : _ . -, beginning with a letter, 2–128 characters.';

/** What an order may say beyond the form’s own fields. */
export const options = {
  label: {
    purpose: 'Purpose',
    login: 'Login',
    script: 'Start script',
    tags: 'Tags',
    disks: 'Data disks',
    host: 'Host name',
    about: 'Description',
    traffic: 'Traffic billing',
    inbound: 'Inbound bandwidth (Mbit/s)',
    ip: 'Private IP',
    protect: 'Release protection',
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
    diskname: 'System disk name',
    diskabout: 'System disk description',
  } satisfies Record<OptionField, string>,
  /** What `key=` takes, as `/ecs help` lists it. */
  keys: {
    purpose: 'what it is for; approvers read it',
    login: 'key:NAME (or key=NAME) for a key pair, session for Session Manager, image for the image’s own password',
    script: 'name of a start script of the policy',
    tags: 'tag:team=web for each, or tags=team=web,env=dev',
    disks:
      'disk2=essd_pl0:100 for the first data disk, disk3=… for the next: each replaces that disk of a preset, or is added; disks=100;200 replaces all. Behind commas also name=, keep, snapshot=, encrypted, kms=',
    host: 'host name of one instance',
    about: 'description, 2–256 characters',
    traffic: 'how public traffic is billed: traffic or bandwidth',
    inbound: 'public bandwidth into it in Mbit/s',
    ip: 'private IP of one instance, free in its vSwitch',
    protect: 'pay-as-you-go: on or off, release protection',
    role: 'RAM role that the policy allows',
    resourcegroup: 'id of the resource group, rg-…',
    deploymentset: 'id of the deployment set, ds-…',
    deploymentgroup: 'group of the deployment set, 1–7',
    credit: 'burstable types: Standard or Unlimited',
    hardening: 'public images: Active or Deactive',
    metadata: 'on or off, whether programs on it may read its metadata',
    tokens: 'required (IMDSv2 only) or optional',
    hops: 'how far metadata answers travel, 1–64',
    spothours: 'spot: 0 or 1 hour in which it is not reclaimed',
    reclaim: 'spot: Terminate or Stop when it is reclaimed',
    diskname: 'name of the system disk',
    diskabout: 'description of the system disk',
  } satisfies Record<OptionField, string>,

  fault: (fault: OptionFault, given: string): string => {
    const it = quoted(given);
    switch (fault.is) {
      case 'notOneOf':
        return `${it} is none of ${fault.words.join(', ')}.`;
      case 'number':
        return `${it} is not a whole number from ${fault.min} to ${fault.max}.`;
      case 'text':
        return `Write at most ${fault.max} characters on one line.`;
      case 'diskName':
        return `That cannot name a disk. ${SEPARATORS}`;
      case 'about':
        return 'A description has 2–256 characters and does not begin with http:// or https://.';
      case 'login':
        return `${it} is no login. Write key=NAME for a key pair, login=session for Session Manager, or login=image for the image’s own password.`;
      case 'keyName':
        return `${it} cannot name a key pair. ${SEPARATORS}`;
      case 'keyOnWindows':
        return 'Windows ignores key pairs. Write login=session, or login=image for the image’s own password.';
      case 'keyUnknown':
        return `There is no key pair ${quoted(given.replace(/^key:/u, ''))} in this region. Import it there first, or pick another.`;
      case 'script':
        return fault.names.length === 0
          ? 'The policy names no start scripts. A policy maintainer can add one under userData.'
          : `The policy has no start script ${it}. It has ${fault.names.join(', ')}.`;
      case 'tagShape':
        return `${quoted(fault.tag)} is no tag. Write tag:team=web.`;
      case 'tagKey':
        return `The key of ${quoted(fault.tag)} must have 1–128 characters that can be seen.`;
      case 'tagValue':
        return `The value of ${quoted(fault.tag)} must have at most 128 characters that can be seen.`;
      case 'tagReserved':
        return `${quoted(fault.tag)} cannot be set: keys that begin with aliyun, acs: or ecs-chatops: are reserved, and neither part may hold a web address.`;
      case 'tagTwice':
        return `The tag ${quoted(fault.tag)} is given twice. Keep one.`;
      case 'tagsTooMany':
        return `There are more than ${fault.max} tags. An instance takes 20, and the bot needs three of them.`;
      case 'disksTooMany':
        return `There are more than ${fault.max} data disks. Leave some out.`;
      case 'diskShape':
        return `${quoted(fault.disk)} is no data disk. Write category and GiB, like disk2=essd_pl0:100.`;
      case 'diskCategory':
        return `${quoted(fault.disk)} is not a disk category. Write for example essd, essd_pl0, auto or efficiency.`;
      case 'diskOption':
        return `${quoted(fault.disk)} cannot be said of a data disk. There are name=, about=, keep, snapshot=, encrypted and kms=.`;
      case 'kmsWithoutEncryption':
        return 'A KMS key needs an encrypted disk: add encrypted.';
      case 'diskSize':
        return `A data disk of ${DISK[fault.category]} has ${fault.min} to ${fault.max} GiB.`;
      case 'diskNotSold':
        return `${DISK[fault.category]} cannot be had with this type in this zone. Pick another category, or another type.`;
      case 'hostLinux':
        return `${it} is no host name: 2–64 letters, digits, - and ., with no - or . at the ends or side by side.`;
      case 'hostWindows':
        return `${it} is no host name for Windows: 2–15 letters, digits and -, not digits alone.`;
      case 'hostForSeveral':
        return 'Several instances cannot have one host name. Leave it out, or request one instance.';
      case 'ipShape':
        return `${it} is no IPv4 address.`;
      case 'ipForSeveral':
        return 'Several instances cannot have one private IP. Leave it out, or request one instance.';
      case 'ipOutside':
        return `${it} is outside the vSwitch’s range ${fault.cidr}.`;
      case 'ipReserved':
        return `${it} is reserved: the first and the last three addresses of ${fault.cidr} cannot be used.`;
      case 'onlyPublicImages':
        return 'Only Alibaba Cloud’s public images can be hardened. Leave hardening out, or choose a public image.';
      case 'onlyPayAsYouGo':
        return 'Release protection goes with pay-as-you-go only. Write protect=off, or pick pay-as-you-go.';
      case 'needsDeploymentSet':
        return 'A group needs its deployment set: add deploymentset=ds-….';
      case 'shape':
        return `${it} does not look right. Write something like ${fault.example}.`;
    }
  },
  /** What the bot cannot order, after “The bot doesn’t set”. */
  unsupported: {
    severalGroups: 'several security groups. Name one with group=',
    ipv6: 'IPv6 addresses yet',
    encryptedSystemDisk: 'encrypted system disks yet. Data disks can be encrypted: disk2=essd:100,encrypted',
    launchTemplate: 'launch templates yet. Write what it holds as key=value, or as a preset',
    releaseTime: 'a time of release here. The policy’s lease, or /ecs lease afterwards, sets it',
    networkInterface: 'network interfaces of their own',
    snapshotPolicy: 'snapshot policies, provisioned IOPS, or bursting of disks',
    dedicatedHost: 'dedicated hosts, clusters, private pools, or hibernation',
    botsOwn: 'that: it belongs to how the bot orders',
  } satisfies Record<Unsupported, string>,
  /** Of what no command, field, preset or script may hold. Never shown with what was typed. */
  secret: {
    password:
      'Passwords never go through Slack, so nothing was done with what you typed. Delete the message or the field’s text, change that password, and log in with a key pair or Session Manager. If it’s none, write it without the = or : after that word.',
    privateKey:
      'A private key never goes through Slack, so nothing was done with what you typed. Treat that key as disclosed: make a new one, and hand over its public half only.',
    accessKey:
      'AccessKeys never go through Slack, so nothing was done with what you typed. Disable that AccessKey in the RAM console, and give the server a RAM role instead.',
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
  traffic: { PayByTraffic: 'By traffic', PayByBandwidth: 'By bandwidth' },
  protect: { on: 'On; an automatic release still happens', off: 'Off' },
  noRole: 'None (no RAM role)',
  metadata: { enabled: 'On', disabled: 'Off' },
  tokens: { required: 'Required (IMDSv2 only)', optional: 'Optional' },
  reclaim: { Terminate: 'Released', Stop: 'Stopped in economical mode' },
  group: (id: string, group: number | undefined): string => (group === undefined ? id : `${id}, group ${group}`),
};
