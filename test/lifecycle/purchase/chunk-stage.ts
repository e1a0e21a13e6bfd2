import { expect } from 'vitest';
import type { Instance } from '../../../src/core/instance/instance.ts';
import type { Stage } from '../stage.ts';

export const rowsOf = (stage: Stage): Promise<readonly Instance[]> => stage.truth.instancesOf('r-1');
export const ended = (stage: Stage): Promise<void> => stage.until(() => stage.ended('r-1'), 10_800_000);
export const outcomes = async (stage: Stage) =>
  (await rowsOf(stage)).map(({ outcome, failure }) => failure?.kind ?? outcome);

/** That each row has the instance of its name, and the cloud no other one. */
export async function expectSeats(stage: Stage): Promise<void> {
  const rows = await rowsOf(stage);
  const vms = stage.cloud.state().instances.map((vm) => [String(vm.InstanceId), String(vm.InstanceName)]);
  const known = rows.filter(({ cloudId }) => cloudId !== null).map(({ cloudId, spec }) => [cloudId, spec.name]);
  expect(known.toSorted()).toEqual(vms.toSorted());
}

/** The price of all, in cents. */
export async function approvedIn({ truth }: Stage): Promise<number> {
  const quote = (await truth.request('r-1'))?.quote;
  return quote?.kind === 'term' ? quote.price.minor : Number.NaN;
}

export const tokens = ({ calls }: Stage): ReadonlySet<unknown> =>
  new Set(calls.filter(({ action }) => action === 'RunInstances').map(({ params }) => JSON.stringify(params)));
