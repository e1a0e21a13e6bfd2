import { seenInLook } from '../../core/instance/cloud-instance.ts';
import type { Instance } from '../../core/instance/instance.ts';
import { nextAction } from '../../core/instance/next-action.ts';
import type { Learned } from '../commit-transition.ts';
import { cloudIdOf, type DueAction, inBatches, type Pass, settleMany } from '../pass.ts';
import { act } from './act.ts';
import { type Step, whenNextIs } from './step.ts';

/** Looks at many rows at once, and does for each the one act that follows from its look. */
export const lookStep: Step = {
  name: 'look',
  takes: whenNextIs('look'),
  work: (pass, region, rows) => inBatches(pass, rows, (together) => look(pass, region, together)),
};

async function look(pass: Pass, region: string, rows: readonly Instance[]): Promise<void> {
  const { clock, config, ecs } = pass.ports;
  const lookedAt = clock.now();
  const result = await ecs.describeInstances(region, rows.map(cloudIdOf));
  const due = new Map<string, Omit<DueAction, 'row'>>();
  const learned = rows.map((row): Learned => {
    const shown = seenInLook(result, cloudIdOf(row));
    if (!shown.ok) return { row, observation: { is: 'refused', what: 'look', failure: shown.error } };
    const seen = shown.value;
    const keep = (next: Instance): boolean => {
      const { do: what } = nextAction(next, seen, clock.now(), config, lookedAt);
      const acts =
        what === 'start' || what === 'allocateAddress' || what === 'stop' || what === 'reboot' || what === 'delete';
      if (acts && seen !== 'missing') due.set(row.id, { seen, toDo: what });
      else due.delete(row.id);
      return acts;
    };
    return {
      row,
      observation: seen === 'missing' ? { is: 'missing', lookedAt } : { is: 'observed', observed: seen },
      keep,
    };
  });
  const settled = await settleMany(pass, learned);
  const looked = settled.flatMap((row): DueAction[] => {
    const act = row === null ? undefined : due.get(row.id);
    return row === null || act === undefined ? [] : [{ row, ...act }];
  });
  await act(pass, region, looked);
}
