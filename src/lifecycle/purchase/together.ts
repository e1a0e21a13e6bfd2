import { groupBy } from '../../core/base/grouping.ts';
import { areInStep, isUnseated, requestTagOf } from '../../core/chunk/chunk-rows.ts';
import type { Instance } from '../../core/instance/instance.ts';
import type { Observation } from '../../core/instance/observation.ts';
import { commitAsOne } from '../commit-transition.ts';
import { guarded, type Pass } from '../pass.ts';
import type { Step } from '../steps/step.ts';

/** What one call buys, as the store has it now: one row alone, or those of a chunk that have neither an id nor an end. */
export interface Together {
  readonly rows: readonly Instance[];
  /** Which of them this pass has claimed. */
  readonly ours: ReadonlySet<string>;
  /** Those of the chunk that have an id or an end. */
  readonly others: readonly Instance[];
}

export const alone = (row: Instance): Together => ({ rows: [row], ours: new Set([row.id]), others: [] });

/** Works on what was claimed of each chunk, and on each that is bought alone. */
export const byChunk =
  (work: (pass: Pass, together: Together) => Promise<void>): Step['work'] =>
  (pass, _region, rows) =>
    Promise.all(
      [...groupBy(rows, requestTagOf).values()].map((claimed) =>
        guarded(pass, claimed[0], async () => {
          const together = await wholeChunk(pass, claimed);
          if (together === null) pass.leave('letGo');
          else await work(pass, together);
        }),
      ),
    );

/**
 * The whole chunk of what was claimed. Replicas may claim parts of it: who has the first that is open goes on, and writes the others by
 * their versions. Null for everybody else.
 */
export async function wholeChunk(
  { ports: { store } }: Pick<Pass, 'ports'>,
  claimed: readonly Instance[],
): Promise<Together | null> {
  const [first] = claimed;
  if (first === undefined) return null;
  const { chunk } = first;
  if (chunk === undefined) return alone(first);
  const all = (await store.instancesOf(first.requestId)).filter((row) => row.chunk?.first === chunk.first);
  const rows = all.filter(isUnseated);
  const ours = new Set(claimed.map(({ id }) => id));
  const [leader] = rows;
  if (leader === undefined || !ours.has(leader.id)) return null;
  return { rows, ours, others: all.filter((row) => !isUnseated(row)) };
}

/** Whether the call for them may be sent, or sent again: nothing of it exists for certain, and the same is known of it for each. */
export const isWhole = ({ rows, others }: Together): boolean => others.length === 0 && areInStep(rows);

/** Stores what became known of them, in one commit. */
export async function settleTogether(
  { ports, claim }: Pass,
  { rows, ours }: Together,
  observe: (rows: readonly Instance[]) => readonly Observation[],
): Promise<void> {
  await commitAsOne(ports, rows, observe, ({ id }) => (ours.has(id) ? claim : null));
}

/** The same observation for each of them. */
export const settleEach = (pass: Pass, together: Together, observation: Observation): Promise<void> =>
  settleTogether(pass, together, (rows) => rows.map(() => observation));

/** The ids that the others have. */
export const idsOf = (rows: readonly Instance[]): ReadonlySet<string> =>
  new Set(rows.flatMap(({ cloudId }) => cloudId ?? []));
