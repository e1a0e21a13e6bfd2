import type { ImageData } from './catalogue/images.ts';
import type { RegionData } from './catalogue/regions.ts';
import type { TypeData } from './catalogue/types.ts';
import type { DiskData, Priced } from './money/prices.ts';
import type { Phase } from './state-machine.ts';

export interface Tag {
  readonly key: string;
  readonly value: string;
}

/** How an instance may ask about itself. */
export interface MetadataAccess {
  readonly endpoint: 'enabled' | 'disabled';
  readonly tokens: 'optional' | 'required';
}

/** One instance in the simulated cloud. Times are cloud milliseconds unless they say real. */
export interface Vm {
  readonly id: string;
  /** Counts the instances of this cloud; DescribeInstances lists the newest first. */
  readonly serial: number;
  readonly region: RegionData;
  readonly zone: string;
  readonly name: string;
  readonly hostName: string;
  readonly description: string;
  readonly type: TypeData;
  readonly image: ImageData;
  /** Empty on the classic network. */
  readonly vpcId: string;
  readonly vSwitchId: string;
  readonly groupIds: readonly string[];
  readonly privateIp: string;
  readonly bandwidthOut: number;
  readonly bandwidthIn: number;
  readonly internetChargeType: string;
  readonly ioOptimized: boolean;
  readonly keyPairName: string;
  readonly spotStrategy: string;
  /** Hours for which a spot instance is not taken back. */
  readonly spotDuration: number;
  readonly chargeType: 'PostPaid' | 'PrePaid';
  readonly deletionProtection: boolean;
  readonly priced: Priced;
  /** The system disk first. */
  readonly disks: readonly DiskData[];
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
