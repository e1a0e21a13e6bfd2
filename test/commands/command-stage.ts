import { onTestFinished } from 'vitest';
import type { CommandAnswer } from '../../src/commands/answer.ts';
import type { CommandContext, CommandDeps } from '../../src/commands/context.ts';
import type { Command } from '../../src/commands/define.ts';
import { runCommand } from '../../src/commands/index.ts';
import { silentLog } from '../../src/core/base/log.ts';
import { ok } from '../../src/core/base/result.ts';
import type { Instance } from '../../src/core/instance/instance.ts';
import { onlyThese } from '../../src/core/policy/authority.ts';
import { NO_POLICY } from '../../src/core/policy/policy.ts';
import type { Request } from '../../src/core/request/request.ts';
import { fixedPolicy } from '../support/fixed-sources.ts';
import { openMemoryDatabase } from '../support/memory-database.ts';
import { makeCrowd } from '../usecases/approval/approval-stage.ts';

const NOW = Date.UTC(2026, 10, 24, 9);

export interface Running {
  readonly user: string;
  readonly isAdmin: boolean;
  /** What the bot has written down. */
  readonly rows: { readonly requests: readonly Request[]; readonly instances: readonly Instance[] };
}

/** Runs what somebody types over a store of its own and a cloud without instances, and tells what was answered. */
export async function answersTo(
  all: readonly Command[],
  typed: string,
  { user = 'U1', isAdmin = false, rows = { requests: [], instances: [] } }: Partial<Running> = {},
): Promise<CommandAnswer[]> {
  const clock = { now: () => NOW, after: () => () => {} };
  const database = await openMemoryDatabase({ log: silentLog, clock });
  const store = database.open();
  onTestFinished(() => store.close());
  const { requests, instances } = rows;
  if (requests.length > 0)
    await store.commit({
      requests: requests.map((next) => ({ next })),
      instances: instances.map((next) => ({ next })),
      at: NOW,
    });
  const policy = { ...NO_POLICY, presets: new Map([['web-small', { type: 'g7.large', amount: '1' }]]) };
  const regions = [{ id: 'cn-beijing', name: 'Beijing' }];
  const deps = {
    ...{ store, clock, log: silentLog, directory: makeCrowd().directory, policy: fixedPolicy(policy) },
    authority: onlyThese(isAdmin ? [user] : []),
    account: { status: async () => ({ is: 'other', stored: null, actual: '222' }) },
    inventory: { peek: () => null, load: async () => ok({ instances: [], total: 0, at: NOW }) },
    catalogue: { regions: { peek: () => regions, load: async () => ok(regions) } },
    defaultRegion: 'cn-beijing',
  } as unknown as CommandDeps;
  const answers: CommandAnswer[] = [];
  const context: CommandContext = {
    caller: { user, isAdmin, team: 'T1', channel: 'C1', origin: 'trigger-1' },
    deps,
    reply: async (answer) => void answers.push(answer),
  };
  await runCommand(all, typed, context);
  return answers;
}
