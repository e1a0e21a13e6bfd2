import type { AutoRenewal } from '../core/auto-renewal/auto-renewal.ts';
import type { Money } from '../core/base/money.ts';
import type { Result } from '../core/base/result.ts';
import type { Shortfall } from '../core/chunk/chunk.ts';
import type { AgentSeen } from '../core/connect/live-checks.ts';
import type { PrepaidGrowth } from '../core/disk/disk-wish.ts';
import type { Failure } from '../core/failure/failure.ts';
import type { CloudInstance, Disk, InstanceFilter } from '../core/instance/cloud-instance.ts';
import type { ListedInstance } from '../core/instance/instance.ts';
import type { KeyPairSeen, OwnKey } from '../core/key/own-key.ts';
import type { DataDisk } from '../core/option/options.ts';
import type { Tag } from '../core/option/tag.ts';
import type { StoppedMode } from '../core/power/power.ts';
import type { InboundRule } from '../core/security-group/inbound-rule.ts';
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
 * Called at the head of the line, right before the call is sent. If false, the call is not sent and fails as `notSent`. Must not
 * reject.
 */
export type Proceed = () => Promise<boolean>;

/** Everything the bot asks of the cloud. Every method resolves; an error is a Failure, never an exception. */
export interface EcsPort {
  /**
   * CreateInstance, paid as the spec says; a prepaid one is debited inside the call. Safe to repeat with the same token and spec:
   * the cloud answers with the same id. Name, tags and token come only from the arguments, so that a repetition is identical.
   */
  createInstance(input: CreateInput, proceed?: Proceed): Promise<Result<{ readonly cloudId: string }, Failure>>;
  /**
   * RunInstances: buys several that start by themselves, with a public address if the spec has bandwidth; prepaid ones are
   * debited inside the call. Safe to repeat like CreateInstance. Answers with the ids of those that were created, in no order.
   */
  runInstances(input: RunInput, proceed?: Proceed): Promise<Result<{ readonly cloudIds: readonly string[] }, Failure>>;
  /**
   * Whether an order would be accepted now: a dry run of CreateInstance, or of RunInstances for several and for options that only
   * it takes. Buys nothing; leaves the start script out. Tries only the first call of an order that takes several.
   */
  dryRun(order: {
    readonly spec: InstanceSpec;
    readonly amount: number;
    readonly partial: Shortfall;
  }): Promise<Result<null, Failure>>;
  /**
   * DescribeInstances with a JSON array of 1-100 ids, in one call. An id that the answer omits is absent from the map. What the bot
   * cannot read of one instance concerns that instance alone.
   *
   * @param lane `people` if somebody waits for the answer; `polling` by default.
   */
  describeInstances(
    region: string,
    cloudIds: readonly string[],
    lane?: Lane,
  ): Promise<Result<ReadonlyMap<string, ListedInstance>, Failure>>;
  /** DescribeInstances by tag: all instances that carry it. */
  findByTag(region: string, key: string, value: string): Promise<Result<readonly ListedInstance[], Failure>>;
  /** StartInstances for 1-100 ids (SuccessFirst): per id null if accepted, or why not. One id is sent as StartInstance. */
  startInstances(
    region: string,
    cloudIds: readonly string[],
    proceed?: Proceed,
  ): Promise<Result<ReadonlyMap<string, Failure | null>, Failure>>;
  /**
   * StopInstances with a regular shutdown for 1-100 ids (SuccessFirst), as for starts. Without a mode, the account's setting decides. Without
   * the right to it, each id is sent as StopInstance.
   */
  stopInstances(
    region: string,
    cloudIds: readonly string[],
    mode?: StoppedMode | null,
    proceed?: Proceed,
  ): Promise<Result<ReadonlyMap<string, Failure | null>, Failure>>;
  rebootInstance(region: string, cloudId: string, proceed?: Proceed): Promise<Result<null, Failure>>;
  /** DeleteInstance of a Stopped or Running instance (Force); refused for a prepaid one. */
  deleteInstance(region: string, cloudId: string, proceed?: Proceed): Promise<Result<null, Failure>>;
  /**
   * ModifyInstanceAutoReleaseTime: when the cloud itself releases a pay-as-you-go or spot instance, in any state. Safe to repeat.
   *
   * @param at milliseconds UTC, a whole minute, 30 minutes to three years ahead; null for never.
   */
  setAutoRelease(region: string, cloudId: string, at: number | null, proceed?: Proceed): Promise<Result<null, Failure>>;
  /**
   * ModifyInstanceAutoRenewAttribute of one prepaid instance: the term of each renewal, which the cloud debits before the paid
   * time ends; null for no renewal. Safe to repeat.
   */
  setAutoRenew(region: string, cloudId: string, term: Term | null, proceed?: Proceed): Promise<Result<null, Failure>>;
  /**
   * DescribeInstanceAutoRenewAttribute for 1-100 prepaid instances, in one call; the cloud refuses all of it if one of them is gone
   * or not prepaid. An instance whose setting the bot does not know is absent from the map.
   */
  autoRenewals(
    region: string,
    cloudIds: readonly string[],
    lane?: Lane,
  ): Promise<Result<ReadonlyMap<string, AutoRenewal>, Failure>>;
  /**
   * RenewInstance: renews a prepaid instance for a term, which is debited inside the call. Safe to repeat with the same token and
   * term, without a second debit.
   */
  renewInstance(
    region: string,
    renewal: { readonly cloudId: string; readonly term: Term; readonly clientToken: string },
    proceed?: Proceed,
  ): Promise<Result<null, Failure>>;
  /** ModifyInstanceAttribute of the given fields; safe to repeat. Deletion protection is refused for a prepaid instance. */
  modifyInstance(
    region: string,
    cloudId: string,
    change: { readonly name?: string; readonly deletionProtection?: boolean },
    proceed?: Proceed,
  ): Promise<Result<null, Failure>>;
  /** TagResources of one instance: adds tags, and replaces the values of existing keys; safe to repeat. */
  tagInstance(region: string, cloudId: string, tags: readonly Tag[], proceed?: Proceed): Promise<Result<null, Failure>>;
  /** UntagResources of one instance: removes tags, which may be absent; safe to repeat. */
  untagInstance(
    region: string,
    cloudId: string,
    keys: readonly string[],
    proceed?: Proceed,
  ): Promise<Result<null, Failure>>;
  /**
   * ResizeDisk: makes a disk larger, never smaller; its content stays. Safe to repeat with the same token, and for the same size.
   * A prepaid disk is debited inside the call.
   *
   * @param online larger at once, only on a Running instance; otherwise from the next start on
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
   * CreateDisk: a data disk billed by the hour, attached to nothing. Safe to repeat with the same token: the cloud answers with
   * the same id.
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
  /** AttachDisk of an Available disk. @param keep whether the disk stays, and costs, after the instance's release */
  attachDisk(
    region: string,
    order: { readonly cloudId: string; readonly diskId: string; readonly keep: boolean },
    proceed?: Proceed,
  ): Promise<Result<null, Failure>>;
  /** DescribeDisks of one disk by its id or a tag, attached or not; null if there is none. */
  looseDisk(
    region: string,
    which: { readonly id: string } | { readonly tag: Tag },
  ): Promise<Result<LooseDisk | null, Failure>>;
  /** AllocatePublicIpAddress; `alreadyDone` if the instance has one. The address takes effect at the next start. */
  allocatePublicIp(
    region: string,
    cloudId: string,
    proceed?: Proceed,
  ): Promise<Result<{ readonly ip: string }, Failure>>;

