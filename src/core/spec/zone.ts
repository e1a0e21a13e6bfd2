import type { Draft } from './spec.ts';

/** The region that a zone's id begins with, `cn-beijing-h` and `ap-southeast-1a`; null for what is no whole id, such as `h`. */
export function regionOfZone(zone: string): string | null {
  const [, region] =
    /^([a-z]{2}-[a-z0-9-]*[a-z0-9])-[a-z]$|^([a-z]{2}-[a-z0-9-]*\d)[a-z]$/iu
      .exec(zone.trim())
      ?.filter((part) => part !== undefined) ?? [];
  return region?.toLowerCase() ?? null;
}

/** The full name of a zone names its region too. */
export function withRegion(draft: Draft): Draft {
  const region = draft.region === undefined && draft.zone !== undefined ? regionOfZone(draft.zone) : null;
  return region === null ? draft : { region, ...draft };
}
