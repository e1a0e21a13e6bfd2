import { expect, test } from 'vitest';
import type { Instance } from '../../../src/core/instance/instance.ts';
import { INSTANCE_STAGES, instanceStage } from '../../../src/core/instance/stage.ts';
import { anAccepted, anInstance, NOW } from '../../support/instances.ts';

const freeze = { version: 1, reason: 'audit', by: 'U9', at: NOW, until: null };
const order = { what: 'restart', stoppedMode: null, by: 'U1', at: NOW, down: false, acted: null } as const;
const creates = { sent: 1, undone: 0, lastAt: NOW, mayRepeat: true };

const STAGES: readonly (readonly [(typeof INSTANCE_STAGES)[number] | null, Instance])[] = [
  ['held', anInstance({ heldBy: freeze })],
  ['waiting', anInstance()],
  ['waiting', anInstance({ createTriedAt: NOW, creates: { ...creates, undone: 1 }, attempts: 1 })],
  ['creating', anInstance({ createTriedAt: NOW, creates })],
  ['doubtful', anInstance({ createTriedAt: NOW, creates, attempts: 1 })],
  ['doubtful', anInstance({ createTriedAt: NOW, creates: { ...creates, mayRepeat: false } })],
  ['starting', anAccepted()],
  ['stopping', anAccepted({ wanted: 'stopped' })],
  ['restarting', anAccepted({ order })],
  ['releasing', anAccepted({ wanted: 'released' })],
  [null, anAccepted({ outcome: 'reached', heldBy: freeze })],
];

test.each(STAGES)('a metric counts as %s: %#', (stage, row) => {
  expect(instanceStage(row)).toBe(stage);
});

test('every stage that a metric names comes about', () => {
  expect(new Set(STAGES.map(([stage]) => stage))).toEqual(new Set([...INSTANCE_STAGES, null]));
});
