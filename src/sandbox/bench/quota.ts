import { until } from '../player.ts';
import type { Sandbox } from '../sandbox.ts';
import { ask } from './asking.ts';
import { inSandbox } from './bench-sandbox.ts';
import { metricOf } from './bot-metrics.ts';
import { round } from './figures.ts';
import { namedFrom, pendingAt } from './timeline.ts';

/** The bot against the quota that Alibaba Cloud publishes for CreateInstance. */
interface QuotaFigures {
  readonly instances: number;
  /** The calls refused by throttling. */
  readonly refused: number;
  readonly refusedShare: number;
  readonly perMinute: number;
  /** The used share of what the quota allows between the first and the last call. */
  readonly usedShare: number;
}

const QUOTA_PER_MINUTE = 200;
const PATIENCE_MS = 900_000;

/**
 * Makes many requests for one instance each during a freeze, so that they come due at once when it ends. The simulated cloud
 * refuses more than two hundred calls per minute of its clock.
 */
export const measureQuota = (instances: number): Promise<QuotaFigures> =>
  inSandbox(async (sandbox) => {
    const { slack, ecs } = sandbox;
    const channel = slack.channels[0]?.id ?? '';
    await frozen(sandbox, 'freeze the bench collects requests', 1);
    await ask(sandbox, channel, { total: instances, size: 1, name: 'single' });
    const before = ecs.state().calls.CreateInstance ?? 0;
    await frozen(sandbox, 'unfreeze', 0);
    const created = () => namedFrom(ecs.state().instances, 'single');
    await until(ecs, () => created().length >= instances || null, 'all to be created', PATIENCE_MS);
    const calls = (ecs.state().calls.CreateInstance ?? 0) - before;
    const at = created().map(pendingAt);
    const minutes = (Math.max(...at) - Math.min(...at)) / 60_000;
    const perMinute = (at.length - 1) / minutes;
    return {
      instances: at.length,
      refused: calls - at.length,
      refusedShare: round((calls - at.length) / calls, 3),
      perMinute: round(perMinute),
      usedShare: round(perMinute / QUOTA_PER_MINUTE, 3),
    };
  });

/** An admin sends the command; resolves when the bot's metrics show its effect. */
async function frozen({ slack, bot }: Sandbox, text: string, is: 0 | 1): Promise<void> {
  const user = slack.users.find(({ role }) => role === 'admin')?.id ?? '';
  const sees = await slack.slash({ user, channel: slack.channels[0]?.id ?? '', command: '/ecs', text });
  if (!sees.ok) throw new Error(`/ecs ${text} was refused: ${sees.error}`);
  while ((await metricOf(bot, 'ecs_chatops_frozen')) !== is) await new Promise((resolve) => setTimeout(resolve, 100));
}
