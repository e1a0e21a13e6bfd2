import { REQUEST_TAG, STORE_TAG } from '../../../src/core/request/request.ts';
import type { InstanceSpec } from '../../../src/core/spec/spec.ts';
import { makeCloudPort } from '../../world/cloud-port.ts';
import { makeLife } from '../../world/life.ts';
import type { Stage } from '../stage.ts';

const MINUTE = 60_000;

/**
 * What an earlier state of a store has made for a row, of which its present state knows nothing.
 *
 * @param store whose tag it carries; without one it carries none
 */
export async function makeLost(
  stage: Stage,
  {
    row,
    store,
    spec = stage.spec.plain,
  }: { readonly row: string; readonly store?: string; readonly spec?: InstanceSpec },
): Promise<string> {
  const { cloud, timeline } = stage;
  const life = makeLife('lost', () => {});
  const port = makeCloudPort({ cloud, timeline, life, random: () => 0.5, before: async () => {}, after: () => {} });
  const ofStore = store === undefined ? [] : [{ key: STORE_TAG, value: store }];
  const tags = [{ key: REQUEST_TAG, value: row }, ...ofStore];
  let cloudId = '';
  void port.createInstance({ spec, clientToken: `lost-${row}`, tags }).then((made) => {
    if (made.ok) cloudId = made.value.cloudId;
  });
  await stage.until(() => cloudId !== '');
  // A new instance is not listed at once; for so long the ClientToken, which is the same, takes the place of the look.
  await stage.pass(MINUTE);
  return cloudId;
}
