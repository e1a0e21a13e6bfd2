import type { AutoRenewal } from '../core/auto-renewal/auto-renewal.ts';
import type { Money } from '../core/base/money.ts';
import type { Result } from '../core/base/result.ts';
import type { Shortfall } from '../core/chunk/chunk.ts';
import type { AgentSeen } from '../core/connect/live-checks.ts';
import type { PrepaidGrowth } from '../core/disk/disk-wish.ts';
import type { Failure } from '../core/failure/failure.ts';
import type { CloudInstance, Disk, InstanceFilter } from '../core/instance/cloud-instance.ts';
import type { Observed } from '../core/instance/instance.ts';
import type { KeyPairSeen, OwnKey } from '../core/key/own-key.ts';
import type { DataDisk } from '../core/option/options.ts';
import type { Tag } from '../core/option/tag.ts';
import type { StoppedMode } from '../core/power/power.ts';
import type { InboundRule } from '../core/security-group/open-to-world.ts';
import type { ChargeKind, Site, Term } from '../core/spec/charge.ts';
import type {
  DiskChoice,
  GroupChoice,
  ImageChoice,
  PlaceChoice,
  TypeChoice,
  VSwitchChoice,
} from '../core/spec/choices.ts';
import type { LaunchTemplateSeen, TemplateRef } from '../core/spec/launch-template.ts';
import type { PriceOrder, Quote } from '../core/spec/quote.ts';
import type { InstanceSpec } from '../core/spec/spec.ts';
import type { Lane } from './apis.ts';

/**
 * Asked when a call has come to the head of its line, right before it is sent; with false it is not sent, and fails as
 * `notSent`. Must not reject.
 */
export type Proceed = () => Promise<boolean>;

