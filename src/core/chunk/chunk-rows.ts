import type { CreateCalls } from '../instance/create-calls.ts';
import type { Instance, ListedInstance } from '../instance/instance.ts';
import type { Observation } from '../instance/observation.ts';
import { CHUNK_MAX } from './chunk.ts';

type Tagged = Pick<Instance, 'id' | 'requestId' | 'chunk'>;

/** The value of the tag `ecs-chatops:request`: the row's id, or that of its chunk, `r-…-1..20`. */
export const requestTagOf = ({ id, requestId, chunk }: Tagged): string =>
  chunk === undefined ? id : `${requestId}-${chunk.first}..${chunk.first + chunk.amount - 1}`;

const TAG = /^(?<requestId>.+)-(?<first>\d+)(?:\.\.(?<last>\d+))?$/u;

/** The rows that such a value stands for; null for a value of another form. */
export function taggedBy(value: string): { readonly requestId: string; readonly ids: readonly string[] } | null {
  const { requestId, first, last = first } = TAG.exec(value)?.groups ?? {};
  if (requestId === undefined) return null;
  const count = Number(last) - Number(first) + 1;
  if (count < 1 || count > CHUNK_MAX) return null;
  return { requestId, ids: Array.from({ length: count }, (_, index) => `${requestId}-${Number(first) + index}`) };
}

/** Whether it is under way without a cloud id. */
export const isUnseated = ({ cloudId, outcome }: Pick<Instance, 'cloudId' | 'outcome'>): boolean =>
  cloudId === null && outcome === null;

/** Whether the history of the calls is the same for all rows, as it is while they are written together. */
export function areInStep(rows: readonly Instance[]): boolean {
  const known = ({ clientToken, createTriedAt, creates, chunk }: Instance): string => {
    const { sent = 0, undone = 0, refusals = 0, mayRepeat = true }: Partial<CreateCalls> = creates ?? {};
    return JSON.stringify([clientToken, createTriedAt, sent, undone, refusals, mayRepeat, chunk?.given === undefined]);
  };
  return new Set(rows.map(known)).size <= 1;
}

/** For a row that already has its id. */
const KNOWN: Observation = { is: 'placed', given: null };

/**
 * What the answer of RunInstances means for each row of its chunk. Only a look at the names shows which id belongs to which
 * row.
 *
 * @param rows current rows; one may have got its id by a look meanwhile
 */
export function placed(rows: readonly Instance[], cloudIds: readonly string[]): readonly Observation[] {
  const had = new Set(rows.map(({ cloudId }) => cloudId));
  const left = cloudIds.filter((id) => !had.has(id));
  let isFirst = true;
  return rows.map((row): Observation => {
    if (row.cloudId !== null) return KNOWN;
    const told = isFirst ? { cloudIds } : {};
    isFirst = false;
    return { is: 'placed', given: left.shift() ?? null, ...told };
  });
}

/**
 * What a look by tag means for each row of a chunk without an id. An instance with the row's name belongs to the row. In
 * the end, or when there is one for each row, an unnamed row gets an instance whose name no row has: it was renamed. If any
 * instance exists, the call has taken effect and is not sent again.
 *
 * @param known ids that other rows of the chunk have
 * @param isLast whether nothing more is waited for
 */
export function foundAmong(
  rows: readonly Instance[],
  found: readonly ListedInstance[],
  {
    known,
    lookedAt,
    isLast = false,
  }: { readonly known: ReadonlySet<string>; readonly lookedAt: number; readonly isLast?: boolean },
): readonly Observation[] {
  const open = withoutId(rows);
  const news = found.filter(({ cloudId }) => !known.has(cloudId));
  const own = byName(open, news);
  const taken = new Set([...own.values()].map(({ cloudId }) => cloudId));
  const left = news.filter(({ cloudId }) => !taken.has(cloudId)).toSorted(byCloudId);
  const others = open.filter(({ id }) => !own.has(id));
  const isSettled = isLast || left.length >= others.length;
  const byOrder = new Map(isSettled ? others.map(({ id }, index) => [id, left[index]]) : []);
  const tookEffect = found.length > 0 || known.size > 0 ? { tookEffect: true as const } : {};
  return rows.map((row) => {
    if (row.cloudId !== null) return KNOWN;
    const seen = own.get(row.id);
    if (seen !== undefined) return { is: 'foundByTag', found: [seen], lookedAt, ...tookEffect };
    const other = byOrder.get(row.id);
    return other === undefined
      ? { is: 'foundByTag', found: [], lookedAt, ...tookEffect }
      : { is: 'foundByTag', found: [other], lookedAt, ...tookEffect, unnamed: true };
  });
}

/** The ids in the answer for a chunk that no row has yet. */
export function unseatedIds(members: readonly Instance[]): readonly string[] {
  const had = new Set(members.map(({ cloudId }) => cloudId));
  return members.flatMap(({ chunk }) => chunk?.given ?? []).filter((id) => !had.has(id));
}

/** Rows under way come first, so that they get the remaining ids. */
const withoutId = (rows: readonly Instance[]): readonly Instance[] => [
  ...rows.filter(isUnseated),
  ...rows.filter(({ cloudId, outcome }) => cloudId === null && outcome !== null),
];

/** A look at the ids that the answer gave. */
interface LookAtGiven {
  readonly given: readonly string[];
  /** By id, as far as the cloud lists them. */
  readonly seen: ReadonlyMap<string, ListedInstance>;
  readonly lookedAt: number;
  /** Whether nothing more is waited for. Then each id goes to a row, whatever its name. */
  readonly isLast: boolean;
}

/**
 * What this look means for each row without an id. Once all ids are listed there is nothing to wait for, and rows without
 * one were not placed.
 */
export function seated(
  rows: readonly Instance[],
  { given, seen, lookedAt, isLast }: LookAtGiven,
): readonly Observation[] {
  const open = withoutId(rows);
  const own = byName(
    open,
    given.flatMap((id) => seen.get(id) ?? []),
  );
  const taken = new Set([...own.values()].map(({ cloudId }) => cloudId));
  const left = given.filter((id) => !taken.has(id));
  const byOrder = new Map(open.filter(({ id }) => !own.has(id)).map(({ id }, index) => [id, left[index]]));
  const isSettled = isLast || given.every((id) => seen.has(id));
  return rows.map((row): Observation => {
    if (row.cloudId !== null) return KNOWN;
    const named = own.get(row.id);
    if (named !== undefined) return { is: 'foundByTag', found: [named], lookedAt };
    if (!isSettled) return { is: 'missing', lookedAt };
    const id = byOrder.get(row.id);
    if (id === undefined) return { is: 'unplaced' };
    const other = seen.get(id);
    return other === undefined
      ? { is: 'created', cloudId: id }
      : { is: 'foundByTag', found: [other], lookedAt, unnamed: true };
  });
}

const byCloudId = (a: ListedInstance, b: ListedInstance): number => (a.cloudId < b.cloudId ? -1 : 1);

/** Of several instances with one name, always the same. */
function byName(rows: readonly Instance[], found: readonly ListedInstance[]): ReadonlyMap<string, ListedInstance> {
  const inOrder = found.toSorted(byCloudId);
  return new Map(
    rows.flatMap((row) => {
      const own = inOrder.find(({ name }) => name === row.spec.name);
      return own === undefined ? [] : [[row.id, own] as const];
    }),
  );
}