  /**
   * One page of a region's instances, at most 100, in the cloud's own order.
   *
   * @param lane `people` if somebody waits for the answer: then the first of several pages also gets a total, by a second call.
   * `polling` if all pages are read anyway: no total.
   */
  listInstances(
    region: string,
    filter: InstanceFilter,
    next: string | null,
    lane: Lane,
  ): Promise<Result<InstancePage, Failure>>;
  /** Null if the region does not know it. */
  instance(region: string, cloudId: string): Promise<Result<CloudInstance | null, Failure>>;
  /** The disks of an instance from DescribeDisks, the system disk first. */
  disks(region: string, cloudId: string): Promise<Result<readonly Disk[], Failure>>;

  regions(): Promise<Result<readonly PlaceChoice[], Failure>>;
  /** The zones that sell instances paid for this way. */
  zones(region: string, chargeKind: ChargeKind): Promise<Result<readonly PlaceChoice[], Failure>>;
  /** Types sold this way in a zone, in stock or not, from DescribeAvailableResource and DescribeInstanceTypes. */
  instanceTypes(region: string, zone: string, chargeKind: ChargeKind): Promise<Result<readonly TypeChoice[], Failure>>;
  /**
   * The system disks that a type takes in a zone when paid for this way, from DescribeAvailableResource; empty if the API names
   * none.
   */
  systemDisks(
    region: string,
    zone: string,
    instanceType: string,
    chargeKind: ChargeKind,
  ): Promise<Result<readonly DiskChoice[], Failure>>;
  images(region: string): Promise<Result<readonly Image[], Failure>>;
  vSwitches(region: string): Promise<Result<readonly VSwitchChoice[], Failure>>;
  securityGroups(region: string): Promise<Result<readonly GroupChoice[], Failure>>;
  /** The inbound rules of a security group, from DescribeSecurityGroupAttribute. */
  inboundRules(region: string, groupId: string): Promise<Result<readonly InboundRule[], Failure>>;
  /** DescribeCloudAssistantStatus of one instance; null if the cloud has never heard of an agent in it. */
  agent(region: string, cloudId: string): Promise<Result<AgentSeen | null, Failure>>;
  /** DescribeKeyPairs without the public keys: all of a region, or by name or owner. */
  keyPairs(
    region: string,
    which?: { readonly name?: string; readonly owner?: string },
  ): Promise<Result<readonly KeyPairSeen[], Failure>>;
  /**
   * The content of one version of a launch template, from DescribeLaunchTemplates and DescribeLaunchTemplateVersions: exactly
   * one. A template is named by its id, or by the name that it has at this moment.
   */
  launchTemplate(region: string, which: TemplateRef): Promise<Result<LaunchTemplateSeen, Failure>>;
  /**
   * ImportKeyPair, tagged with its owner. `exists`: the region has a pair of that name, perhaps another key. Safe to repeat: it
   * costs nothing, and an imported key answers `exists`.
   */
  importKeyPair(
    region: string,
    key: Pick<OwnKey, 'name' | 'line' | 'owner'>,
  ): Promise<Result<'imported' | 'exists', Failure>>;
  /** DeleteKeyPairs of one pair, which may be absent. `attached`: an instance uses it, and it stays. */
  deleteKeyPair(region: string, name: string): Promise<Result<'deleted' | 'attached', Failure>>;

