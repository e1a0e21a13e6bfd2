import type { Instance } from '../instance/instance.ts';

/** When something of it is next to be changed; null for never. */
export const attributeDueAt = ({ attributes }: Pick<Instance, 'attributes'>): number | null =>
  attributes?.tryAt ?? null;

export const isAttributeDue = (instance: Pick<Instance, 'attributes'>, now: number): boolean => {
  const at = attributeDueAt(instance);
  return at !== null && at <= now;
};
