import type { DiskCategory } from '../spec/disks.ts';

/** A problem with an option, as data; `text/` turns it into a sentence. */
export type OptionFault = WrittenFault | CloudFault;

/** Faults visible in the order alone. Numbers are inclusive bounds. */
type WrittenFault =
  /** Not one of the allowed words. */
  | { readonly is: 'notOneOf'; readonly words: readonly string[] }
  | { readonly is: 'number'; readonly min: number; readonly max: number }
  /** Too long, or with invisible characters. */
  | { readonly is: 'text'; readonly max: number }
  | { readonly is: 'diskName' | 'about' }
  /** A Slack mention of a person, a group or a channel without a name: `<@U07ANN12345>`. */
  | { readonly is: 'mention'; readonly mention: string }
  | { readonly is: 'login' | 'keyName' }
  | { readonly is: 'script'; readonly names: readonly string[] }
  | { readonly is: 'tagShape' | 'tagKey' | 'tagValue' | 'tagTwice' | 'tagReserved'; readonly tag: string }
  | { readonly is: 'tagsTooMany' | 'disksTooMany'; readonly max: number }
  | { readonly is: 'diskShape' | 'diskCategory' | 'diskOption' | 'kmsWithoutEncryption'; readonly disk: string }
  | {
      readonly is: 'diskSize';
      readonly disk: string;
      readonly category: DiskCategory;
      readonly min: number;
      readonly max: number;
    }
  /** For the security groups beside the first. */
  | { readonly is: 'groupShape' | 'groupTwice'; readonly group: string }
  | { readonly is: 'groupsTooMany'; readonly max: number }
  | { readonly is: 'needsEncryption' }
  | { readonly is: 'hostLinux' | 'hostForSeveral' }
  | { readonly is: 'ipShape' | 'ipForSeveral' }
  | { readonly is: 'onlyPayAsYouGo' | 'onlyHourly' | 'onlyPublicImages' | 'onlyBurstable' | 'needsDeploymentSet' }
  /** Neither a time nor `none`. */
  | { readonly is: 'lease' }
  | { readonly is: 'leaseShort'; readonly minMs: number }
  | { readonly is: 'leaseLong'; readonly maxMs: number }
  /** A name or id of the wrong shape, with a valid example. */
  | { readonly is: 'shape'; readonly example: string };

/** Faults found by the cloud's lists or by its answer. */
export type CloudFault =
  | { readonly is: 'keyOnWindows' | 'keyUnknown' | 'hostWindows' }
  | { readonly is: 'groupUnknown' | 'groupOtherVpc'; readonly group: string }
  | { readonly is: 'diskNotSold'; readonly category: DiskCategory }
  | { readonly is: 'ipOutside' | 'ipReserved'; readonly cidr: string }
  | { readonly is: UnlistedFault }
  | { readonly is: 'refused'; readonly code: string };

/** The cloud's answer about a name that is in none of the bot's lists. */
export type UnlistedFault =
  | 'noRole'
  | 'notEcsRole'
  | 'mayNotPassRole'
  | 'noResourceGroup'
  | 'noDeploymentSet'
  | 'deploymentSetFull'
  | 'ipTaken'
  | 'ipv6Off'
  | 'ipv6NotOfType';
