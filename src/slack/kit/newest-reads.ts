import { runUntilAborted } from '../../ecs/call-owner.ts';
import type { Text } from '../../text/en.ts';
import { type Answer, ephemeral } from './answer.ts';

/** How many reads one person can have at once. */
const AT_ONCE = 3;

/** Bounds people's reads: of each person, the newest count. */
export interface NewestReads {
  /**
   * Runs a read. If the same person has too many at once, their oldest is given up: its promise resolves at that moment, and its
   * calls that wait for the cloud are not sent.
   */
  run(person: string, work: (isOvertaken: () => boolean) => Promise<void>): Promise<'done' | 'overtaken'>;
}

export function makeNewestReads(): NewestReads {
  const underWay = new Map<string, Set<AbortController>>();
  return {
    async run(person, work) {
      const theirs = underWay.get(person) ?? new Set();
      underWay.set(person, theirs);
      for (const oldest of theirs) {
        if (theirs.size < AT_ONCE) break;
        theirs.delete(oldest);
        oldest.abort();
      }
      const gone = new AbortController();
      theirs.add(gone);
      const overtaken = new Promise<'overtaken'>((resolve) => {
        gone.signal.addEventListener('abort', () => resolve('overtaken'));
      });
      const done = runUntilAborted(gone.signal, () => work(() => gone.signal.aborted)).then(() => 'done' as const);
      try {
        return await Promise.race([done, overtaken]);
      } finally {
        theirs.delete(gone);
        if (theirs.size === 0 && underWay.get(person) === theirs) underWay.delete(person);
      }
    },
  };
}

type Tell = (answer: Answer, to?: 'caller' | 'channel') => Promise<void>;

/** Reads something for a person. If newer reads of theirs overtake it, the answer only says so. */
export async function readFor(
  { reads, text }: { readonly reads: NewestReads; readonly text: Text },
  person: string,
  tell: Tell,
  work: (tell: Tell) => Promise<void>,
): Promise<void> {
  const outcome = await reads.run(person, (isOvertaken) =>
    work(async (...told) => {
      if (!isOvertaken()) await tell(...told);
    }),
  );
  if (outcome === 'overtaken') await tell(ephemeral(text.commands.overtaken));
}
