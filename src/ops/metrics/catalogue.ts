import { FAILURE_KINDS } from '../../core/failure/failure.ts';
import { INSTANCE_STAGES } from '../../core/instance/stage.ts';
import { LOOPS } from '../../core/loop/loop-watch.ts';
import { APIS, BILLING_APIS, IDENTITY_APIS } from '../../ecs/apis.ts';
import { STORE_OPERATIONS } from '../../store/meter-store.ts';

/**
 * Every metric of the bot, in one place; units are in the names. A label has only the listed values, so that the number of series
 * never depends on what people ask for. docs/operations.md shows it as a table.
 */
interface Metric {
  readonly name: `ecs_chatops_${string}`;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  readonly labels: Readonly<Record<string, readonly string[]>>;
  /** Of a histogram, in its unit. */
  readonly buckets?: readonly number[];
}

const CALLED = [...APIS, ...BILLING_APIS, ...IDENTITY_APIS];
const OUTCOMES = ['ok', ...FAILURE_KINDS];

/** Decisions about requests, by people or by time. */
export const DECISIONS = ['approved', 'denied', 'withdrawn', 'expired', 'voted', 'refused', 'notAllowed'] as const;
/** States whose duration is measured. */
export const TIMED_STATES = [
  'pending',
  'creating',
  'starting',
  'stopping',
  'restarting',
  'releasing',
  'request',
] as const;

/** What may have been charged without the bot's knowledge, beside creates. */
const DOUBTFUL = ['renewal', 'disk'];

