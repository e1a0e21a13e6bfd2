import type { CloudFault, OptionFault } from '../core/option/option-faults.ts';
import type { Unsupported } from '../core/option/unsupported-names.ts';
import { type Saying, say } from '../core/saying.ts';
import type { FieldProblem } from '../core/spec/spec.ts';

/** Why a preset's value is wrong. @param key as spelt in the preset */
export function problemSaying(key: string, { field, problem, given, min, max, fault }: FieldProblem): Saying {
  if (fault !== undefined) return say`${key}: ${faultSaying(fault, given)}`;
  if (field === 'period')
    return say`${key}: Alibaba Cloud doesn’t sell ${given}. Use 1–9, 12, 24, 36, 48, or 60 months, or 1–4 weeks.`;
  switch (problem) {
    case 'notANumber':
    case 'outOfRange':
      return say`${key} is ${given}. Set it to a whole number from ${min ?? 0} to ${max ?? 0}.`;
    case 'nameShape':
      if (/\[\d*,\d*\]/u.test(given))
        return say`${key} is ${given}, but the bot numbers several instances itself. Write the name without brackets.`;
      return say`${key} is ${given}, which isn’t a valid name. Use 2–128 letters, digits, and : _ . -, starting with a letter.`;
    case 'notAPrice':
      return say`${key} is ${given}, which isn’t a valid price. Write it like 0.35, with at most 3 decimals.`;
    default:
      return say`${key} is ${given}, which isn’t a valid value. docs/using.md lists the values.`;
  }
}

function faultSaying(fault: OptionFault, given: string): Saying {
  switch (fault.is) {
    case 'notOneOf':
      return say`${given} isn’t a valid value. Use one of ${fault.words.join(', ')}.`;
    case 'number':
      return say`${given} isn’t valid. Use a whole number from ${fault.min} to ${fault.max}.`;
    case 'text':
      return say`too long. Use at most ${fault.max} characters on one line.`;
    case 'diskName':
      return say`not a valid disk name. Use 2–128 letters, digits, and : _ . -, starting with a letter.`;
    case 'mention':
      return say`${fault.mention} is an ID, which readers don’t recognize. Write the name.`;
    case 'about':
      return say`not a valid description. Use 2–256 characters, not starting with http:// or https://.`;
    case 'login':
    case 'keyName':
      return say`${given} isn’t a valid login. Write key:NAME for a key pair, session, or image.`;
    case 'script':
      return say`there is no start script ${given} under userData. Add it there.`;
    case 'tagShape':
    case 'tagKey':
    case 'tagValue':
      return say`${fault.tag} isn’t a valid tag. Use a key of 1–128 characters and a value of at most 128.`;
    case 'tagReserved':
      return say`${fault.tag} can’t be a tag: aliyun, acs:, and ecs-chatops: are reserved, and web addresses aren’t allowed. Choose another.`;
    case 'tagTwice':
      return say`the tag ${fault.tag} is there twice. Keep one.`;
    case 'tagsTooMany':
      return say`more than ${fault.max} tags. An instance has at most 20, and the bot needs three. Remove some.`;
    case 'disksTooMany':
      return say`more than ${fault.max} data disks. Remove some.`;
    case 'diskShape':
      return say`${fault.disk} isn’t a valid data disk. Write its category and size, such as essd_pl0:100.`;
    case 'diskCategory':
      return say`${fault.disk} isn’t a disk category. Use one such as cloud_essd or cloud_auto.`;
    case 'diskOption':
      return say`${fault.disk} isn’t an option of a data disk. Leave it out.`;
    case 'groupShape':
      return say`${fault.group} isn’t a usable security group. Write IDs such as sg-1,sg-2.`;
    case 'groupTwice':
      return say`the security group ${fault.group} is there twice. Keep one.`;
    case 'groupsTooMany':
      return say`more than ${fault.max} security groups. Remove some.`;
    case 'needsEncryption':
      return say`a KMS key needs an encrypted system disk. Add SystemDisk.Encrypted: true.`;
    case 'kmsWithoutEncryption':
      return say`a KMS key needs an encrypted disk. Add encrypted to the disk.`;
    case 'diskSize':
      return say`a data disk of ${fault.category} has ${fault.min} to ${fault.max} GiB. Change its size.`;
    case 'hostLinux':
      return say`${given} isn’t a valid host name. Use 2–64 letters, digits, -, and . (Windows: 2–15, no periods).`;
    case 'hostForSeveral':
    case 'ipForSeveral':
      return say`several instances can’t share one. Leave it out, or set amount to 1.`;
    case 'ipShape':
      return say`${given} isn’t an IPv4 address that an instance can have. Use a free one of the vSwitch.`;
    case 'onlyPayAsYouGo':
      return say`only pay-as-you-go instances can have release protection. Leave it out.`;
    case 'lease':
    case 'leaseShort':
    case 'leaseLong':
      return say`${given} isn’t a valid time. Use 1h to 1000d, such as 12h or 7d. It counts from when the instance first runs.`;
    case 'onlyHourly':
      return say`prepaid instances can’t auto-release. Leave it out, or choose pay-as-you-go or spot.`;
    case 'onlyPublicImages':
      return say`only Alibaba Cloud’s public images can be hardened. Leave it out, or choose a public image.`;
    case 'onlyBurstable':
      return say`only burstable types, such as ecs.t6-c1m2.large, have CPU credits. Leave it out, or choose one.`;
    case 'needsDeploymentSet':
      return say`a group needs its deployment set. Add deploymentset: ds-….`;
    case 'shape':
      return say`${given} isn’t valid. Write it like ${fault.example}.`;
    default:
      // The policy is read without the cloud, so a preset never has this fault.
      fault satisfies CloudFault;
      return say`Alibaba Cloud doesn’t accept ${given}. Choose another.`;
  }
}

