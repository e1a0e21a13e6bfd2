import { groupBy } from '../../core/base/lists.ts';
import { ok } from '../../core/base/result.ts';
import { awaitsSeat } from '../../core/chunk/chunk.ts';
import { requestTagOf, seated, unseatedIds } from '../../core/chunk/chunk-rows.ts';
import { MAX_IDS_PER_CALL } from '../../core/instance/cloud-instance.ts';
import type { Instance, ListedInstance } from '../../core/instance/instance.ts';
import type { Observation } from '../../core/instance/observation.ts';
import { guarded, type Pass } from '../pass.ts';
import { settleTogether, type Together, wholeChunk } from '../purchase/together.ts';
import { type Step, whenNextIs } from './step.ts';

/** Finds out by name which row each id of a RunInstances answer belongs to. One look serves as many chunks as it can read. */
export const seatStep: Step = {
  name: 'seat',
  takes: whenNextIs('seat'),
  async work(pass, region, claimed) {
    const chunks: Together[] = [];
    for (const theirs of groupBy(claimed, requestTagOf).values()) {
      const together = await guarded(pass, theirs[0], () => wholeChunk(pass, theirs));
      if (together === null || !together.rows.every(awaitsSeat)) pass.leave('letGo');
      else chunks.push(together);
    }
    await Promise.all(inCalls(chunks).map((some) => guarded(pass, some[0]?.rows[0], () => seat(pass, region, some))));
  },
};

const NONE_SEEN: ReadonlyMap<string, ListedInstance> = new Map();

const idsIn = ({ rows, others }: Together): readonly string[] => unseatedIds([...others, ...rows]);

/** Groups chunks into calls, as many as one call can read. */
function inCalls(chunks: readonly Together[]): readonly (readonly Together[])[] {
  const calls: Together[][] = [];
  let free = 0;
  for (const chunk of chunks) {
    const needed = idsIn(chunk).length;
    if (needed > free || calls.length === 0) {
      calls.push([]);
      free = MAX_IDS_PER_CALL;
    }
    calls.at(-1)?.push(chunk);
    free -= needed;
  }
  return calls;
}

async function seat(pass: Pass, region: string, chunks: readonly Together[]): Promise<void> {
  const { clock, config, ecs } = pass.ports;
  const lookedAt = clock.now();
  const ids = chunks.flatMap(idsIn);
  // No ids if a look by tag has already given all of them to the others of each chunk.
  const result = ids.length === 0 ? ok(NONE_SEEN) : await ecs.describeInstances(region, ids);
  await Promise.all(
    chunks.map((chunk) =>
      settleTogether(pass, chunk, (rows): readonly Observation[] => {
        const isLast = rows.some((row) =>
          result.ok ? isLate(row, lookedAt, config.graceMs) : isOverdue(row, lookedAt),
        );
        if (!result.ok && !isLast) return rows.map(() => ({ is: 'refused', what: 'look', failure: result.error }));
        const seen = result.ok ? result.value : NONE_SEEN;
        return seated(rows, { given: unseatedIds([...chunk.others, ...rows]), seen, lookedAt, isLast });
      }),
    ),
  );
}

/** The deadline has passed without a successful look: the ids are assigned all the same. */
const isOverdue = ({ deadlineAt }: Instance, lookedAt: number): boolean =>
  deadlineAt !== null && lookedAt >= deadlineAt;

/** The cloud has not listed the id for the grace time: it is assigned all the same. */
const isLate = ({ acceptedAt }: Instance, lookedAt: number, graceMs: number): boolean =>
  lookedAt >= (acceptedAt ?? 0) + graceMs;
