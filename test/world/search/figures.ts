import { written } from './parts.ts';
import type { Shrunk } from './shrink.ts';

/** What came of some worlds. */
export interface Figures {
  readonly worlds: number;
  /** See `Recording.counts`. */
  readonly counts: Readonly<Record<string, number>>;
  readonly broken: readonly Broken[];
}

export interface Broken extends Shrunk {
  readonly seed: number;
}

export const NO_FIGURES: Figures = { worlds: 0, counts: {}, broken: [] };

export function added(one: Figures, other: Figures): Figures {
  const counts = { ...one.counts };
  for (const [what, times] of Object.entries(other.counts)) counts[what] = (counts[what] ?? 0) + times;
  return { worlds: one.worlds + other.worlds, counts, broken: [...one.broken, ...other.broken] };
}

const number = (value: number): string => value.toLocaleString('en-US');

/** One line: how many worlds, what people and the bot did in them, what went wrong around them, and how many promises were broken. */
export function figuresLine({ worlds, counts, broken }: Figures): string {
  const faults = Object.entries(counts)
    .filter(([what, times]) => what.startsWith('fault ') && times > 0)
    .map(([what, times]) => [what.slice('fault '.length), times] as const)
    .toSorted(([, a], [, b]) => b - a);
  const all = faults.reduce((sum, [, times]) => sum + times, 0);
  const done = (['act', 'call', 'message'] as const).map((what) => `${number(counts[what] ?? 0)} ${what}s`);
  const kinds = faults.map(([kind, times]) => `${kind} ${number(times)}`).join(', ');
  return [
    `${number(worlds)} worlds`,
    ...done,
    `${number(all)} faults${all === 0 ? '' : ` (${kinds})`}`,
    `${number(broken.length)} violations`,
  ].join(', ');
}

/** What was broken, what is left of its world where that was made small, and the one line that does it again. */
export function brokenLines({ seed, broken, without, left }: Broken): readonly string[] {
  const isSmall = without.length > 0;
  return [
    `Seed ${seed}: ${broken.replaceAll('\n', ' ')}`,
    ...(isSmall ? [`  left of it: ${written(left) || 'nothing'}`] : []),
    `  npm run world -- --seed ${seed}${isSmall ? ` --without ${written(without)}` : ''}`,
  ];
}
