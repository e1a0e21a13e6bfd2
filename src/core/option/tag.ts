/** A tag of a cloud resource. */
export interface Tag {
  readonly key: string;
  readonly value: string;
}

/** `team=web`; without a value the key alone. */
export const tagText = ({ key, value }: Tag): string => (value === '' ? key : `${key}=${value}`);
