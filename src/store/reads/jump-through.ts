/** Jumps from one region to the next in an index: `distinct` would scan all rows for a handful of regions. */
export async function jumpThrough(next: (after: string) => Promise<{ region: string } | undefined>): Promise<string[]> {
  const regions: string[] = [];
  for (let after = ''; ; ) {
    const found = await next(after);
    if (found === undefined) return regions;
    regions.push(found.region);
    after = found.region;
  }
}