/** Everything the bot asks of the cloud. Every method resolves; what went wrong is a Failure, never an exception. */
export interface EcsPort {
  /**
   * CreateInstance, paid as the spec says; what is prepaid is debited inside the call. Safe to repeat with the same token and
   * spec: the cloud answers with the same id. The name, tags and token come from the arguments alone, so that a repetition is
   * the same to the letter.
   */
  createInstance(input: CreateInput, proceed?: Proceed): Promise<Result<{ readonly cloudId: string }, Failure>>;
  /**
   * RunInstances: buys several that start by themselves, with a public address where the spec has bandwidth; what is prepaid is debited
   * inside the call. Safe to repeat as above. Answers with the ids of as many as were placed, in no order.
   */
  runInstances(input: RunInput, proceed?: Proceed): Promise<Result<{ readonly cloudIds: readonly string[] }, Failure>>;
  /**
   * Whether an order would be taken at this moment: a dry run of CreateInstance or, for several and for what only it takes, RunInstances.
   * Nothing is bought; the start script is left out. Of an order that takes several calls, the first.
   */
  dryRun(order: {
    readonly spec: InstanceSpec;
    readonly amount: number;
    readonly partial: Shortfall;
  }): Promise<Result<null, Failure>>;
  /**
   * DescribeInstances with a JSON array of 1-100 ids, in one call. An id that is not in the answer is missing from the map.
   *
   * @param lane `people` where somebody waits for the answer; `polling` when left out.
   */
  describeInstances(
    region: string,
    cloudIds: readonly string[],
    lane?: Lane,
  ): Promise<Result<ReadonlyMap<string, Observed>, Failure>>;
  /** DescribeInstances by tag: the cloud ids that carry it. */
  findByTag(region: string, key: string, value: string): Promise<Result<readonly Observed[], Failure>>;
  /** StartInstances for 1-100 ids (SuccessFirst): per id null when accepted, or why not. One id is sent as StartInstance. */
  startInstances(
    region: string,
    cloudIds: readonly string[],
    proceed?: Proceed,
  ): Promise<Result<ReadonlyMap<string, Failure | null>, Failure>>;
  /** StopInstance, shutting it down properly. Without a mode the cloud does as the account is set up. */
  stopInstance(
    region: string,
    cloudId: string,
    mode?: StoppedMode | null,
    proceed?: Proceed,
  ): Promise<Result<null, Failure>>;
  rebootInstance(region: string, cloudId: string, proceed?: Proceed): Promise<Result<null, Failure>>;
  /** DeleteInstance of one that is Stopped or Running (Force); refused for what is prepaid. */
  deleteInstance(region: string, cloudId: string, proceed?: Proceed): Promise<Result<null, Failure>>;
  /**
   * ModifyInstanceAutoReleaseTime: when the cloud itself releases what is pay-as-you-go or spot, in whatever state; safe to repeat.
   *
   * @param at milliseconds UTC, a whole minute, 30 minutes to three years ahead; null for never.
   */
  setAutoRelease(region: string, cloudId: string, at: number | null, proceed?: Proceed): Promise<Result<null, Failure>>;
  /**
   * ModifyInstanceAutoRenewAttribute of one prepaid instance: by how much it renews itself before each end, which the cloud
   * debits then; null for not at all. Safe to repeat.
   */
  setAutoRenew(region: string, cloudId: string, term: Term | null, proceed?: Proceed): Promise<Result<null, Failure>>;
  /**
   * DescribeInstanceAutoRenewAttribute for 1-100 prepaid instances, in one call; fails as a whole when one of them is gone or not
   * prepaid.
   */
  autoRenewals(
    region: string,
    cloudIds: readonly string[],
    lane?: Lane,
  ): Promise<Result<ReadonlyMap<string, AutoRenewal>, Failure>>;
  /**
   * RenewInstance: prolongs the time of a prepaid instance by a term, which is debited inside the call. Safe to repeat with the
   * same token and term, without a second debit.
   */
  renewInstance(
    region: string,
    renewal: { readonly cloudId: string; readonly term: Term; readonly clientToken: string },
    proceed?: Proceed,
  ): Promise<Result<null, Failure>>;
  /** ModifyInstanceAttribute of what is said; safe to repeat. Deletion protection is refused for what is prepaid. */
  modifyInstance(
    region: string,
    cloudId: string,
    change: { readonly name?: string; readonly deletionProtection?: boolean },
    proceed?: Proceed,
  ): Promise<Result<null, Failure>>;
  /** TagResources of one instance: adds tags, and gives others of the same keys these values; safe to repeat. */
  tagInstance(region: string, cloudId: string, tags: readonly Tag[], proceed?: Proceed): Promise<Result<null, Failure>>;
  /** UntagResources of one instance: takes tags away, which need not be there; safe to repeat. */
  untagInstance(
    region: string,
    cloudId: string,
    keys: readonly string[],
    proceed?: Proceed,
  ): Promise<Result<null, Failure>>;
  /**
   * ResizeDisk: makes a disk larger, never smaller; what is inside stays. Safe to repeat with the same token, and for the same size. What is
   * prepaid is debited inside the call.
   *
   * @param online it is larger at once, which only a Running instance takes; else from the next start on
   */
  growDisk(
    region: string,
    growth: {
      readonly diskId: string;
      readonly sizeGiB: number;
      readonly clientToken: string;
      readonly online: boolean;
    },
    proceed?: Proceed,
  ): Promise<Result<null, Failure>>;
  /**
   * CreateDisk: a data disk of its own, billed by the hour, which is attached to nothing. Safe to repeat with the same token: the cloud answers with the
   * same id.
   */
  createDisk(
    region: string,
    order: {
      readonly zone: string;
      readonly disk: DataDisk;
      readonly clientToken: string;
      readonly tags: readonly Tag[];
    },
    proceed?: Proceed,
  ): Promise<Result<{ readonly diskId: string }, Failure>>;
  /** AttachDisk of one that is Available. @param keep whether it stays, and costs, when the instance is released */
  attachDisk(
    region: string,
    order: { readonly cloudId: string; readonly diskId: string; readonly keep: boolean },
    proceed?: Proceed,
  ): Promise<Result<null, Failure>>;
  /** One disk by its id or by a tag, wherever it is attached, from DescribeDisks; null where there is none. */
  looseDisk(
    region: string,
    which: { readonly id: string } | { readonly tag: Tag },
  ): Promise<Result<LooseDisk | null, Failure>>;
  /** AllocatePublicIpAddress; `alreadyDone` when it has one. The address takes effect at the next start. */
  allocatePublicIp(
    region: string,
    cloudId: string,
    proceed?: Proceed,
  ): Promise<Result<{ readonly ip: string }, Failure>>;

  /**
   * One page of a region's instances, at most 100, in the cloud's own order.
   *
   * @param lane `people` where somebody waits for the answer: then the first of several pages is also counted, which takes a second call.
   *   `polling` where all are read anyhow: nothing is counted.
   */
  listInstances(
    region: string,
    filter: InstanceFilter,
    next: string | null,
    lane: Lane,
  ): Promise<Result<InstancePage, Failure>>;
  /** Null when the region does not know it. */
  instance(region: string, cloudId: string): Promise<Result<CloudInstance | null, Failure>>;
  /** The disks of an instance from DescribeDisks, the system disk first. */
  disks(region: string, cloudId: string): Promise<Result<readonly Disk[], Failure>>;

