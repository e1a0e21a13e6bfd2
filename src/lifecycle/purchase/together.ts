import { groupBy } from '../../core/base/lists.ts';
import { areInStep, isUnseated, requestTagOf } from '../../core/chunk/chunk-rows.ts';
import type { Instance } from '../../core/instance/instance.ts';
import type { Observation } from '../../core/instance/observation.ts';
import { commitAsOne } from '../commit-transition.ts';
import { guarded, type Pass } from '../pass.ts';
import type { Step } from '../steps/step.ts';

/**
 * The rows that one call buys, as the store has them now: one row alone, or those of a chunk that have neither an id nor an end.
 */
export interface Together {
  readonly rows: readonly Instance[];
  /** The ids of the rows that this pass has claimed. */
  readonly ours: ReadonlySet<string>;
  /** The rows of the chunk that have an id or an end. */
  readonly others: readonly Instance[];
}

export const alone = (row: Instance): Together => ({ rows: [row], ours: new Set([row.id]), others: [] });

/** Works on the claimed rows of each chunk, and on each row that is bought alone. */
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
 * The whole chunk of the claimed rows. Several replicas may claim parts of it: the one with the first open row goes on, and
 * writes the others by their versions. Null for the other replicas.
 */
export async function wholeChunk(
  { ports: { store } }: Pick<Pass, 'ports'>,
  claimed: readonly Instance[],
): Promise<Together | null> {
  const [first] = claimed;
  if (first === undefined) return null;
  const { chunk } = first;
  if (chunk === undefined) return alone(first);
  const all = (await store.instancesOf(first.requestId, chunk)).filter((row) => row.chunk?.first === chunk.first);
  const rows = all.filter(isUnseated);
  const ours = new Set(claimed.map(({ id }) => id));
  const [leader] = rows;
  if (leader === undefined || !ours.has(leader.id)) return null;
  return { rows, ours, others: all.filter((row) => !isUnseated(row)) };
}

/**
 * Whether the call for the rows may be sent, or sent again: certainly none of their instances exists, and the same is known of
 * each.
 */
export const isWhole = ({ rows, others }: Together): boolean => others.length === 0 && areInStep(rows);

/** Stores the observations of the rows in one commit. */
export async function settleTogether(
  { ports, claim }: Pass,
  { rows, ours }: Together,
  observe: (rows: readonly Instance[]) => readonly Observation[],
): Promise<void> {
  await commitAsOne(ports, rows, observe, ({ id }) => (ours.has(id) ? claim : null));
}

/** Stores the same observation for each row. */
export const settleEach = (pass: Pass, together: Together, observation: Observation): Promise<void> =>
  settleTogether(pass, together, (rows) => rows.map(() => observation));

/** The cloud ids that rows have. */
export const idsOf = (rows: readonly Instance[]): ReadonlySet<string> =>
  new Set(rows.flatMap(({ cloudId }) => cloudId ?? []));
