import type { DiskCategory } from '../spec/disks.ts';
import type { Tag } from './tag.ts';

/**
 * What an order may say beyond the least. What is absent is left to the cloud's own default and is not sent. All of it is part of what is
 * approved, so every field changes the hash of the spec.
 */
export interface ServerOptions {
  /** What it is for, in the requester's words. Approvers decide on it; the cloud is not told. */
  readonly purpose?: string;
  readonly login?: Login;
  readonly script?: Script;
  /** Sorted by key, without the bot's own. */
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
  /** 1-10 for each instance, which the cloud picks; the vSwitch must have IPv6. */
  readonly ipv6AddressCount?: number;
  readonly deletionProtection?: boolean;
  /** How long it lives from its first Running, in milliseconds; null for no end. Absent: as the policy gives. */
  readonly leaseMs?: number | null;
  /** The RAM role whose rights everything that runs on the server has. */
  readonly ramRole?: string;
  readonly resourceGroupId?: string;
  readonly deploymentSet?: DeploymentSet;
  readonly creditSpecification?: Credit;
  readonly securityEnhancement?: Hardening;
  readonly metadata?: MetadataAccess;
  /** In place of an image's id: the newest image of it at the moment of the purchase. */
  readonly imageFamily?: string;
}

/** How its owner gets in. */
export type Login =
  /** By ssh, with a key pair of the region. */
  | { readonly kind: 'keyPair'; readonly name: string }
  /** By Session Manager or the browser: neither a key nor a password is set. */
  | { readonly kind: 'session' }
  /** By the password that is in the image. */
  | { readonly kind: 'image' };

/** What runs at the first start: one of the policy's snippets, bound by the hash of its content. */
export interface Script {
  readonly name: string;
  /** SHA-256 of the content, in hex. */
  readonly sha256: string;
}

/** Where the contents of start scripts are, at this moment. */
export interface ScriptSource {
  /** Null where there is none of that name any more, or with another content. */
  contentOf(script: Script): string | null;
}

export interface DataDisk {
  readonly category: DiskCategory;
  /** null for the size of the snapshot. */
  readonly sizeGiB: number | null;
  readonly name?: string;
  readonly description?: string;
  /** It stays, and costs, when the instance is released. */
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
export type TrafficBilling = (typeof TRAFFIC_BILLINGS)[number];
export const CREDITS = ['Standard', 'Unlimited'] as const;
export type Credit = (typeof CREDITS)[number];
export const HARDENINGS = ['Active', 'Deactive'] as const;
export type Hardening = (typeof HARDENINGS)[number];
export const TOKENS = ['required', 'optional'] as const;
export const ENDPOINTS = ['enabled', 'disabled'] as const;

/** How programs on the server may read what it is, and the keys of its RAM role. */
export interface MetadataAccess {
  readonly endpoint?: (typeof ENDPOINTS)[number];
  /** `required`: only with a session token (IMDSv2). */
  readonly tokens?: (typeof TOKENS)[number];
  /** 1-64. */
  readonly hopLimit?: number;
}

/** What fits, without keys that have no value. */
export function withoutUndefined<T extends object>(fields: { readonly [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}
