import type { DiskCategory } from '../spec/disks.ts';
import type { Tag } from './tag.ts';

/**
 * The optional properties of an instance. An absent one is not sent, so that the cloud's default applies. All of them are
 * approved, so every field changes the hash of the spec.
 */
export interface ServerOptions {
  /** The purpose, in the requester's words. Approvers read it; it is not sent to the cloud. */
  readonly purpose?: string;
  readonly login?: Login;
  readonly script?: Script;
  /** Sorted by key, without the bot's own tags. */
  readonly tags?: readonly Tag[];
  /** 1-16, in the order in which they are attached. */
  readonly dataDisks?: readonly DataDisk[];
  /** Security groups beside the spec's own, in the order in which they were named. */
  readonly moreGroupIds?: readonly string[];
  readonly hostName?: string;
  readonly description?: string;
  /** How public traffic is billed. */
  readonly internetChargeType?: TrafficBilling;
  /** Mbit/s. */
  readonly internetMaxBandwidthIn?: number;
  readonly privateIp?: string;
  /** 1-10 per instance; the cloud picks the addresses. The vSwitch must have IPv6. */
  readonly ipv6AddressCount?: number;
  readonly deletionProtection?: boolean;
  /** The lease from the first Running, in milliseconds; null for no end. Absent: the policy's default. */
  readonly leaseMs?: number | null;
  /** The RAM role whose rights every program on the instance has. */
  readonly ramRole?: string;
  readonly resourceGroupId?: string;
  readonly deploymentSet?: DeploymentSet;
  readonly creditSpecification?: Credit;
  readonly securityEnhancement?: Hardening;
  readonly metadata?: MetadataAccess;
  /** Replaces the image id: the family's newest image at the moment of the purchase. */
  readonly imageFamily?: string;
}

/** How the owner logs in. */
export type Login =
  /**
   * By SSH, with a key pair of the region. `fingerprint`: of the key that had this name at the request; absent where that was
   * not known.
   */
  | { readonly kind: 'keyPair'; readonly name: string; readonly fingerprint?: string }
  /** By Session Manager or in the browser. Neither a key nor a password is set. */
  | { readonly kind: 'session' }
  /** With the password in the image. */
  | { readonly kind: 'image' };

/** A start script of the policy, bound by the hash of its content. It runs at the first start. */
export interface Script {
  readonly name: string;
  /** SHA-256 of the content, in hex. */
  readonly sha256: string;
}

/** Gives the current contents of start scripts. */
export interface ScriptSource {
  /** Null when there is no longer a script with this name and content. */
  contentOf(script: Script): string | null;
}

export interface DataDisk {
  readonly category: DiskCategory;
  /** null for the size of the snapshot. */
  readonly sizeGiB: number | null;
  readonly name?: string;
  readonly description?: string;
  /** It stays, and costs money, after the instance is released. */
  readonly keep?: true;
  readonly snapshotId?: string;
  readonly encrypted?: true;
  readonly kmsKeyId?: string;
}

export interface DeploymentSet {
  readonly id: string;
  /** 1-7, for sets of the strategy AvailabilityGroup. */
  readonly group?: number;
}

export const TRAFFIC_BILLINGS = ['PayByTraffic', 'PayByBandwidth'] as const;
type TrafficBilling = (typeof TRAFFIC_BILLINGS)[number];
export const CREDITS = ['Standard', 'Unlimited'] as const;
export type Credit = (typeof CREDITS)[number];
export const HARDENINGS = ['Active', 'Deactive'] as const;
type Hardening = (typeof HARDENINGS)[number];
export const TOKENS = ['required', 'optional'] as const;
export const ENDPOINTS = ['enabled', 'disabled'] as const;

/** How programs on the instance may read its metadata and the keys of its RAM role. */
export interface MetadataAccess {
  readonly endpoint?: (typeof ENDPOINTS)[number];
  /** `required`: only with a session token (IMDSv2). */
  readonly tokens?: (typeof TOKENS)[number];
  /** 1-64. */
  readonly hopLimit?: number;
}

/** The fields without those that are undefined. */
export function withoutUndefined<T extends object>(fields: { readonly [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}
