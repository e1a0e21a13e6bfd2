import { expect, test } from 'vitest';
import { parseDisk } from '../../../src/core/option/data-disks.ts';
import { NOTHING_KNOWN } from '../../../src/core/spec/choices.ts';
import { readDraft } from '../../../src/core/spec/spec-parse.ts';

// The names that every object of the language has.
const INHERITED = ['constructor', 'toString', 'valueOf', '__proto__', 'hasOwnProperty'];

test.each(INHERITED)('%s is neither an option of a disk nor a way of paying', (name) => {
  expect(parseDisk(`essd:100,${name}=x`)).toMatchObject({ is: 'diskOption' });
  expect(parseDisk(`essd:100,${name}`)).toMatchObject({ is: 'diskOption' });
  expect(readDraft({ charge: name }, NOTHING_KNOWN)).toEqual({
    draft: {},
    problems: [{ field: 'charge', problem: 'unknownChoice', given: name }],
  });
});
