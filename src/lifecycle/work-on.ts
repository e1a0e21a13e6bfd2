import { groupBy } from '../core/base/lists.ts';
import type { Instance } from '../core/instance/instance.ts';
import { NO_TRACER } from '../core/tracing/tracer.ts';
import type { Pass } from './pass.ts';
import { changeStep } from './steps/change.ts';
import { createStep } from './steps/create.ts';
import { endedStep } from './steps/ended.ts';
import { expiryStep } from './steps/expiry.ts';
import { keepLeaseStep } from './steps/lease.ts';
import { lookStep } from './steps/look.ts';
import { lookUpByTagStep } from './steps/look-up-by-tag.ts';
import { seatStep } from './steps/seat.ts';
import { spotStep } from './steps/spot.ts';
import type { Step } from './steps/step.ts';

/** Everything that is done for an instance. The first step that takes a row has it for this pass: one thing at a time. */
export const STEPS: readonly Step[] = [
  createStep,
  lookUpByTagStep,
  seatStep,
  lookStep,
  endedStep,
  keepLeaseStep,
  changeStep,
  expiryStep,
  spotStep,
];

/** Works on the rows of each region, each step on its own. Resolves when everything is stored; never rejects. */
export async function workOn(pass: Pass, instances: readonly Instance[]): Promise<void> {
  const { clock, config, tracer = NO_TRACER } = pass.ports;
  const regions = groupBy(instances, (instance) => instance.spec.region);
  await Promise.all(
    [...regions].flatMap(([region, rows]) => {
      const now = clock.now();
      const taken = groupBy(rows, (row) => STEPS.find((step) => step.takes(row, now, config)));
      return [...taken].map(
        ([step, theirs]) =>
          step &&
          tracer.span(`lifecycle ${step.name}`, { 'cloud.region': region, requests: requestsOf(theirs) }, () =>
            step.work(pass, region, theirs),
          ),
      );
    }),
  );
}

/** A look is for up to a hundred instances; a span names only the first of their requests. */
const MAX_NAMED = 10;

const requestsOf = (rows: readonly Instance[]): string =>
  [...new Set(rows.map(({ requestId }) => requestId))].slice(0, MAX_NAMED).join(' ');