  regions(): Promise<Result<readonly PlaceChoice[], Failure>>;
  /** Those that sell instances paid this way. */
  zones(region: string, chargeKind: ChargeKind): Promise<Result<readonly PlaceChoice[], Failure>>;
  /** Types sold this way (with or without stock) in a zone, from DescribeAvailableResource and DescribeInstanceTypes. */
  instanceTypes(region: string, zone: string, chargeKind: ChargeKind): Promise<Result<readonly TypeChoice[], Failure>>;
  /** What a type paid this way takes as its system disk in a zone, from DescribeAvailableResource; empty when the API names nothing. */
  systemDisks(
    region: string,
    zone: string,
    instanceType: string,
    chargeKind: ChargeKind,
  ): Promise<Result<readonly DiskChoice[], Failure>>;
  images(region: string): Promise<Result<readonly Image[], Failure>>;
  vSwitches(region: string): Promise<Result<readonly VSwitchChoice[], Failure>>;
  securityGroups(region: string): Promise<Result<readonly SecurityGroup[], Failure>>;
  /** What a security group lets in, from DescribeSecurityGroupAttribute. */
  inboundRules(region: string, groupId: string): Promise<Result<readonly InboundRule[], Failure>>;
  /** DescribeCloudAssistantStatus of one instance; null where the cloud has never heard of an agent in it. */
  agent(region: string, cloudId: string): Promise<Result<AgentSeen | null, Failure>>;
  /** DescribeKeyPairs, without the public keys: all of a region, of one name, or of one owner. */
  keyPairs(
    region: string,
    which?: { readonly name?: string; readonly owner?: string },
  ): Promise<Result<readonly KeyPairSeen[], Failure>>;
  /**
   * What a launch template holds in one of its versions, by DescribeLaunchTemplates and DescribeLaunchTemplateVersions: exactly one. The template
   * that is named by its name is the one that has it at this moment.
   */
  launchTemplate(region: string, which: TemplateRef): Promise<Result<LaunchTemplateSeen, Failure>>;
  /**
   * ImportKeyPair, tagged with its owner. `exists`: the region has a pair of that name, which may be another key. Safe to repeat: it
   * buys nothing, and what was imported answers `exists`.
   */
  importKeyPair(
    region: string,
    key: Pick<OwnKey, 'name' | 'line' | 'owner'>,
  ): Promise<Result<'imported' | 'exists', Failure>>;
  /** DeleteKeyPairs of one, which need not be there (any more). `attached`: an instance has it, and it stays. */
  deleteKeyPair(region: string, name: string): Promise<Result<'deleted' | 'attached', Failure>>;

  /**
   * DescribePrice for all instances of the order together: of an hour, for spot at the market's price of this moment; or of the
   * whole term when it is prepaid. `unknown` when the cloud names no price for it: that is never a price of nothing.
   */
  price(order: PriceOrder): Promise<Result<Quote | 'unknown', Failure>>;
  /** DescribeRenewalPrice: what one prepaid instance costs for a further term; `unknown` as above. */
  renewalPrice(region: string, cloudId: string, term: Term): Promise<Result<Quote | 'unknown', Failure>>;
  /**
   * DescribeInstanceModificationPrice: what a prepaid disk that gets larger costs for the rest of its time; `unknown` as above. An instance whose time is over has none.
   */
  growthPrice(region: string, cloudId: string, disk: PrepaidGrowth): Promise<Result<Quote | 'unknown', Failure>>;
  /** What the account has left, from the billing service's QueryAccountBalance; negative when it owes. */
  balance(): Promise<Result<Money, Failure>>;
  /** Where the account was opened, which the billing service tells. */
  site(): Promise<Result<Site, Failure>>;
}

export interface LooseDisk {
  readonly id: string;
  /** As the API spells it, e.g. `Available`. */
  readonly status: string;
  /** The instance that it is attached to; null for none. */
  readonly instanceId: string | null;
}

export interface CreateInput {
  readonly spec: InstanceSpec;
  readonly clientToken: string;
  /** The bot's own, beside those of the spec. */
  readonly tags: readonly { readonly key: string; readonly value: string }[];
  /** The content of the spec's start script; left out where it names none. */
  readonly userData?: string;
}

/** Of several the spec's name is a pattern, see `namePattern`. */
export interface RunInput extends CreateInput {
  /** 1-100. */
  readonly amount: number;
  /** The fewest to be placed; with fewer none is. */
  readonly least: number;
  /** When the cloud releases them unless it is told another end, milliseconds UTC; left out for never. */
  readonly releaseAt?: number;
}

export interface InstancePage {
  readonly instances: readonly CloudInstance[];
  /** What to ask the next page with; null after the last. */
  readonly next: string | null;
  /** How many there are; only with the first of several pages, and null there too when the cloud would not tell. */
  readonly total: number | null;
}

export interface Image extends ImageChoice {
  readonly os: 'linux' | 'windows';
}

export interface SecurityGroup extends GroupChoice {
  readonly description: string;
}