  /**
   * DescribePrice for all instances of the order together: for an hour, for spot at the present market price; or for the whole
   * term if prepaid. `unknown` if the cloud names no price, which never means free.
   */
  price(order: PriceOrder): Promise<Result<Quote | 'unknown', Failure>>;
  /** DescribeRenewalPrice: the price of a further term for one prepaid instance; `unknown` as for `price`. */
  renewalPrice(region: string, cloudId: string, term: Term): Promise<Result<Quote | 'unknown', Failure>>;
  /**
   * DescribeInstanceModificationPrice: the price of a larger prepaid disk for the rest of its time; `unknown` as for `price`.
   * There is none after the paid time has ended.
   */
  growthPrice(region: string, cloudId: string, disk: PrepaidGrowth): Promise<Result<Quote | 'unknown', Failure>>;
  /** The account's balance, from the billing service's QueryAccountBalance; negative if it owes. */
  balance(): Promise<Result<Money, Failure>>;
  /** The site where the account was opened, as the billing service tells. */
  site(): Promise<Result<Site, Failure>>;
}

export interface LooseDisk {
  readonly id: string;
  /** As the API spells it, e.g. `Available`. */
  readonly status: string;
  /** The instance that it is attached to; null if none. */
  readonly instanceId: string | null;
}

export interface CreateInput {
  readonly spec: InstanceSpec;
  readonly clientToken: string;
  /** The bot's own tags, added to those of the spec. */
  readonly tags: readonly { readonly key: string; readonly value: string }[];
  /** The content of the spec's start script; absent if the spec names none. */
  readonly userData?: string;
}

/** The spec's name is a pattern for the names of several, see `namePattern`. */
export interface RunInput extends CreateInput {
  /** 1-100. */
  readonly amount: number;
  /** If the cloud cannot create at least this many, it creates none. */
  readonly least: number;
  /** When the cloud releases them, unless the end is changed later, milliseconds UTC; absent for never. */
  readonly releaseAt?: number;
}

interface InstancePage {
  readonly instances: readonly CloudInstance[];
  /** The token for the next page; null after the last. */
  readonly next: string | null;
  /** How many more it lists that cannot be read: without an id or, if listed by ids, billed in an unknown way; absent for none. */
  readonly unread?: number;
  /** How many instances match. Only set on the first of several pages, if the cloud tells. */
  readonly total: number | null;
}

export interface Image extends ImageChoice {
  readonly os: 'linux' | 'windows';
}
