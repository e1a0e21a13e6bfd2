import { nextAction } from '../../core/instance/next-action.ts';
import { type DueAction, guarded } from '../pass.ts';
import { readFrozen } from '../purchase/freeze.ts';
import { act } from './act.ts';
import { lookStep } from './look.ts';
import { type Step, whenNextIs } from './step.ts';

/** Starts instances that are most likely built by now, without a look. During a freeze it only looks. */
export const startUnseenStep: Step = {
  name: 'startUnseen',
  takes: whenNextIs('start', 'allocateAddress'),
  async work(pass, region, rows) {
    const freeze = await guarded(pass, rows[0], () => readFrozen(pass));
    if (freeze === null) return undefined;
    if (freeze.frozen) return lookStep.work(pass, region, rows);
    const { clock, config } = pass.ports;
    const due = rows.flatMap((row): DueAction[] => {
      const { do: toDo } = nextAction(row, null, clock.now(), config);
      return toDo === 'start' || toDo === 'allocateAddress' ? [{ row, seen: null, toDo }] : [];
    });
    return act(pass, region, due);
  },
};
