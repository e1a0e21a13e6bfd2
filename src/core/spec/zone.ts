import type { Draft } from './spec.ts';

/** The region in a zone's id, such as `cn-beijing-h` or `ap-southeast-1a`; null for a partial id such as `h`. */
export function regionOfZone(zone: string): string | null {
  const [, region] =
    /^([a-z]{2}-[a-z0-9-]*[a-z0-9])-[a-z]$|^([a-z]{2}-[a-z0-9-]*\d)[a-z]$/iu
      .exec(zone.trim())
      ?.filter((part) => part !== undefined) ?? [];
  return region?.toLowerCase() ?? null;
}

/** The full id of a zone implies its region. */
export function withRegion(draft: Draft): Draft {
  const region = draft.region === undefined && draft.zone !== undefined ? regionOfZone(draft.zone) : null;
  return region === null ? draft : { region, ...draft };
}
