import type { BotProcess } from '../bot.ts';
import { BARE, inSandbox } from './bench-sandbox.ts';
import { residentBytes } from './bot-metrics.ts';
import { percentile } from './figures.ts';

/** Medians of several starts. */
interface StartFigures {
  /** From the launch of the process until its health endpoint reports ready. */
  readonly ms: number;
  /** Resident memory a second later, in MB of 1,048,576 bytes; NaN on a system without /proc. */
  readonly mb: number;
}

const ROUNDS = 5;
const SETTLES_MS = 1000;

/** Measures the bot beside a bare Bolt app with the SDK: started in turn, so that a slow moment of the machine hits both. */
export const measureStarts = (rounds = ROUNDS): Promise<{ readonly bot: StartFigures; readonly bare: StartFigures }> =>
  inSandbox(({ bot }) =>
    inSandbox(
      async ({ bot: bare }) => {
        const seen = { bot: [] as StartFigures[], bare: [] as StartFigures[] };
        for (let round = 0; round < rounds; round += 1) {
          seen.bot.push(await oneStart(bot));
          seen.bare.push(await oneStart(bare));
        }
        return { bot: medians(seen.bot), bare: medians(seen.bare) };
      },
      { botEntry: BARE },
    ),
  );

async function oneStart(bot: BotProcess): Promise<StartFigures> {
  await bot.stop();
  const startedAt = performance.now();
  await bot.start();
  const ms = performance.now() - startedAt;
  await new Promise((resolve) => setTimeout(resolve, SETTLES_MS));
  return { ms, mb: residentBytes(bot.pid()) / 1_048_576 };
}

const medians = (seen: readonly StartFigures[]): StartFigures => ({
  ms: Math.round(
    percentile(
      seen.map(({ ms }) => ms),
      0.5,
    ),
  ),
  mb: Math.round(
    percentile(
      seen.map(({ mb }) => mb),
      0.5,
    ),
  ),
});
