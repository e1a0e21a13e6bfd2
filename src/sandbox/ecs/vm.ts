import type { ImageData } from './catalogue/images.ts';
import type { RegionData } from './catalogue/regions.ts';
import type { TypeData } from './catalogue/types.ts';
import type { Priced } from './money/prices.ts';
import type { Phase } from './state-machine.ts';

export interface Tag {
  readonly key: string;
  readonly value: string;
}

/** How an instance may ask about itself. */
export interface MetadataAccess {
  readonly endpoint: 'enabled' | 'disabled';
  readonly tokens: 'optional' | 'required';
  /** How many network hops its answers may go. */
  readonly hops: number;
}

/** How one gets in. A password itself is nowhere kept. */
export interface Login {
  /** As DescribeInstances shows it; empty for none. */
  keyPairName: string;
  /** The key that the running system takes: a change waits for the next start or reboot. */
  keyInside: string;
  /** `inherited`: that of the image. Where there is a key, none of these opens the door. */
  password: 'own' | 'inherited' | 'none';
}

/** In a deployment set; the group is null where the set has none. */
export interface Placement {
  readonly setId: string;
  readonly groupNo: number | null;
}

/** One instance in the simulated cloud. Times are cloud milliseconds unless they say real. */
export interface Vm {
  readonly id: string;
  /** Counts the instances of this cloud; DescribeInstances lists the newest first. */
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
  /** As it was sent, in base64; empty for none. */
  userData: string;
  /** Empty for none. */
  readonly ramRoleName: string;
  /** The security software of public images. */
  readonly hardened: boolean;
  readonly placement: Placement | null;
  /** `Standard` or `Unlimited` of burstable types, else empty. */
  creditSpecification: string;
  readonly spotStrategy: string;
  /** Hours for which a spot instance is not taken back. */
  readonly spotDuration: number;
  /** Units of the currency for an hour; null without a limit. */
  readonly spotPriceLimit: number | null;
  /** What the market does with it. */
  readonly spotInterruption: 'Terminate' | 'Stop';
  readonly chargeType: 'PostPaid' | 'PrePaid';
  deletionProtection: boolean;
  priced: Priced;
  /** The system disk first. */
  diskIds: string[];
  /** Empty for the account's own. */
  readonly resourceGroupId: string;
  readonly metadata: MetadataAccess;
  readonly createdReal: number;
  /** Before that, Describe does not know it yet. */
  visibleAt: number;
  tags: Tag[];
  phases: Phase[];
  locks: string[];
  /** It is shown from `from` on: an address takes effect at a start; null until one comes. */
  publicIp: { readonly address: string; from: number | null } | null;
  /** A saving stop has taken its public address; the next start brings another. */
  addressTaken: boolean;
  startedReal: number | null;
  stoppedMode: 'KeepCharging' | 'StopCharging' | 'Not-applicable';
  /** It disappears then, as if it had never been. */
  goneAt: number | null;
  /** The market stops it then: a spot instance that is not to be released. */
  reclaimedAt: number | null;
  autoRelease: { readonly at: number; readonly text: string } | null;
  /** Subscriptions only: when they end on the cloud's axis, and the date that is shown. */
  expires: { readonly at: number; readonly real: number } | null;
  autoRenew: {
    readonly status: 'AutoRenewal' | 'Normal' | 'NotRenewal';
    readonly unit: 'Week' | 'Month';
    readonly duration: number;
  };
}

/** `YYYY-MM-DDTHH:mmZ`, as every time of an instance is written. */
export const minute = (realMs: number): string => `${new Date(realMs).toISOString().slice(0, 16)}Z`;
/** `YYYY-MM-DDTHH:mm:ssZ`. */
export const second = (realMs: number): string => `${new Date(realMs).toISOString().slice(0, 19)}Z`;
