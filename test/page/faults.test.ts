import { expect, test } from 'vitest';
import { faultNames } from '../../src/sandbox/ecs/faults/faults.ts';
import { choiceNamed, FAULT_GROUPS, readFields } from '../../src/sandbox/page/cloud/faults/fault-groups.ts';
import { FAULTS } from '../../src/sandbox/slack/faults.ts';

const choices = FAULT_GROUPS.flatMap(({ faults }) => faults);

test('every fault of a group is one that a simulator knows, once, and so is each of its fields', () => {
  const known: Readonly<Record<string, string>> = { ...faultNames, ...FAULTS };
  for (const { name, fields } of choices) {
    expect(Object.keys(known)).toContain(name);
    for (const { key } of fields) expect(`${name}: ${known[name]}`).toContain(key);
  }
  expect(new Set(choices.map(({ name }) => name)).size).toBe(choices.length);
});

test('fields are read as the simulators take them, and what is no number is told', () => {
  const slow = choiceNamed('slow')?.fields ?? [];
  expect(readFields(slow, {})).toEqual({ times: 1, delayMs: 2000 });
  expect(readFields(slow, { times: ' 0 ', delayMs: '50' })).toEqual({ times: 0, delayMs: 50 });
  expect(readFields(slow, { times: 'twice' })).toBeNull();
  expect(readFields(choiceNamed('no-stock-for')?.fields ?? [], { way: 'Spot' })).toEqual({ way: 'Spot' });
  expect(readFields(choiceNamed('price-change')?.fields ?? [], { percent: '-20' })).toEqual({ percent: -20 });
});
