import type { Instance, Wanted } from './instance.ts';
import type { Power } from './power.ts';

export const WANTED_BY: Readonly<Record<Power, Wanted>> = {
  start: 'running',
  restart: 'running',
  stop: 'stopped',
  release: 'released',
};

/** Whether the bot saw it go: nothing can be asked of it any more. */
export const isReleased = ({ wanted, outcome }: Instance): boolean => wanted === 'released' && outcome === 'reached';

/** Whether vCPU and memory can be given back while it is Stopped: only what is pay-as-you-go and in a VPC. */
export const canStopCharging = ({ spec }: Pick<Instance, 'spec'>): boolean =>
  spec.charge.kind === 'payAsYouGo' && spec.vSwitchId !== '';
