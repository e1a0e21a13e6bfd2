import type { Instance } from '../../core/instance/instance.ts';
import type { Observation } from '../../core/instance/reduce.ts';
import { REQUEST_TAG } from '../../core/request/request.ts';
import { guarded, type Pass, settleAs } from '../pass.ts';
import { type Step, whenNextIs } from './step.ts';

/** Looks for what may have been created without an answer. */
export const lookUpByTagStep: Step = {
  name: 'lookUpByTag',
  takes: whenNextIs('lookUpByTag'),
  work: (pass, _region, rows) => Promise.all(rows.map((row) => guarded(pass, row, () => lookUpByTag(pass, row)))),
};

async function lookUpByTag(pass: Pass, row: Instance): Promise<void> {
  const lookedAt = pass.ports.clock.now();
  const result = await pass.ports.ecs.findByTag(row.spec.region, REQUEST_TAG, row.id);
  const observation: Observation = result.ok
    ? { is: 'foundByTag', found: result.value, lookedAt }
    : { is: 'refused', what: 'lookUpByTag', failure: result.error };
  await settleAs(pass, row, observation);
}
