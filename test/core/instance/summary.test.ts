import { expect, test } from 'vitest';
import type { Instance } from '../../../src/core/instance/instance.ts';
import { summarise } from '../../../src/core/instance/summary.ts';
import type { Power } from '../../../src/core/power/power.ts';
import { aFailure, anAccepted, anInstance, NOW } from '../../support/instances.ts';

const order = (what: Power) => ({ what, stoppedMode: null, by: 'U1', at: NOW, down: false, acted: null });
const running = { observed: { status: 'Running', at: NOW } } as const;
const stopped = { observed: { status: 'Stopped', at: NOW } } as const;
const ended = (fields: Partial<Instance>): Instance => anAccepted({ outcome: 'reached', dueAt: null, ...fields });

test('instances that people have stopped or released are counted separately, and not as failed', () => {
  const rows = [
    ended(running),
    ended({ ...stopped, wanted: 'stopped', order: order('stop') }),
    ended({ ...stopped, wanted: 'released', order: order('release') }),
  ];
  expect(summarise(rows)).toMatchObject({ reached: 3, stopped: 1, released: 1, failed: 0, outcome: 'allReached' });
});

test('an order that failed leaves the instance as it is; only what is gone or stuck has failed', () => {
  const failed = (fields: Partial<Instance>, kind: 'deadline' | 'vanished' = 'deadline') =>
    summarise([ended({ outcome: 'failed', failure: aFailure(kind), order: order('stop'), ...fields })]);
  expect(failed(running)).toMatchObject({ reached: 1, stopped: 0, failed: 0 });
  expect(failed(stopped)).toMatchObject({ reached: 1, stopped: 1, failed: 0 });
  expect(failed({ observed: { status: 'Stopping', at: NOW } })).toMatchObject({ failed: 1 });
  expect(failed(running, 'vanished')).toMatchObject({ failed: 1 });
  expect(failed({ ...stopped, order: null })).toMatchObject({ failed: 1, outcome: 'allFailed' });
});

test('what was withdrawn has neither come to anything nor failed', () => {
  expect(summarise([anInstance({ outcome: 'withdrawn', dueAt: null })])).toMatchObject({ reached: 0, failed: 0 });
});
