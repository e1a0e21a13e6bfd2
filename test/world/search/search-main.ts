import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { brokenLines, type Figures, figuresLine } from './figures.ts';
import { read } from './parts.ts';
import { runApart, runRange, workForParent } from './workers.ts';

const TELL_EVERY_MS = 30_000;
const USAGE = `npm run world -- --seeds 20000 [--first 1] [--workers ${availableParallelism()}]
npm run world -- --seed 17 [--without fault.2,click.0-7]`;

if (process.send !== undefined) workForParent();
else await search();

async function search(): Promise<void> {
  const { seeds, first, seed, workers, without } = readArguments();
  const startedAt = Date.now();
  const seconds = (): number => Math.round((Date.now() - startedAt) / 1_000);
  let toldAt = startedAt;
  const tell = ({ broken }: Figures, { worlds }: Figures): void => {
    for (const one of broken) console.log(brokenLines(one).join('\n'));
    if (Date.now() - toldAt < TELL_EVERY_MS) return;
    toldAt = Date.now();
    console.error(`${worlds} of ${seeds} worlds after ${seconds()} s`);
  };
  const isOne = seed !== null;
  const figures = isOne
    ? await runRange({ first: seed, count: 1 }, without)
    : await runApart({ first, count: seeds }, Math.min(workers, seeds), tell);
  if (isOne) tell(figures, figures);
  const which = isOne ? `seed ${seed}` : `seeds ${first} to ${first + seeds - 1}`;
  console.log(`${figuresLine(figures)}; ${which}, ${seconds()} s`);
  process.exitCode = figures.broken.length > 0 ? 1 : 0;
}

function readArguments() {
  try {
    const { values } = parseArgs({
      options: {
        seeds: { type: 'string', default: '1000' },
        first: { type: 'string', default: '1' },
        seed: { type: 'string' },
        workers: { type: 'string', default: String(availableParallelism()) },
        without: { type: 'string', default: '' },
      },
    });
    const [seeds, first, workers] = [values.seeds, values.first, values.workers].map(counting) as [
      number,
      number,
      number,
    ];
    const seed = values.seed === undefined ? null : counting(values.seed);
    return { seeds, first, seed, workers, without: read(values.without) };
  } catch (error) {
    console.error(`${(error as Error).message}\n${USAGE}`);
    process.exit(2);
  }
}

function counting(word: string): number {
  if (!/^[1-9]\d{0,14}$/u.test(word)) throw new Error(`${word} is no number from 1 on.`);
  return Number(word);
}
