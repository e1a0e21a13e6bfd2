import { guarded, settleAs } from '../pass.ts';
import { type Step, whenNextIs } from './step.ts';

/** Ends rows that need no cloud: never created, or ended already. */
export const endedStep: Step = {
  name: 'ended',
  takes: whenNextIs('done', 'rest'),
  work: (pass, _region, rows) =>
    Promise.all(rows.map((row) => guarded(pass, row, () => settleAs(pass, row, { is: 'missing' })))),
};
