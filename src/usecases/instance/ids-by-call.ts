import { batchesOf, groupBy } from '../../core/base/lists.ts';
import { MAX_IDS_PER_CALL } from '../../core/instance/cloud-instance.ts';

/** Groups ids into calls, so that each instance is looked at once. */
export function idsByCall(
  asked: readonly { readonly region: string; readonly cloudId: string }[],
): readonly { readonly region: string; readonly ids: readonly string[] }[] {
  return [...groupBy(asked, ({ region }) => region)].flatMap(([region, group]) => {
    const ids = [...new Set(group.map(({ cloudId }) => cloudId))];
    return batchesOf(ids, MAX_IDS_PER_CALL).map((batch) => ({ region, ids: batch }));
  });
}
