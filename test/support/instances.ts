import type { LifecycleConfig } from '../../src/config.ts';
import type { Failure, FailureKind } from '../../src/core/failure/failure.ts';
import type { Instance, Observed, Status } from '../../src/core/instance/instance.ts';
import { PAY_AS_YOU_GO } from '../../src/core/spec/charge.ts';
import type { InstanceSpec } from '../../src/core/spec/spec.ts';

/** A round moment that falls on a tick of {@link timing}. */
export const NOW = 1_800_000_000_000;

export const timing: LifecycleConfig = {
  looksAtOnce: 10,
  lookEveryMs: 1_000,
  firstLookMs: 2_500,
  graceMs: 60_000,
  slowAfterMs: 180_000,
  deadlineMs: 900_000,
  doubtAfterMs: 1_800_000,
  claimMs: 30_000,
  // No wake gets lost in virtual time, and every sleep that ends costs a look at the store.
  longestSleepMs: 60_000,
};

export const spec: InstanceSpec = {
  region: 'cn-beijing',
  zone: 'cn-beijing-h',
  instanceType: 'ecs.g7.large',
  imageId: 'ubuntu',
  vSwitchId: 'vsw-1',
  securityGroupId: 'sg-1',
  systemDisk: { category: 'cloud_essd', sizeGiB: 40 },
  internetMaxBandwidthOut: 0,
  charge: PAY_AS_YOU_GO,
  name: 'web',
};

/** A row nobody has worked on. */
export const anInstance = (fields: Partial<Instance> = {}): Instance => ({
  id: 'r-1-1',
  requestId: 'r-1',
  ordinal: 1,
  version: 1,
  spec,
  requester: 'U1',
  wanted: 'running',
  order: null,
  clientToken: 'token-1',
  createTriedAt: null,
  cloudId: null,
  acceptedAt: null,
  observed: null,
  publicIp: null,
  privateIp: null,
  addressedAt: null,
  startTriedAt: null,
  deadlineAt: null,
  slowTold: false,
  told: [],
  heldBy: null,
  attempts: 0,
  outcome: null,
  failure: null,
  dueAt: NOW,
  ...fields,
});

/** A row whose instance the cloud has accepted just now. */
export const anAccepted = (fields: Partial<Instance> = {}): Instance =>
  anInstance({
    createTriedAt: NOW,
    cloudId: 'i-1',
    acceptedAt: NOW,
    deadlineAt: NOW + timing.deadlineMs,
    told: ['pending'],
    ...fields,
  });

export const seen = (status: Status, fields: Partial<Observed> = {}): Observed => ({
  cloudId: 'i-1',
  status,
  publicIp: null,
  privateIp: '10.0.0.1',
  locks: [],
  chargeKind: 'payAsYouGo',
  expiresAt: null,
  stoppedMode: status === 'Stopped' ? 'KeepCharging' : null,
  deletionProtection: false,
  ...fields,
});

export const aFailure = (kind: FailureKind, fields: Partial<Failure> = {}): Failure => ({
  kind,
  code: `Code.${kind}`,
  detail: 'as the cloud says',
  requestId: 'REQ-1',
  retryAfterMs: null,
  api: null,
  missing: null,
  ...fields,
});
