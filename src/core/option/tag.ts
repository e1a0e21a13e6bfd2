/** What the cloud lets people mark things with. */
export interface Tag {
  readonly key: string;
  readonly value: string;
}
