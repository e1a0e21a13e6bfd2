import type { Instance } from '../instance/instance.ts';

type Row = Pick<Instance, 'attributes' | 'wanted' | 'outcome'>;

/** When something of it is next to be changed; null for never. It waits for a release, which protection that came later would undo. */
export const attributeDueAt = ({ attributes, wanted, outcome }: Row): number | null =>
  wanted === 'released' && outcome === null ? null : (attributes?.tryAt ?? null);

export const isAttributeDue = (instance: Row, now: number): boolean => {
  const at = attributeDueAt(instance);
  return at !== null && at <= now;
};
