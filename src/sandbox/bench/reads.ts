import { until } from '../player.ts';
import type { Sandbox } from '../sandbox.ts';
import { ask, LEARNT_FROM, untilTold } from './asking.ts';
import { inSandbox } from './bench-sandbox.ts';
import { percentile, round } from './figures.ts';
import { toldIn, watchTold } from './told.ts';

/** From a command to its answer, as the person's client sees it, in milliseconds. */
interface AnswerFigures {
  readonly samples: number;
  readonly p50: number;
  readonly p99: number;
}

export type Reads = Readonly<Record<'list' | 'show', AnswerFigures>>;

const READS = { list: 'list', show: 'show own-0-001' } as const;
type Read = keyof typeof READS;
/** A person reads before asking again; reads in faster succession would wait for each other's calls to the cloud. */
const PAUSE_MS = 250;
const IDLE_ROUNDS = 50;
const PATIENCE_MS = 15_000;

/**
 * One person with ten instances lists them and shows one, in turn: first while the bot is otherwise idle, then while somebody
 * else's request for `instances` is under way.
 */
export const measureReads = (
  instances: number,
  idleRounds = IDLE_ROUNDS,
): Promise<{ readonly idle: Reads; readonly busy: Reads }> =>
  inSandbox(async (sandbox) => {
    const { slack } = sandbox;
    const [elsewhere = '', channel = ''] = slack.channels.map(({ id }) => id);
    const [asks = '', reads = ''] = slack.users.filter(({ role }) => role === 'requester').map(({ id }) => id);
    const watch = watchTold(sandbox, channel);
    await ask(sandbox, channel, { total: LEARNT_FROM, size: LEARNT_FROM, name: 'own', user: reads });
    await untilTold(slack, watch.told, LEARNT_FROM);
    // Counting what is told would take time of the process that times the answers.
    watch.stop();
    const read = (which: Read) => timeOfAnswer(sandbox, { user: reads, channel, text: READS[which] });
    await Promise.all([read('list'), read('show')]);
    const idle = await rounds(read, (done) => done < idleRounds);
    await ask(sandbox, elsewhere, { total: instances, size: instances, name: 'many', user: asks });
    const busy = await rounds(read, () => toldIn(slack, elsewhere) < instances);
    return { idle, busy };
  });

async function rounds(read: (which: Read) => Promise<number>, goesOn: (done: number) => boolean): Promise<Reads> {
  const times: Record<Read, number[]> = { list: [], show: [] };
  for (let done = 0; goesOn(done); done += 1)
    for (const which of ['list', 'show'] as const) {
      times[which].push(await read(which));
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  return { list: figuresOf(times.list), show: figuresOf(times.show) };
}

/** Only this person gets ephemeral answers, and one at a time. */
async function timeOfAnswer(
  { slack }: Sandbox,
  { user, channel, text }: { readonly user: string; readonly channel: string; readonly text: string },
): Promise<number> {
  const newest = () => slack.state().ephemeral.findLast((answer) => answer.user === user)?.ts;
  const before = newest();
  const start = performance.now();
  const sees = await slack.slash({ user, channel, command: '/ecs', text });
  if (!sees.ok) throw new Error(`/ecs ${text} was not acknowledged: ${sees.error}`);
  await until(slack, () => newest() !== before || null, `the answer to /ecs ${text}`, PATIENCE_MS);
  return performance.now() - start;
}

const figuresOf = (values: readonly number[]): AnswerFigures => ({
  samples: values.length,
  p50: round(percentile(values, 0.5)),
  p99: round(percentile(values, 0.99)),
});
