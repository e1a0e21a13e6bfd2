import { fork } from 'node:child_process';
import { added, type Broken, type Figures, NO_FIGURES } from './figures.ts';
import { shrinkWorld } from './shrink.ts';
import { tryWorld } from './try-world.ts';

/** Seeds that follow one another. */
export interface Range {
  readonly first: number;
  readonly count: number;
}

const AT_ONCE = 25;
const SHRINK_MS = 60_000;
/** One bug breaks many worlds: of those of one process only the first are made small. */
const MAX_SHRUNK = 3;
let shrunkSoFar = 0;

/** Runs the worlds of a range one after the other, in this process. */
export async function runRange({ first, count }: Range, without: ReadonlySet<string> = new Set()): Promise<Figures> {
  let figures = NO_FIGURES;
  for (let seed = first; seed < first + count; seed++) {
    const { broken, recording } = await tryWorld(seed, without);
    const found = broken === null ? [] : [await brokenBy(seed, broken, recording.parts, without)];
    figures = added(figures, { worlds: 1, counts: Object.fromEntries(recording.counts), broken: found });
  }
  return figures;
}

async function brokenBy(
  seed: number,
  broken: string,
  parts: readonly string[],
  without: ReadonlySet<string>,
): Promise<Broken> {
  const left = parts.filter((part) => !without.has(part));
  shrunkSoFar += 1;
  if (without.size > 0 || shrunkSoFar > MAX_SHRUNK) return { seed, broken, without: [...without], left };
  return { seed, ...(await shrinkWorld(seed, broken, left, SHRINK_MS)) };
}

/** Runs a range in as many processes as are asked for; each is handed the next seeds when it is done with its own. */
export async function runApart(
  range: Range,
  workers: number,
  onFigures: (part: Figures, soFar: Figures) => void,
): Promise<Figures> {
  const end = range.first + range.count;
  let next = range.first;
  let figures = NO_FIGURES;
  const take = (): Range | null => {
    const first = next;
    next = Math.min(end, next + AT_ONCE);
    return first < end ? { first, count: next - first } : null;
  };
  const work = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const child = fork(process.argv[1] ?? '');
      const hand = (): void => {
        const some = take();
        if (some !== null) return void child.send(some);
        child.disconnect();
        resolve();
      };
      child.on('message', (part: Figures) => {
        figures = added(figures, part);
        onFigures(part, figures);
        hand();
      });
      child.on('exit', (code) => (code ? reject(new Error(`A process of worlds ended with ${code}.`)) : resolve()));
      hand();
    });
  await Promise.all(Array.from({ length: workers }, work));
  return figures;
}

/** The other end of {@link runApart}: runs what it is handed until there is no more. */
export function workForParent(): void {
  process.on('message', (range: Range) => {
    void runRange(range).then((figures) => process.send?.(figures));
  });
}
