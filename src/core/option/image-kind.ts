import type { KnownChoices } from '../spec/choices.ts';
import type { Draft } from '../spec/spec.ts';

/** Families of the cloud's own images. */
const CLOUD_FAMILY = /^family:acs:/iu;

/** Whether the image is one of the cloud's own; null while unknown. */
export function isPublicImage({ image = '' }: Draft, images: KnownChoices['images']): boolean | null {
  if (image.startsWith('family:')) return CLOUD_FAMILY.test(image);
  const found = images?.find(({ id }) => id === image);
  return found === undefined ? null : found.owner === 'system';
}

/** Whether a type saves CPU credits while it has little to do: t5 and t6, but not the early t1. */
export const isBurstable = (instanceType: string): boolean => /^ecs\.t(?:[5-9]|\d\d)/u.test(instanceType);
