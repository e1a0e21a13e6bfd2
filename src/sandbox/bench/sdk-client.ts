import { createRequire } from 'node:module';
import { Config } from '@alicloud/openapi-client';
import type { EcsSimulator } from '../ports.ts';

type SdkClient = import('@alicloud/ecs20140526').default;

/** The SDK as the baselines use it, without the bot's code. */
export function makeSdkClient(simulator: EcsSimulator, regionId: string): SdkClient {
  // The package is CommonJS with its class under `default` of the default export.
  const { default: EcsClient } = createRequire(import.meta.url)('@alicloud/ecs20140526') as {
    default: new (config: Config) => SdkClient;
  };
  return new EcsClient(
    new Config({
      accessKeyId: simulator.accessKeyId,
      accessKeySecret: simulator.accessKeySecret,
      regionId,
      endpoint: new URL(simulator.url).host,
      protocol: 'HTTP',
      readTimeout: 10_000,
      connectTimeout: 10_000,
    }),
  );
}
