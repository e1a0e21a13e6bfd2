import type { Delivery } from '../../store/store.ts';

/** Kinds of Slack's payloads. */
export type PayloadKind = 'command' | 'action' | 'view' | 'shortcut' | 'options' | 'event' | 'other';

/** Measures the traffic with Slack. */
export interface SlackMeter {
  /** A payload was acknowledged, so long after its arrival. */
  acknowledged(kind: PayloadKind, ms: number): void;
  /** A try to send a message has ended. */
  tried(kind: Delivery['kind'], outcome: 'sent' | 'wait' | 'trouble' | 'never' | 'needless' | 'unknown'): void;
}

/** Measures nothing. */
export const NO_SLACK_METER: SlackMeter = { acknowledged() {}, tried() {} };
