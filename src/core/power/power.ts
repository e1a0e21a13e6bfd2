/** The orders that people give for an existing instance. */
export const POWERS = ['start', 'stop', 'restart', 'release'] as const;
export type Power = (typeof POWERS)[number];

export const isPower = (word: string): word is Power => POWERS.some((power) => power === word);

/** Whether vCPU and memory stay charged while it is Stopped. */
export type StoppedMode = 'KeepCharging' | 'StopCharging';

export interface PowerWish {
  readonly what: Power;
  /** For a stop. Null leaves the mode to the cloud, as for everything without an economical mode. */
  readonly stoppedMode: StoppedMode | null;
}

/** A person's order and its progress. At its end, `stoppedMode` is the mode that the cloud shows. */
export interface PowerOrder extends PowerWish {
  /** Slack user id. */
  readonly by: string;
  /** Milliseconds UTC. */
  readonly at: number;
  /** For a restart: whether it was down since, so that Running means that the restart is done. */
  readonly down: boolean;
  readonly acted: Acted | null;
}

/**
 * The last call that changes the instance's state. Stored before it is sent, and dropped when a look shows its effect or
 * the cloud refuses it. It outlives its order: the effect of an earlier order may still show.
 */
export interface Acted {
  readonly what: 'stop' | 'reboot' | 'delete';
  readonly at: number;
  /** False while it is unknown whether the cloud accepted it. */
  readonly sure: boolean;
}

/** An instance that is only overdue can still be released, which ends its costs. */
export const hinders = (lock: string, what: Power | undefined): boolean => what !== 'release' || lock !== 'financial';
