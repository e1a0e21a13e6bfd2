import type { Instance, Wanted } from '../instance/instance.ts';
import { isBurstable } from '../option/image-kind.ts';
import type { Power } from './power.ts';

export const WANTED_BY: Readonly<Record<Power, Wanted>> = {
  start: 'running',
  restart: 'running',
  stop: 'stopped',
  release: 'released',
};

/** Whether the bot saw it released: it takes no more orders. */
export const isReleased = ({ wanted, outcome }: Instance): boolean => wanted === 'released' && outcome === 'reached';

/** Why economical mode is not available. */
export type NoEconomicalMode = 'notPayAsYouGo' | 'noVpc' | 'localDisks';

/**
 * Families with local disks or persistent memory. The API stops these in standard mode without an error when it is asked
 * for economical mode. Sources: its description of StoppedMode, and the page on economical mode, which also says that spot
 * instances have it.
 */
const HAS_LOCAL_DISKS = /^ecs\.(?:ebm)?(?:[di]\d|gn5\.|ga1\.|re6p)/u;

/** Why vCPU and memory stay charged while it is Stopped; null when economical mode is available. */
export function noEconomicalMode({ spec }: Pick<Instance, 'spec'>): NoEconomicalMode | null {
  if (spec.charge.kind === 'prepaid') return 'notPayAsYouGo';
  if (spec.vSwitchId === '') return 'noVpc';
  return HAS_LOCAL_DISKS.test(spec.instanceType) ? 'localDisks' : null;
}

/** A spot instance starts again only within its price limit and while there is stock, in either stopped mode. */
export const mayNotStart = ({ spec }: Pick<Instance, 'spec'>): boolean => spec.charge.kind === 'spot';

/** A burstable type loses its saved CPU credits when it is stopped in economical mode. */
export const losesCredits = ({ spec }: Pick<Instance, 'spec'>): boolean => isBurstable(spec.instanceType);
