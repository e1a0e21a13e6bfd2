/** A tag of a cloud resource. */
export interface Tag {
  readonly key: string;
  readonly value: string;
}

/** `team=web`; only the key if the value is empty. */
export const tagText = ({ key, value }: Tag): string => (value === '' ? key : `${key}=${value}`);
