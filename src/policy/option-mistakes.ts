import type { OptionFault } from '../core/option/option-faults.ts';
import type { Unsupported } from '../core/option/parameter-names.ts';
import { type Saying, say } from '../core/saying.ts';
import type { FieldProblem } from '../core/spec/spec.ts';

/** Why a value of a preset will not do. `key` as it is spelt there. */
export function problemSaying(key: string, { problem, given, min, max, fault }: FieldProblem): Saying {
  if (fault !== undefined) return say`${key}: ${faultSaying(fault, given)}`;
  switch (problem) {
    case 'notANumber':
    case 'outOfRange':
      return say`${key} is ${given}. Set it to a whole number from ${min ?? 0} to ${max ?? 0}.`;
    case 'nameShape':
      return say`${key} is ${given}, which is no name: 2–128 characters, beginning with a letter; then letters, digits and : _ . -`;
    case 'notAPrice':
      return say`${key} is ${given}, which is no price. Write it like 0.35, with at most three decimals.`;
    default:
      return say`${key} is ${given}, which is no value for it.`;
  }
}

function faultSaying(fault: OptionFault, given: string): Saying {
  switch (fault.is) {
    case 'notOneOf':
      return say`${given} is none of ${fault.words.join(', ')}.`;
    case 'number':
      return say`${given} is not a whole number from ${fault.min} to ${fault.max}.`;
    case 'text':
      return say`write at most ${fault.max} characters on one line.`;
    case 'diskName':
      return say`that cannot name a disk: 2–128 letters, digits and : _ . -, beginning with a letter.`;
    case 'mention':
      return say`${fault.mention} is an id, which tells a reader nothing. Write the name in words.`;
    case 'about':
      return say`a description has 2–256 characters and does not begin with http:// or https://.`;
    case 'login':
    case 'keyName':
    case 'keyUnknown':
      return say`${given} is no login. Name a key pair, or write session or image.`;
    case 'keyOnWindows':
      return say`Windows ignores key pairs.`;
    case 'script':
      return say`there is no start script ${given} under userData.`;
    case 'tagShape':
    case 'tagKey':
    case 'tagValue':
      return say`${fault.tag} is no tag: a key of 1–128 characters, and a value of at most 128.`;
    case 'tagReserved':
      return say`${fault.tag} cannot be set: aliyun, acs: and ecs-chatops: are reserved, and neither part may hold a web address.`;
    case 'tagTwice':
      return say`the tag ${fault.tag} is given twice.`;
    case 'tagsTooMany':
      return say`there are more than ${fault.max} tags: an instance takes 20, and the bot needs three.`;
    case 'disksTooMany':
      return say`there are more than ${fault.max} data disks.`;
    case 'diskShape':
      return say`${fault.disk} is no data disk. It needs a category and a size.`;
    case 'diskCategory':
      return say`${fault.disk} is not a disk category.`;
    case 'diskOption':
      return say`${fault.disk} cannot be said of a data disk.`;
    case 'groupShape':
    case 'groupUnknown':
    case 'groupOtherVpc':
      return say`${fault.group} is no security group that will do. Name IDs such as sg-1,sg-2.`;
    case 'groupTwice':
      return say`the security group ${fault.group} is named twice.`;
    case 'groupsTooMany':
      return say`there are more than ${fault.max} security groups.`;
    case 'needsEncryption':
      return say`a KMS key needs an encrypted system disk. Add SystemDisk.Encrypted: true.`;
    case 'kmsWithoutEncryption':
      return say`a KMS key needs an encrypted disk.`;
    case 'diskSize':
      return say`a data disk ${fault.category} has ${fault.min} to ${fault.max} GiB.`;
    case 'diskNotSold':
      return say`${fault.category} cannot be had with this type.`;
    case 'hostLinux':
    case 'hostWindows':
      return say`${given} is no host name: 2–64 letters, digits, - and ., on Windows 2–15 without dots.`;
    case 'hostForSeveral':
    case 'ipForSeveral':
      return say`several instances cannot have one. Leave it out, or set the amount to 1.`;
    case 'ipShape':
    case 'ipOutside':
    case 'ipReserved':
      return say`${given} is no IPv4 address that an instance can have.`;
    case 'onlyPayAsYouGo':
      return say`release protection goes with pay-as-you-go only.`;
    case 'lease':
    case 'leaseShort':
    case 'leaseLong':
      return say`${given} is no time from 1h to 1000d, such as 12h or 7d. It counts from the first Running.`;
    case 'onlyHourly':
      return say`only pay-as-you-go and spot instances can be released automatically.`;
    case 'onlyPublicImages':
      return say`only Alibaba Cloud’s public images can be hardened.`;
    case 'needsDeploymentSet':
      return say`a group needs its deployment set.`;
    case 'noRole':
    case 'notEcsRole':
    case 'mayNotPassRole':
    case 'noResourceGroup':
    case 'noDeploymentSet':
    case 'deploymentSetFull':
    case 'ipTaken':
    case 'ipv6Off':
    case 'ipv6NotOfType':
    case 'refused':
      return say`Alibaba Cloud does not take ${given}.`;
    case 'shape':
      return say`${given} does not look right. Write something like ${fault.example}.`;
  }
}

/** Why the bot does not order something at all. */
export function unsupportedSaying(key: string, why: Unsupported): Saying {
  switch (why) {
    case 'ipv6Addresses':
      return say`${key}: Alibaba Cloud picks IPv6 addresses. Write how many as Ipv6AddressCount.`;
    case 'encryptionAlgorithm':
      return say`${key}: the KMS key decides the algorithm. Leave it out.`;
    case 'launchTemplate':
      return say`${key}: the bot does not use launch templates yet. Write what the template holds.`;
    case 'networkInterface':
      return say`${key}: the bot does not set network interfaces of their own. Leave it out.`;
    case 'snapshotPolicy':
      return say`${key}: the bot does not set snapshot policies, provisioned IOPS, or bursting of disks. Leave it out.`;
    case 'dedicatedHost':
      return say`${key}: the bot does not order on dedicated hosts, in clusters or private pools. Leave it out.`;
    case 'hostNames':
      return say`${key}: the bot sets no host name for each. Write HostName for one instance.`;
    case 'loginUser':
      return say`${key}: the image decides who logs in. Leave it out.`;
    case 'classicNetwork':
      return say`${key}: the bot orders in a VPC only. Leave it out.`;
    case 'platform':
      return say`${key}: the bot does not set options of the platform. Leave it out.`;
    case 'botsOwn':
      return say`${key}: that belongs to how the bot orders. Leave it out.`;
  }
}
