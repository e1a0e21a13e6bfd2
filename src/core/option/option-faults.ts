import type { DiskCategory } from '../spec/disks.ts';

/** What is wrong with an option, as data; `text/` turns it into a sentence. */
export type OptionFault = WrittenFault | CloudFault;

/** What the order alone shows. Numbers are inclusive bounds. */
type WrittenFault =
  /** Not one of a few words. */
  | { readonly is: 'notOneOf'; readonly words: readonly string[] }
  | { readonly is: 'number'; readonly min: number; readonly max: number }
  /** Too long, or with what nobody sees. */
  | { readonly is: 'text'; readonly max: number }
  | { readonly is: 'diskName' | 'about' }
  /** Somebody, a group or a channel as Slack writes it where it gives no name: `<@U07ANN12345>`. */
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
  /** Of the security groups beside the first. */
  | { readonly is: 'groupShape' | 'groupTwice'; readonly group: string }
  | { readonly is: 'groupsTooMany'; readonly max: number }
  | { readonly is: 'needsEncryption' }
  | { readonly is: 'hostLinux' | 'hostForSeveral' }
  | { readonly is: 'ipShape' | 'ipForSeveral' }
  | { readonly is: 'onlyPayAsYouGo' | 'onlyHourly' | 'onlyPublicImages' | 'onlyBurstable' | 'needsDeploymentSet' }
  /** No time, and not `none`. */
  | { readonly is: 'lease' }
  | { readonly is: 'leaseShort'; readonly minMs: number }
  | { readonly is: 'leaseLong'; readonly maxMs: number }
  /** A name or an id of the wrong shape, with one that would do. */
  | { readonly is: 'shape'; readonly example: string };

/** What is known from the cloud's lists, or from its answer. */
export type CloudFault =
  | { readonly is: 'keyOnWindows' | 'keyUnknown' | 'hostWindows' }
  | { readonly is: 'groupUnknown' | 'groupOtherVpc'; readonly group: string }
  | { readonly is: 'diskNotSold'; readonly category: DiskCategory }
  | { readonly is: 'ipOutside' | 'ipReserved'; readonly cidr: string }
  | { readonly is: UnlistedFault }
  | { readonly is: 'refused'; readonly code: string };

/** What the cloud says of a name that stands in no list of the bot's. */
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
