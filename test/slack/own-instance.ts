import { expect } from 'vitest';
import type { Instance } from '../../src/core/instance/instance.ts';
import type { Message } from '../../src/core/request/message.ts';
import { newRequest } from '../../src/core/request/request-new.ts';
import type { InstanceSpec } from '../../src/core/spec/spec.ts';
import { LENA, PLATFORM } from '../sandbox/slack/serve.ts';
import { aSpec } from '../store/samples.ts';
import type { Bot } from './bot.ts';

interface Own {
  readonly cloudId: string;
  readonly requestId?: string;
  readonly spec?: Partial<InstanceSpec>;
  /** When it was created, milliseconds UTC. */
  readonly at: number;
  readonly row?: Partial<Instance>;
  readonly messages?: readonly Message[];
}

/** Stores a running instance of Lena's called web-1 with its finished request; the cloud is not told. */
export async function storeOwn(
  bot: Bot,
  { cloudId, requestId = 'r-7k3mz9q2xa', spec, at, row = {}, messages = [] }: Own,
): Promise<readonly Instance[]> {
  const made = newRequest({
    ...{ requestId, clientTokens: [`${requestId}-token`], spec: aSpec({ name: 'web-1', ...spec }), amount: 1 },
    ...{ approval: null, origin: `view:${requestId}`, requester: LENA, team: 'T1', channel: PLATFORM, at },
  });
  const running = { createTriedAt: at, cloudId, acceptedAt: at, outcome: 'reached', dueAt: null } as const;
  const observed = { status: 'Running', at } as const;
  const instances = made.instances.map((one) => ({ ...one, ...running, observed, ...row }));
  const request = { ...made.request, state: 'finished', finishedAt: at } as const;
  const rows = { requests: [{ next: request }], instances: instances.map((next) => ({ next })) };
  const committed = await bot.store.commit({ ...rows, events: made.events, messages, at });
  expect(committed.ok).toBe(true);
  return instances;
}
