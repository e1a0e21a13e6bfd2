import { refuse } from './wire/refusal.ts';
import { regionNamed } from './world.ts';

const CODE = 'Sandbox.NotModelled';

/** `DataDisk.3.Size` as lists of parameters write it: `DataDisk.N.Size`. Numbers that {@link readParams} does not count by stay. */
export const shapeOf = (name: string): string => name.replace(/\.[1-9]\d{0,3}(?=\.|$)/g, '.N');

/**
 * Refuses what the action does not take, with a code that is no code of the cloud: a parameter that was passed over in silence
 * would look like one that works. `RegionId` comes with every call of the older SDKs, and is at least a region.
 */
export function mustBeTaken(action: string, takes: readonly string[], params: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(params)) {
    if (value === '' || name === 'RegionId' || takes.includes(shapeOf(name))) continue;
    refuse(400, CODE, `The sandbox does not model the parameter "${name}" of ${action}: leave it out.`);
  }
  if (params.RegionId) regionNamed(params.RegionId);
}

type Field = string | undefined;

/** What is under a name or its older spelling. Under both at once nobody knows which one the real cloud takes. */
export function oneSpelling(now: Field, older: Field, name: string): Field {
  if (now !== undefined && older !== undefined) {
    refuse(400, CODE, `The sandbox does not model two spellings of "${name}" in one call: send one of them.`);
  }
  return now ?? older;
}

/** The same of a value: the parameter is taken, and in the real cloud this would do something that nothing here does. */
export function notModelled(name: string, value: string): never {
  return refuse(400, CODE, `The sandbox does not model "${value}" as a value of the parameter "${name}".`);
}