export const METRICS = {
  acks: {
    name: 'ecs_chatops_slack_ack_seconds',
    type: 'histogram',
    help: 'How long after its arrival a payload of Slack was acknowledged. Slack waits three seconds.',
    labels: { kind: ['command', 'action', 'view', 'shortcut', 'options', 'event'] },
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5],
  },
  sends: {
    name: 'ecs_chatops_slack_sends_total',
    type: 'counter',
    help: 'Tries to send a message to Slack, by how they ended: never = Slack refuses the message for good.',
    labels: {
      kind: ['card', 'thread', 'ask', 'dm', 'notice'],
      outcome: ['sent', 'wait', 'trouble', 'never', 'needless', 'unknown'],
    },
  },
  connected: {
    name: 'ecs_chatops_slack_connected',
    type: 'gauge',
    help: '1 while Slack can reach the bot.',
    labels: {},
  },
  outboxWaiting: {
    name: 'ecs_chatops_outbox_waiting',
    type: 'gauge',
    help: 'Messages that wait for Slack.',
    labels: {},
  },
  outboxAge: {
    name: 'ecs_chatops_outbox_oldest_seconds',
    type: 'gauge',
    help: 'For how long the oldest message that people wait for has been due. Edits that only show progress are not counted.',
    labels: {},
  },
  decisions: {
    name: 'ecs_chatops_decisions_total',
    type: 'counter',
    help: 'What was decided of requests: voted = one of several approvals, refused = by somebody who may not, notAllowed = a submission the policy forbids.',
    labels: { decision: DECISIONS },
  },
  failures: {
    name: 'ecs_chatops_instances_failed_total',
    type: 'counter',
    help: 'Instances, or orders for them, that failed, by why. doubtful = it may exist and cost money: look for it.',
    labels: { failure: FAILURE_KINDS },
  },
  states: {
    name: 'ecs_chatops_state_seconds',
    type: 'histogram',
    help: 'How long something was in a state when it left it: pending (approval), creating (until the cloud gave an id), starting (until Running), an order under way, or a request as a whole.',
    labels: { state: TIMED_STATES },
    buckets: [1, 2, 5, 10, 20, 40, 60, 120, 300, 900, 3600, 14_400, 86_400],
  },
  underWay: {
    name: 'ecs_chatops_instances_under_way',
    type: 'gauge',
    help: 'Instances of which something is under way, by how far it is; at most 1000 are counted. doubtful = nobody knows yet whether a create took effect.',
    labels: { stage: INSTANCE_STAGES },
  },
  stuck: {
    name: 'ecs_chatops_instances_stuck',
    type: 'gauge',
    help: 'Of those the ones that take longer than SLOW_AFTER_MS.',
    labels: {},
  },
  doubtful: {
    name: 'ecs_chatops_purchases_doubtful',
    type: 'gauge',
    help: 'Renewals and disks of which nobody knows yet whether they were charged. Creations are in ecs_chatops_instances_under_way.',
    labels: { what: DOUBTFUL },
  },
  pending: {
    name: 'ecs_chatops_requests_pending',
    type: 'gauge',
    help: 'Requests that wait for approval.',
    labels: {},
  },
  pendingAge: {
    name: 'ecs_chatops_requests_pending_oldest_seconds',
    type: 'gauge',
    help: 'For how long the oldest of them has waited.',
    labels: {},
  },
  frozen: {
    name: 'ecs_chatops_frozen',
    type: 'gauge',
    help: '1 while a freeze is in force: nothing is created, started or renewed.',
    labels: {},
  },
  lag: {
    name: 'ecs_chatops_reconciler_lag_seconds',
    type: 'gauge',
    help: 'For how long the work that has been due longest has waited for the reconciler.',
    labels: {},
  },
  loopAge: {
    name: 'ecs_chatops_loop_turned_seconds',
    type: 'gauge',
    help: 'How long ago each loop has turned.',
    labels: { loop: LOOPS },
  },
  calls: {
    name: 'ecs_chatops_cloud_calls_total',
    type: 'counter',
    help: 'Calls sent to Alibaba Cloud, by how they ended: throttled = the account has asked too often.',
    labels: { api: CALLED, outcome: OUTCOMES },
  },
  callTime: {
    name: 'ecs_chatops_cloud_call_seconds',
    type: 'histogram',
    help: 'How long Alibaba Cloud took to answer.',
    labels: { api: CALLED },
    buckets: [0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  },
  unsent: {
    name: 'ecs_chatops_cloud_calls_unsent_total',
    type: 'counter',
    help: 'Calls that got no turn in time and were not sent.',
    labels: { api: CALLED, outcome: ['queued', 'throttled', 'notSent', 'transient'] },
  },
  queue: {
    name: 'ecs_chatops_limiter_waiting',
    type: 'gauge',
    help: 'Calls that wait for their turn, in all regions.',
    labels: { api: CALLED },
  },
  queueAge: {
    name: 'ecs_chatops_limiter_oldest_seconds',
    type: 'gauge',
    help: 'For how long the oldest of them has waited.',
    labels: { api: CALLED },
  },
  pace: {
    name: 'ecs_chatops_limiter_pace_ratio',
    type: 'gauge',
    help: 'How fast an API is called, of how fast it may be, where it is slowest: below 1 after the cloud has throttled it.',
    labels: { api: CALLED },
  },
  storeTime: {
    name: 'ecs_chatops_store_seconds',
    type: 'histogram',
    help: 'How long the database took.',
    labels: { operation: STORE_OPERATIONS },
    buckets: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5],
  },
  storeErrors: {
    name: 'ecs_chatops_store_errors_total',
    type: 'counter',
    help: 'What the database could not do.',
    labels: { operation: STORE_OPERATIONS },
  },
  storeUp: {
    name: 'ecs_chatops_store_up',
    type: 'gauge',
    help: '1 while the database can be read for these figures. What is read from it is absent otherwise.',
    labels: {},
  },
} as const satisfies Readonly<Record<string, Metric>>;

export type MetricKey = keyof typeof METRICS;
/** The keys of all metrics of one type. */
export type MetricOf<T extends Metric['type']> = {
  [K in MetricKey]: (typeof METRICS)[K]['type'] extends T ? K : never;
}[MetricKey];
export type LabelsOf<K extends MetricKey> = { readonly [L in keyof (typeof METRICS)[K]['labels']]: string };
