import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { percentile } from '../../../src/sandbox/bench/figures.ts';
import { startPostgres, type TestPostgres } from '../../support/postgres.ts';
import { startRedis, type TestRedis } from '../../support/redis.ts';
import { openSandbox } from '../../support/sandbox.ts';
import { openTwoReplicas } from '../two-replicas.ts';
import { countMoments, type Killing, killRound, type Moments, type Round } from './kill-rounds.ts';

// `npm run kills`: kill -9 in the middle of creates, each at a call drawn by chance. `KILLS=10` kills that often.

const KILLS = Number(process.env.KILLS ?? 300);
/** The state of a simulated channel shows its newest hundred messages, by which a round counts. */
const KILLS_A_SANDBOX = 44;
const TELL_EVERY = 25;

let postgres: TestPostgres;
let redis: TestRedis;
beforeAll(async () => {
  [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
}, 60_000);
afterAll(() => Promise.all([postgres?.stop(), redis?.stop()]));

type Opened = Killing & { close(): Promise<void> };

async function embedded(): Promise<Opened> {
  const sandbox = await openSandbox();
  const { bot, slack } = sandbox;
  return {
    sandbox,
    async kill() {
      await bot.kill();
      void bot.start();
    },
    ready: () =>
      vi.waitUntil(() => bot.state() === 'running' && slack.state().connected, { timeout: 60_000, interval: 20 }),
    close: () => sandbox.close(),
  };
}

/** One of the two is killed, in turns, and stays away until the next round: the other one has to go on. */
async function replicated(): Promise<Opened> {
  const { sandbox, second, close } = await openTwoReplicas(postgres, redis);
  const bots = [sandbox.bot, second];
  let victims = 0;
  return {
    sandbox,
    close,
    kill: async () => void (await bots[victims++ % bots.length]?.kill()),
    async ready() {
      await Promise.all(bots.map((bot) => bot.start()));
      await vi.waitUntil(() => sandbox.slack.state().connected, { timeout: 60_000, interval: 20 });
    },
  };
}

test.each([
  ['embedded store', embedded],
  ['two replicas', replicated],
] as const)(
  '%s: nothing is lost and nothing is there twice, however often the bot is killed',
  async (what, open) => {
    const rounds: Round[] = [];
    let opened: Opened | null = null;
    let moments: Moments = { form: 0, after: 0 };
    try {
      for (let seed = 0; rounds.filter(({ at }) => at !== 'never').length < KILLS; seed++) {
        if (seed % KILLS_A_SANDBOX === 0) {
          await opened?.close();
          opened = await open();
          moments = await countMoments(opened);
        }
        rounds.push(await killRound(opened as Opened, moments, seed));
        if (rounds.length % TELL_EVERY === 0) console.log(`${what}: ${rounds.length} creates`);
      }
    } finally {
      await opened?.close();
    }
    const killed = rounds.filter(({ at }) => at !== 'never');
    const sum = (of: (round: Round) => readonly string[]): number =>
      rounds.reduce((all, one) => all + of(one).length, 0);
    const took = killed.flatMap(({ recoveryMs }) => recoveryMs ?? []);
    const slowest = killed.find(({ recoveryMs }) => recoveryMs === Math.max(...took));
    const recovery = `${took.length} of them after the submission, all told after p50 ${percentile(took, 0.5)} ms, p99 ${percentile(took, 0.99)} ms (slowest: ${slowest?.at})`;
    console.log(
      `${what}: ${killed.length} kills at ${new Set(killed.map(({ at }) => at)).size} kinds of moments, of ${moments.form} in the form and ${moments.after} after it, ${sum(({ lost }) => lost)} lost, ${sum(({ double }) => double)} double; ${recovery}`,
    );
    expect(rounds.filter(({ lost, double }) => lost.length + double.length > 0)).toEqual([]);
  },
  0,
);
