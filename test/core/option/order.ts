import { createHash } from 'node:crypto';
import type { Snippet } from '../../../src/core/policy/policy.ts';
import type { Choices } from '../../../src/core/spec/choices.ts';
import type { Draft } from '../../../src/core/spec/spec.ts';

export const CONTENT = '#!/bin/sh\napt-get install -y docker.io\n';

export const SCRIPT: Snippet = {
  name: 'docker',
  content: CONTENT,
  sha256: createHash('sha256').update(CONTENT).digest('hex'),
};

const named = (id: string) => ({ id, names: { en: id, zh: id } });

/** What a small cloud has. */
export const CHOICES: Choices = {
  regions: [named('cn-beijing')],
  zones: [named('cn-beijing-h')],
  types: [
    { id: 'ecs.g7.large', family: 'ecs.g7', vCpu: 2, memoryGiB: 8, inStock: true },
    { id: 'ecs.t6-c1m2.large', family: 'ecs.t6', vCpu: 2, memoryGiB: 4, inStock: true },
  ],
  disks: [],
  images: [
    { id: 'ubuntu_24_04', name: 'ubuntu', osName: 'Ubuntu 24.04 64 bit', sizeGiB: 20, owner: 'system' },
    { id: 'win2022', name: 'win', osName: 'Windows Server 2022', sizeGiB: 40, owner: 'system' },
  ],
  vSwitches: [
    { id: 'vsw-1', name: 'a', vpcId: 'vpc-1', zone: 'cn-beijing-h', cidr: '172.16.0.0/24', freeAddresses: 200 },
  ],
  groups: [
    { id: 'sg-1', name: 'web', vpcId: 'vpc-1' },
    { id: 'sg-2', name: 'db', vpcId: 'vpc-1' },
    { id: 'sg-3', name: 'ops', vpcId: 'vpc-1' },
    { id: 'sg-far', name: 'far', vpcId: 'vpc-2' },
  ],
  keys: null,
  terms: [
    { unit: 'Week', period: 3 },
    { unit: 'Month', period: 1 },
    { unit: 'Month', period: 12 },
  ],
};

/** An order that lacks nothing. */
export const WHOLE: Draft = {
  region: 'cn-beijing',
  zone: 'cn-beijing-h',
  type: 'ecs.g7.large',
  image: 'ubuntu_24_04',
  vswitch: 'vsw-1',
  group: 'sg-1',
  disk: 'cloud_essd',
  size: '40',
  bandwidth: '5',
  name: 'web-1',
  amount: '1',
};
