import type { Delivery } from '../../store/store.ts';

/** What Slack delivers, by what has to be answered in three seconds. */
export type PayloadKind = 'command' | 'action' | 'view' | 'shortcut' | 'options' | 'event' | 'other';

/** How the talk with Slack goes, for whoever counts it. */
export interface SlackMeter {
  /** Something that Slack delivered was acknowledged, so long after it arrived. */
  acknowledged(kind: PayloadKind, ms: number): void;
  /** One try to send a message has ended so. */
  tried(kind: Delivery['kind'], outcome: 'sent' | 'wait' | 'trouble' | 'never' | 'needless'): void;
}

/** Where nobody counts. */
export const NO_SLACK_METER: SlackMeter = { acknowledged() {}, tried() {} };
