/** What a run of a world is told, and what it leaves behind even when it throws. */
export interface Recording {
  /** The names of the parts that it leaves out, e.g. `fault.2`. */
  readonly without: ReadonlySet<string>;
  /** The names of all parts that its seed has in store, in order, also of those that are left out. */
  readonly parts: string[];
  /**
   * How often each thing was done: `act` by people, `call` to the cloud, `message` to Slack, and `fault <kind>`, where it hit something;
   * of those of the cloud also `met <row of its table>`.
   */
  readonly counts: Map<string, number>;
}

export const aRecording = (without: ReadonlySet<string> = new Set()): Recording => ({
  without,
  parts: [],
  counts: new Map(),
});

export function count({ counts }: Pick<Recording, 'counts'>, what: string, times = 1): void {
  counts.set(what, (counts.get(what) ?? 0) + times);
}

/** What is left of a list whose members are parts `<name>.0`, `<name>.1` and so on. */
export function kept<T>(recording: Recording, name: string, all: readonly T[]): readonly T[] {
  return all.filter((_, index) => isKept(recording, `${name}.${index}`));
}

/** Whether a part that a seed has in store is not left out. */
export function isKept({ without, parts }: Recording, name: string): boolean {
  parts.push(name);
  return !without.has(name);
}
