/** What somebody may ask of an instance that exists. */
export const POWERS = ['start', 'stop', 'restart', 'release'] as const;
export type Power = (typeof POWERS)[number];

export const isPower = (word: string): word is Power => POWERS.some((power) => power === word);

/** Whether vCPU and memory are paid for while it is Stopped. */
export type StoppedMode = 'KeepCharging' | 'StopCharging';

export interface PowerWish {
  readonly what: Power;
  /** For a stop; null leaves it to the cloud, as everything must that has no economical mode. */
  readonly stoppedMode: StoppedMode | null;
}

/** A person's order, and how far it has come. Once it has reached its end, `stoppedMode` is what the cloud says of it. */
export interface PowerOrder extends PowerWish {
  /** Slack user id. */
  readonly by: string;
  /** Milliseconds UTC. */
  readonly at: number;
  /** For a restart: whether it has been down since, so that Running means that it has been done. */
  readonly down: boolean;
  readonly acted: Acted | null;
}

/**
 * The last call that changes its state, stored before it is sent and forgotten when a look shows its effect or the cloud has
 * refused it. It outlives its order: what was sent for an earlier one may still show.
 */
export interface Acted {
  readonly what: 'stop' | 'reboot' | 'delete';
  readonly at: number;
  /** False while nobody knows whether the cloud has taken it. */
  readonly sure: boolean;
}

/** What is only overdue may still be released: that ends its costs. */
export const hinders = (lock: string, what: Power | undefined): boolean => what !== 'release' || lock !== 'financial';
