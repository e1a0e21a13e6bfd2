import type { ImageData } from './catalogue/images.ts';
import type { RegionData } from './catalogue/regions.ts';
import type { TypeData } from './catalogue/types.ts';
import type { Priced } from './money/prices.ts';
import type { Phase } from './state-machine.ts';

export interface Tag {
  readonly key: string;
  readonly value: string;
}

/** How an instance may read its own metadata. */
export interface MetadataAccess {
  readonly endpoint: 'enabled' | 'disabled';
  readonly tokens: 'optional' | 'required';
  /** The most network hops of its answers. */
  readonly hops: number;
}

/** How to log in. Passwords themselves are never stored. */
export interface Login {
  /** Whether `ecs-user` logs in by SSH, in place of root. */
  readonly asNonRoot: boolean;
  /** As DescribeInstances shows it; empty for none. */
  keyPairName: string;
  /** The key in the running system: a change waits for the next start or reboot. */
  keyInside: string;
  /** `inherited`: the image's password. With a key, none of these allows login. */
  password: 'own' | 'inherited' | 'none';
}

/** In a deployment set; the group is null if the set has none. */
export interface Placement {
  readonly setId: string;
  readonly groupNo: number | null;
}

/** One instance in the simulated cloud. Times are cloud milliseconds unless they say real. */
export interface Vm {
  readonly id: string;
  /** Numbers the instances of this cloud; DescribeInstances lists the newest first. */
  readonly serial: number;
  readonly region: RegionData;
  readonly zone: string;
  name: string;
  hostName: string;
  description: string;
  readonly type: TypeData;
  readonly image: ImageData;
  /** Empty on the classic network. */
  readonly vpcId: string;
  readonly vSwitchId: string;
  groupIds: readonly string[];
  readonly privateIp: string;
  readonly ipv6: readonly string[];
  readonly bandwidthOut: number;
  readonly bandwidthIn: number;
  readonly internetChargeType: string;
  readonly ioOptimized: boolean;
  readonly login: Login;
  /** Base64, as it was sent; empty for none. */
  userData: string;
  /** Empty for none. */
  readonly ramRoleName: string;
  /** Whether the security software of public images is on. */
  readonly hardened: boolean;
  readonly placement: Placement | null;
  /** `Standard` or `Unlimited` for burstable types, otherwise empty. */
  creditSpecification: string;
  readonly spotStrategy: string;
  /** The hours for which a spot instance is protected from reclaiming. */
  readonly spotDuration: number;
  /** Currency units per hour; null without a limit. */
  readonly spotPriceLimit: number | null;
  /** What a reclaim does to it. */
  readonly spotInterruption: 'Terminate' | 'Stop';
  readonly chargeType: 'PostPaid' | 'PrePaid';
  deletionProtection: boolean;
  priced: Priced;
  /** The system disk first. */
  diskIds: string[];
  /** Empty for the account's default. */
  readonly resourceGroupId: string;
  readonly metadata: MetadataAccess;
  readonly createdReal: number;
  /** Describe does not know it before this time. */
  visibleAt: number;
  tags: Tag[];
  phases: Phase[];
  locks: string[];
  /** Shown from `from` on, because an address takes effect at a start; null until one comes. */
  publicIp: { readonly address: string; from: number | null } | null;
  /** An economical stop has taken its public address; the next start brings another. */
  addressTaken: boolean;
  startedReal: number | null;
  stoppedMode: 'KeepCharging' | 'StopCharging' | 'Not-applicable';
  /** When it disappears, as if it had never existed. */
  goneAt: number | null;
  /** When the market stops a spot instance that is not to be released. */
  reclaimedAt: number | null;
  autoRelease: { readonly at: number; readonly text: string } | null;
  /** Only for subscriptions: their end in cloud time, and the date that is shown. */
  expires: { readonly at: number; readonly real: number } | null;
  autoRenew: {
    readonly status: 'AutoRenewal' | 'Normal' | 'NotRenewal';
    readonly unit: 'Week' | 'Month';
    readonly duration: number;
  };
}

/** `YYYY-MM-DDTHH:mmZ`, the form of all times of an instance. */
export const minute = (realMs: number): string => `${new Date(realMs).toISOString().slice(0, 16)}Z`;
/** `YYYY-MM-DDTHH:mm:ssZ`. */
export const second = (realMs: number): string => `${new Date(realMs).toISOString().slice(0, 19)}Z`;
