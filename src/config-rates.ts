/** Rate limits and intervals, which all have a default. */
export const RATE_VARIABLES = [
  {
    name: 'ECS_PER_SECOND',
    group: 'Pace',
    sentence: 'ECS calls per second, per API and region. The account shares its quota with everybody else in it.',
    default: '10',
  },
  {
    name: 'ECS_CREATE_PER_SECOND',
    group: 'Pace',
    sentence:
      'CreateInstance calls per second and region, and RunInstances calls, each of which makes up to a hundred; also a fraction. The default is 195 a minute of the 200 that Alibaba Cloud publishes for an account: lower it where others create much in it too.',
    default: '3.25',
  },
  {
    name: 'ECS_INSTANCES_PER_MINUTE',
    group: 'Pace',
    sentence:
      'Instances that RunInstances makes in a minute, in all regions together. The default stays below the 5,000 that Alibaba Cloud publishes for an account: lower it where others create much in it too.',
    default: '4800',
  },
  { name: 'ECS_AT_ONCE', group: 'Pace', sentence: 'ECS calls under way at once, per API and region.', default: '10' },
  {
    name: 'LOOK_EVERY_MS',
    group: 'Pace',
    sentence:
      'How often instances are looked at while they are likely to be done, in milliseconds; half as often where nothing is known of their type yet.',
    default: '1000',
  },
  {
    name: 'FIRST_LOOK_MS',
    group: 'Pace',
    sentence:
      'The least time the cloud takes to build or start an instance, in milliseconds; no look before. What is learnt of a type makes it longer.',
    default: '2500',
  },
  {
    name: 'GRACE_MS',
    group: 'Pace',
    sentence: 'How long a new id may be missing from DescribeInstances, in milliseconds.',
    default: '60000',
  },
  {
    name: 'SLOW_AFTER_MS',
    group: 'Pace',
    sentence: 'When the thread is told that an instance takes long, in milliseconds.',
    default: '180000',
  },
  {
    name: 'DEADLINE_MS',
    group: 'Pace',
    sentence: 'When waiting for an instance is given up, in milliseconds.',
    default: '900000',
  },
  {
    name: 'DOUBT_AFTER_MS',
    group: 'Pace',
    sentence:
      'How long a create in doubt is repeated with its ClientToken before it is only looked up, in milliseconds.',
    default: '1800000',
  },
  {
    name: 'SWEEP_EVERY_MS',
    group: 'Pace',
    sentence:
      'How often the account is compared with what the bot knows, for instances that vanished or that nobody looks after and for ends that were changed in the console, in milliseconds, or `off`.',
    default: '3600000',
  },
  {
    name: 'CLAIM_MS',
    group: 'Pace',
    sentence: 'After how long the work of a dead replica is taken over, in milliseconds.',
    default: '30000',
  },
] as const;
