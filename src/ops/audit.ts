import { fail, ok, type Result } from '../core/base/result.ts';
import { type ChainEnd, type ChainedEvent, exportLine } from '../core/request/hash-chain.ts';
import { type Break, type ChainCheck, checkChain } from '../core/request/hash-chain-check.ts';
import type { Trail } from '../store/trail.ts';

/** The numbers of the events; begins above 1 if the archive was removed with the first ones. */
export interface Extent extends ChainEnd {
  readonly begin: number;
}

/** Writes the whole trail as JSON lines, one event per line, oldest first. Null for an empty trail. */
export async function exportTrail(trail: Trail, write: (text: string) => Promise<void>): Promise<Extent | null> {
  let end: Extent | null = null;
  await trail.read(async (events) => {
    const [first] = events;
    const last = events.at(-1);
    if (first === undefined || last === undefined) return;
    end = { begin: end?.begin ?? first.seq, seq: last.seq, hash: last.hash };
    await write(events.map((event) => `${exportLine(event)}\n`).join(''));
  });
  return end;
}

/**
 * Checks that the trail in the store is unbroken and complete. Returns its extent, or the first fault as a sentence.
 *
 * @param includes a hash noted earlier that it must contain; null for none.
 */
export async function verifyTrail(trail: Trail, includes: string | null): Promise<Result<Extent, string>> {
  const check = checkChain();
  let isIn = false;
  const end = await trail.read(async (events) => {
    for (const event of events) check.next(event, event.seq);
    isIn ||= events.some((event) => tellsOf(event, includes));
  });
  if (end === null && !check.isBroken()) return fail(NO_END);
  return verdict(check, 'Event', check.finish(end ?? undefined), includes, isIn);
}

/** The same for the lines of an export. Missing last lines are only noticed with `includes`. */
export async function verifyLines(
  lines: AsyncIterable<string>,
  includes: string | null,
): Promise<Result<Extent, string>> {
  const check = checkChain();
  let place = 0;
  let begun = false;
  let isIn = false;
  for await (const line of lines) {
    place += 1;
    // `npm run` prints its command before the export.
    if (!begun && (line === '' || line.startsWith('> '))) continue;
    begun = true;
    const event = readLine(line);
    if (event === null && !check.isBroken()) return fail(`Line ${place} ${NOT_A_LINE}`);
    if (event !== null) check.next(event, place);
    isIn ||= event !== null && tellsOf(event, includes);
  }
  return verdict(check, 'Line', check.finish(), includes, isIn);
}

/** The hash of the event itself, or of the last archived event, which it records. */
const tellsOf = ({ hash, kind, data }: ChainedEvent, includes: string | null): boolean =>
  hash === includes || (kind === 'trail.archived' && data.hash === includes);

function verdict(
  check: ChainCheck,
  unit: 'Line' | 'Event',
  found: Break | null,
  includes: string | null,
  isIn: boolean,
): Result<Extent, string> {
  if (found !== null) return fail(breakSentence(found, unit));
  if (includes === null || isIn) return ok({ ...check.end(), begin: check.begin() });
  return fail(check.begin() === 1 ? NOT_IN : `${NOT_IN} ${OR_TAKEN}`);
}

/** Null unless the line is exactly what an export writes: nothing may hide beside the hashed content. */
function readLine(line: string): ChainedEvent | null {
  try {
    const event = JSON.parse(line) as ChainedEvent;
    return exportLine(event) === line ? event : null;
  } catch {
    return null;
  }
}

/** Counted from 1: lines of a file, numbers of events. */
function breakSentence(found: Break, unit: 'Line' | 'Event'): string {
  const here = (place: number): string => (unit === 'Line' ? `line ${place}` : `event ${place}`);
  switch (found.is) {
    case 'changed':
      return `${unit} ${found.place} (${about(found.event)}) was changed: it does not fit its hash. ${OR_BEFORE}`;
    case 'missing':
      return unit === 'Line'
        ? `Event ${found.seq} is missing: ${here(found.place)} holds event ${found.found} in its place.`
        : `Event ${found.seq} is missing: event ${found.found} comes in its place.`;
    case 'moved':
      return `${unit} ${found.place} was moved: it holds event ${found.found}, and event ${found.seq}, which belongs there, stands in ${here(found.later)}.`;
    case 'repeated':
      return `${unit} ${found.place} does not belong there: it holds event ${found.seq}, which should stand further up.`;
    case 'cutOff':
      return `The last events are missing: the trail ends with event ${found.seq}, but ${found.until} events have been written.`;
    case 'otherEnd':
      return `The end of the trail was written by hand: it ends with event ${found.seq}, which is not what the store has noted for its end, event ${found.until}.`;
  }
}

/** The date may be forged too, even to an invalid one. */
const about = ({ seq, kind, requestId, at }: ChainedEvent): string =>
  `event ${seq}, ${kind} of ${requestId}${Math.abs(at) <= 8.64e15 ? `, ${new Date(at).toISOString()}` : ''}`;

const OR_BEFORE = 'Or the event before it was, together with its hash.';
const NOT_A_LINE = 'is no event as an export writes it: it was changed, or cut off.';
const NO_END = 'The row in which the store notes the end of the trail has been removed.';
const NOT_IN =
  'The hash that was noted earlier is nowhere in the trail: its last events are missing, or it was written anew.';
const OR_TAKEN = 'Or its event was taken away with the archive: look for it in the export of that time.';
