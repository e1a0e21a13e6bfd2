import type { Instance } from '../instance/instance.ts';

type Row = Pick<Instance, 'attributes' | 'wanted' | 'outcome'>;

/**
 * When the next change of an instance is due; null for never. Changes wait for a release: protection that is set later
 * would block it.
 */
export const attributeDueAt = ({ attributes, wanted, outcome }: Row): number | null =>
  wanted === 'released' && outcome === null ? null : (attributes?.tryAt ?? null);

export const isAttributeDue = (instance: Row, now: number): boolean => {
  const at = attributeDueAt(instance);
  return at !== null && at <= now;
};
