/** A tag of a cloud resource. */
export interface Tag {
  readonly key: string;
  readonly value: string;
}
