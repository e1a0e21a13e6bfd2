import { refuse } from './wire/refusal.ts';
import { regionNamed } from './world.ts';

const CODE = 'Sandbox.NotModelled';

/** `DataDisk.3.Size` in the form of parameter lists: `DataDisk.N.Size`. Numbers that {@link readParams} does not count stay. */
export const shapeOf = (name: string): string => name.replace(/\.[1-9]\d{0,3}(?=\.|$)/g, '.N');

/**
 * Refuses parameters that the action does not take, with a code that the cloud does not have: a silently ignored parameter would
 * look like one that works. Every call of the older SDKs has `RegionId`, which must at least be a region.
 */
export function mustBeTaken(action: string, takes: readonly string[], params: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(params)) {
    if (value === '' || name === 'RegionId' || takes.includes(shapeOf(name))) continue;
    refuse(400, CODE, `The sandbox does not model the parameter "${name}" of ${action}: leave it out.`);
  }
  if (params.RegionId) regionNamed(params.RegionId);
}

type Field = string | undefined;

/** The value under a name or its older spelling. If both are given, it is unknown which one the real cloud takes. */
export function oneSpelling(now: Field, older: Field, name: string): Field {
  if (now !== undefined && older !== undefined) {
    refuse(400, CODE, `The sandbox does not model two spellings of "${name}" in one call: send one of them.`);
  }
  return now ?? older;
}

/**
 * The same for a value: the parameter is taken, but this value would do something in the real cloud that the simulator does not.
 */
export function notModelled(name: string, value: string): never {
  return refuse(400, CODE, `The sandbox does not model "${value}" as a value of the parameter "${name}".`);
}
