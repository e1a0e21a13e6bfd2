import { MAX_IDS } from '../../ecs/calls/instances.ts';

/** What each call is asked for so that all are looked at, each once. */
export function idsByCall(
  asked: readonly { readonly region: string; readonly cloudId: string }[],
): readonly { readonly region: string; readonly ids: readonly string[] }[] {
  return [...new Set(asked.map(({ region }) => region))].flatMap((region) => {
    const ids = [...new Set(asked.filter((one) => one.region === region).map(({ cloudId }) => cloudId))];
    return Array.from({ length: Math.ceil(ids.length / MAX_IDS) }, (_, n) => ({
      region,
      ids: ids.slice(n * MAX_IDS, (n + 1) * MAX_IDS),
    }));
  });
}
