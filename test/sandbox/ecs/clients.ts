import { createRequire } from 'node:module';
import type EcsPackage from '@alicloud/ecs20140526';
import { Config } from '@alicloud/openapi-client';
import type { EcsSimulator } from '../../../src/sandbox/ports.ts';

// A require, because test runners and Node disagree about where the default export of this package is.
const ecs = createRequire(import.meta.url)('@alicloud/ecs20140526') as typeof EcsPackage & {
  readonly [model: string]: new (map: Readonly<Record<string, unknown>>) => never;
};

export type EcsClient = InstanceType<typeof EcsPackage.default>;

/** Alibaba's SDK, pointed at the simulator. */
export function sdk(simulator: EcsSimulator, credentials: Readonly<Record<string, string>> = {}): EcsClient {
  return new ecs.default(
    new Config({
      accessKeyId: simulator.accessKeyId,
      accessKeySecret: simulator.accessKeySecret,
      ...credentials,
      regionId: 'cn-beijing',
      endpoint: simulator.url.replace('http://', ''),
      protocol: 'HTTP',
      readTimeout: 5000,
      connectTimeout: 5000,
    }),
  );
}

/** A request model by name, e.g. `model('StartInstanceRequest', { instanceId })`. */
export function model(name: string, map: Readonly<Record<string, unknown>>): never {
  const Model = ecs[name];
  if (!Model) throw new Error(`The SDK has no model ${name}.`);
  return new Model(map);
}
