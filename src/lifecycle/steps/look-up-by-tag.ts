import { foundAmong } from '../../core/chunk/chunk-rows.ts';
import { nextAction } from '../../core/instance/next-action.ts';
import type { Pass } from '../pass.ts';
import { findOwn } from '../purchase/one-row-each.ts';
import { byChunk, idsOf, settleEach, settleTogether, type Together } from '../purchase/together.ts';
import { type Step, whenNextIs } from './step.ts';

/** Looks up creates whose answer was lost. */
export const lookUpByTagStep: Step = {
  name: 'lookUpByTag',
  takes: whenNextIs('lookUpByTag'),
  work: byChunk(lookUpByTag),
};

async function lookUpByTag(pass: Pass, together: Together): Promise<void> {
  const { clock, config } = pass.ports;
  const lookedAt = clock.now();
  const [row] = together.rows;
  if (row === undefined) return;
  // Another replica may have written the rows since they were claimed.
  if (together.rows.some((one) => nextAction(one, null, lookedAt, config).do !== 'lookUpByTag'))
    return pass.leave('letGo');
  const result = await findOwn(pass.ports, row);
  if (!result.ok) return settleEach(pass, together, { is: 'refused', what: 'lookUpByTag', failure: result.error });
  const found = result.value;
  await settleTogether(pass, together, (rows) => {
    if (row.chunk === undefined) return [{ is: 'foundByTag', found, lookedAt }];
    const isLast = rows.some((one) => nextAction(one, 'missing', clock.now(), config, lookedAt).do === 'fail');
    return foundAmong(rows, found, { known: idsOf([...together.others, ...rows]), lookedAt, isLast });
  });
}
