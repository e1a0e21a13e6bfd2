import type { Sandbox } from '../sandbox.ts';
import { BARE, inSandbox } from './bench-sandbox.ts';
import { percentile, round } from './figures.ts';

/** Acknowledgement of a slash command, as the person's client sees it, in milliseconds. */
interface AckFigures {
  readonly samples: number;
  readonly p50: number;
  readonly p99: number;
}

const AT_ONCE = 50;
const ROUNDS = 20;
const QUIET_MS = 300;

/**
 * Measures the bot, while every ECS call takes ten seconds, beside a bare Bolt app: 50 commands at once, in alternating rounds,
 * so that a slow moment of the machine hits both.
 */
export const measureAcks = (rounds = ROUNDS): Promise<{ readonly bot: AckFigures; readonly bare: AckFigures }> =>
  inSandbox((bot) =>
    inSandbox(
      async (bare) => {
        const refusal = bot.ecs.addFault({ name: 'slow', delayMs: 10_000, times: 0, action: '*' });
        if (refusal !== null) throw new Error(refusal);
        // Not counted, because the first round also waits for the form's lists.
        for (const warmUp of [bot, bare, bot, bare]) await oneRound(warmUp);
        const samples = { bot: [] as number[], bare: [] as number[] };
        for (let round = 0; round < rounds; round += 1) {
          samples.bot.push(...(await oneRound(bot)));
          samples.bare.push(...(await oneRound(bare)));
        }
        return { bot: figuresOf(samples.bot), bare: figuresOf(samples.bare) };
      },
      { botEntry: BARE },
    ),
  );

async function oneRound({ slack }: Sandbox): Promise<readonly number[]> {
  const channel = slack.channels[0]?.id ?? '';
  const members = slack.users.filter(({ kind = 'member' }) => kind === 'member');
  return Promise.all(
    Array.from({ length: AT_ONCE }, async (_, index) => {
      const user = members[index % members.length]?.id ?? '';
      const start = performance.now();
      const sees = await slack.slash({ user, channel, command: '/ecs', text: 'create' });
      if (!sees.ok) throw new Error(`/ecs create was not acknowledged: ${sees.error}`);
      return performance.now() - start;
    }),
  ).finally(() => quiet(slack));
}

/** Waits until a round's work is done, so that it does not burden the other app's next round. */
async function quiet({ state }: Sandbox['slack']): Promise<void> {
  const callsNow = () => Object.values(state().calls).reduce((sum, calls) => sum + calls, 0);
  let calls = Number.NaN;
  while (calls !== callsNow()) {
    calls = callsNow();
    await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
  }
}

const figuresOf = (values: readonly number[]): AckFigures => ({
  samples: values.length,
  p50: round(percentile(values, 0.5)),
  p99: round(percentile(values, 0.99)),
});
