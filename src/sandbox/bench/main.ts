import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { MEASURES, type MeasureName } from './measures.ts';

const NAMES = Object.keys(MEASURES) as readonly MeasureName[];
const { values } = parseArgs({
  options: {
    json: { type: 'string' },
    at: { type: 'string', default: '1,10,100' },
    only: { type: 'string', default: NAMES.join(',') },
  },
});
const amounts = values.at.split(',').map(Number);
if (!amounts.every((amount) => Number.isInteger(amount) && amount >= 1 && amount <= 1_000))
  throw new Error('--at takes numbers from 1 to 1,000, e.g. --at 1,10,1000');
const only = values.only.split(',');
if (!only.every((name) => (NAMES as readonly string[]).includes(name)))
  throw new Error(`--only takes some of ${NAMES.join(',')}`);

console.log('The cloud runs in real time: all of it takes about 25 minutes.');
const figures: Partial<Record<MeasureName, unknown>> = {};
for (const name of NAMES.filter((one) => only.includes(one)))
  try {
    figures[name] = await MEASURES[name](amounts);
  } catch (error) {
    // One failure must not lose an hour of other figures.
    console.error(`${name} could not be measured: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(figures, null, 2)}\n`);