/** Why the bot never orders this. */
export function unsupportedSaying(key: string, why: Unsupported): Saying {
  switch (why) {
    case 'ipv6Addresses':
      return say`${key}: Alibaba Cloud assigns IPv6 addresses. Write how many as Ipv6AddressCount.`;
    case 'encryptionAlgorithm':
      return say`${key}: the KMS key decides the algorithm. Leave it out.`;
    case 'launchTemplate':
      return say`${key}: only a preset can start from a launch template. Write it under presets.`;
    case 'networkInterface':
      return say`${key}: the bot doesn’t set separate network interfaces. Leave it out.`;
    case 'snapshotPolicy':
      return say`${key}: the bot doesn’t set snapshot policies, provisioned IOPS, or bursting of disks. Leave it out.`;
    case 'keptSystemDisk':
      return say`${key}: the system disk is released with its instance. Leave it out.`;
    case 'dedicatedHost':
      return say`${key}: the bot doesn’t use dedicated hosts, clusters, or private pools. Leave it out.`;
    case 'hostNames':
      return say`${key}: the bot can’t set several host names. Write HostName, for one instance.`;
    case 'loginUser':
      return say`${key}: new instances log in as root. Leave it out.`;
    case 'classicNetwork':
      return say`${key}: the bot creates instances in a VPC only. Leave it out.`;
    case 'vpc':
      return say`${key}: the vSwitch decides the VPC. Write VSwitchId, or leave it out.`;
    case 'platform':
      return say`${key}: the bot doesn’t set platform options. Leave it out.`;
    case 'renewalUnit':
      return say`${key}: Alibaba Cloud counts auto-renewals in the PeriodUnit. Leave it out.`;
    case 'shortfall':
      return say`${key}: the policy’s partial decides what happens if only some can be bought. Leave it out.`;
    case 'botsOwn':
      return say`${key}: the bot sets this for its own requests. Leave it out.`;
  }
}
