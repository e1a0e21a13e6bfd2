import type { Failure } from '../../core/failure/failure.ts';
import { inEnglish, type Saying } from '../../core/saying.ts';
import { USUAL_MAX_AMOUNT } from '../../core/spec/spec.ts';
import { sizeText } from '../amounts.ts';
import { failureWords } from '../failure-words.ts';
import { momentMark } from '../moments.ts';
import { counted } from './base/counted.ts';
import { marks } from './base/marks.ts';
import { failures } from './failure/failures.ts';
import { accountOfStore } from './instance/other-account.ts';

const seconds = (ms: number): string => {
  const whole = Math.round(Math.abs(ms) / 1000);
  if (whole < 120) return `${whole} s`;
  return whole < 7200 ? `${Math.round(whole / 60)} min` : `${Math.round(whole / 3600)} h`;
};

/** What `/ecs doctor` answers. Each check: its state and, if that is not good, what to do in one sentence. */
export const doctor = {
  marks,
  /** What separates the bot from Slack or its directory, and what to do. */
  said: (saying: Saying): string => inEnglish(saying),
  checking: 'Checking Slack, Alibaba Cloud, and the bot takes a few seconds. The result follows.',
  late: 'The checks took too long. Try /ecs doctor again in a minute, and check the bot’s log.',
  allWell: 'All is well',
  needsAttention: (many: number): string => `${counted(many, 'thing needs', 'things need')} attention`,
  notKnown: (many: number): string =>
    `All is well, except that ${counted(many, 'thing', 'things')} couldn’t be checked`,
  again: 'Check again',
  /** For people who are not admins, after a bad result. */
  tellAdmins: 'Show this to the bot operator.',
  short: 'This is the short version. Admins see how to fix each point.',
  harmless: 'Nothing was bought or changed: permissions are checked with dry runs and look-ups.',

  check: {
    connection: 'Connection to Slack',
    slackToken: 'Slack token',
    scopes: 'Slack scopes',
    channel: 'This channel',
    clock: 'Clock',
    cloud: 'Alibaba Cloud',
    rights: 'RAM permissions',
    account: 'Account',
    limiter: 'Rate limits',
    store: 'Database',
    outbox: 'Messages to send',
    policy: 'Policy',
    networks: 'Networks of the policy',
    names: 'Names in the policy',
    digest: 'Weekly digest',
    directory: 'User directory',
  },

  /** For a check that did not end. */
  lateCheck: (ms: number): string => `couldn’t be checked: no answer within ${seconds(ms)}.`,
  brokenCheck: (reference: string): string => `couldn’t be checked: see the log under ${reference}.`,
  slackSilent: (code: string): string => `couldn’t be checked: Slack didn’t answer (${code}).`,

  connection: {
    socket: (since: number): string => `Socket Mode, connected since ${momentMark(since)}.`,
    lost: (times: number): string =>
      `It was renewed ${counted(times, 'time', 'times')} since the bot started, as Slack does every few hours.`,
    http: 'signed HTTP, listening.',
    down: 'not connected right now.',
    /** @param reason Slack's own word */
    downFor: (reason: string): string => `not connected right now: Slack said ${reason}.`,
    downFix:
      'Wait a few seconds: the bot reconnects automatically. If this continues, check the network and SLACK_APP_TOKEN.',
  },
  token: {
    is: (bot: string, team: string): string => `Slack knows the bot as ${bot} in ${team}.`,
  },
  scopes: {
    all: (many: number): string =>
      many === 1 ? 'the only one is granted.' : `${many === 2 ? 'both' : `all ${many}`} are granted.`,
    unknown: 'couldn’t be checked: Slack didn’t list them.',
    /** After the scope. */
    isMissing: (cost: string): string => `is missing: ${cost}`,
    fix: 'Update the app from manifest.yml (App Manifest in the app’s settings), reinstall it, and set the new SLACK_BOT_TOKEN.',
    optionalFix: 'It’s optional; to add it, update the app from manifest.yml and reinstall it.',
    /** What each scope is for. */
    cost: {
      commands: 'there is no /ecs at all.',
      'chat:write': 'the bot can’t post anything.',
      'chat:write.public':
        'cards are posted in public channels only where the bot was invited, otherwise in direct messages.',
      'im:write': 'the bot can’t send direct messages.',
      'users:read': 'the bot can’t check whether an approver is a member.',
      'usergroups:read': 'nobody counts as a member of the policy’s user groups.',
      'channels:read':
        'the bot can’t see whether a public channel is shared with another company, and posts cards there too.',
      'groups:read':
        'the bot can’t see whether a private channel is shared with another company, and posts cards there too.',
      'channels:history':
        'after a crash while posting, a message may appear twice in a public channel; and the bot can’t check whether it’s in one.',
      'groups:history':
        'after a crash while posting, a message may appear twice in a private channel; and the bot can’t check whether it’s in one.',
      'im:history': 'after a crash while posting, a direct message may appear twice.',
    },
    /** For a scope that is not listed above. @param methods of the Web API that need it */
    otherCost: (methods: string): string => `the bot can’t call ${methods}.`,
  },
  networks: {
    good: (networks: number): string =>
      networks === 1
        ? 'its vSwitches and security groups exist.'
        : `the vSwitches and security groups of all ${networks} exist.`,
    /** Before the networks with their ids. */
    missing: (region: string): string => `in ${region} these vSwitches or security groups don’t exist:`,
    fix: 'Correct the IDs under networks in the policy file, or remove them.',
    /** Before why. */
    unread: (region: string): string => `the networks of ${region} couldn’t be checked.`,
  },
  names: {
    good: 'the RAM roles, KMS keys, resource groups, and deployment sets of the policy and its presets exist, and so do the images, types, and key pairs of the presets.',
    fix: 'Correct these names in the policy file, or remove them.',
    unread:
      'not all names could be checked: Alibaba Cloud didn’t say, nothing could be requested for a dry run, or there are more than 20.',
  },
  digest: {
    good: (channels: number): string =>
      channels === 1 ? 'the bot can post to its channel.' : `the bot can post to its ${channels} channels.`,
    /** Before the channels. */
    closed: 'the bot isn’t in these channels and can’t post there:',
    fix: 'Invite the bot to them, or remove them from digest in the policy file.',
    unknown: 'couldn’t check whether the bot can post to these channels:',
  },
  channel: {
    member: 'the bot is in this channel and can post here.',
    direct: 'the bot can post in this conversation.',
    guest: 'the bot isn’t in this channel, but can post here because it’s public.',
    guestFix: 'Invite the bot so that it can find its own messages after a crash.',
    closed: 'the bot isn’t in this channel and can’t post here; cards are posted in your direct messages with it.',
    closedFix: 'Invite the bot to this channel.',
    refused: (code: string): string =>
      `Slack refused the bot’s last message in this channel (${code}); cards are posted in your direct messages with it.`,
    shared: 'it’s shared with another company, so cards are posted in your direct messages with the bot instead.',
    refusedFix: {
      shared: 'To have cards in a channel, use one that isn’t shared with another company.',
      absent: 'Invite the bot to this channel.',
      archived: 'Use another channel.',
      restricted: 'Allow the bot to post in the channel’s settings.',
      refused: 'Look up this answer in Slack’s documentation of chat.postMessage.',
    },
    unknown:
      'can’t check whether the bot is in this channel without the optional scope channels:history, or groups:history in a private one.',
    other: (code: string): string => `couldn’t be checked: Slack answered ${code}.`,
  },
  clock: {
    good: (ms: number): string =>
      Math.abs(ms) < 2000 ? 'agrees with Slack’s.' : `differs from Slack’s by ${seconds(ms)}.`,
    off: (ms: number): string => `is ${seconds(ms)} ${ms > 0 ? 'ahead of' : 'behind'} Slack’s.`,
    fix: 'Set this machine’s clock by NTP: Slack’s signed requests are refused from 5 minutes on, calls to Alibaba Cloud from 15 minutes on.',
    unknown: 'couldn’t be checked: Slack’s answer had no date.',
  },
  cloud: {
    answers: (region: string): string => `answers the bot in ${region}.`,
    failed: (failure: Failure): string => {
      const { code } = failure;
      const { title } = failureWords(failures, failure);
      return code === null ? `${title}.` : `${title} (${code}).`;
    },
    fix: (failure: Failure): string => failureWords(failures, failure).next,
    clockFix: 'Alibaba Cloud refuses the signature because of its time: correct this machine’s clock.',
  },
  rights: {
    all: (many: number): string =>
      `${many === 1 ? 'the one call is' : many === 2 ? 'both calls are' : `all ${many} calls are`} permitted.`,
    some: (granted: number, all: number): string => `${granted} of ${all} calls confirmed as permitted.`,
    /** The actions follow, then a full stop. */
    lacks: (principal: string | null): string => `${principal ?? 'The bot’s RAM identity'} lacks`,
    fix: 'Add them to the RAM policy; the whole policy is in docs/install.md.',
    /** The actions follow, then a full stop and the reason. */
    unproven: 'Neither refused nor confirmed:',
    whyUnproven: 'The bot has no instance in a state in which this can be checked.',
    noOrder: (region: string): string =>
      `Couldn’t check whether instances can be created: ${region} lacks a vSwitch with a security group in its VPC, an image, or a type in stock.`,
    refused: (failure: Failure): string =>
      `An order would be refused right now: ${failureWords(failures, failure).title}${failure.code === null ? '' : ` (${failure.code})`}.`,
    /** The actions follow, then a full stop and why. */
    unasked: 'No answer about',
  },
  limiter: {
    calm: (gates: number): string =>
      gates === 0 ? 'nothing has been called yet.' : `${counted(gates, 'API is', 'APIs are')} called at the full rate.`,
    gate: (api: string, region: string, perSecond: number, full: number): string =>
      `${api} in ${region} at ${Number(perSecond.toFixed(2))} of ${full} per second`,
    slowed: (gates: readonly string[]): string => `slowed down because Alibaba Cloud throttles: ${gates.join('; ')}.`,
    /** Purchases are named even if all is well. */
    rate: (gates: readonly string[]): string => `${gates.join('; ')}.`,
    refusedGate: (api: string, region: string, many: number): string =>
      `${api} in ${region} ${counted(many, 'call', 'calls')}`,
    refused: (gates: readonly string[]): string => `Refused since the bot started: ${gates.join('; ')}.`,
    waiting: (calls: number): string => (calls === 1 ? '1 call is queued.' : `${calls} calls are queued.`),
    fix: 'It recovers automatically; if it happens often, have the API rate quota raised in Quota Center or lower ECS_PER_SECOND.',
  },
  account: {
    is: (id: string): string => `${id}, for both the credentials and the database.`,
    other: (stored: string | null, actual: string): string =>
      `the credentials belong to ${actual}, the database to ${accountOfStore(stored)}: nothing is checked, bought, or changed.`,
    otherFix: (stored: string | null, actual: string): string =>
      `Give the bot credentials of ${accountOfStore(stored)}, or a database of its own for ${actual}. Only to continue in ${actual} with this database: /ecs unfreeze account ${actual}.`,
    unknown: (why: string): string =>
      `couldn’t find out which account the credentials belong to (${why}): nothing is checked, bought, or changed.`,
    unknownFix: {
      way: 'Let the bot’s machine reach sts.aliyuncs.com, or set STS_ENDPOINT.',
      credentials:
        'Check that the AccessKey or the role exists and is enabled, and what ALIBABA_CLOUD_CREDENTIALS names.',
      store: 'Restore the database; its check shows what is wrong.',
    },
    noStore: 'the database can’t be read',
  },
  store: {
    is: (kind: 'sqlite' | 'postgres', bytes: number, migrations: number, newest: string, ms: number): string =>
      `${kind === 'sqlite' ? 'SQLite' : 'PostgreSQL'}, ${sizeText(bytes)}, ${counted(migrations, 'migration', 'migrations')} (${newest}), written in ${Math.round(ms)} ms.`,
    newer: (names: readonly string[]): string =>
      `A newer version of the bot has added to its schema (${names.join(', ')}). This version works with it, but uses none of that.`,
    newerFix:
      'If you’re replacing replicas one after the other, finish that. If you went back to this version on purpose, there is nothing to do. Otherwise run the newer version again.',
    open: 'Other users of the machine can read its files.',
    openFix:
      'Make them accessible to the bot’s user alone: chmod 700 DATA_DIR, and chmod 600 the files in it and .env.',
    behind: 'It went back in time (a failover or a restored backup): purchases are frozen.',
    behindFix:
      'Compare /ecs list all tag:ecs-chatops:store with what the bot knows, adopt or release the instances it doesn’t know, then end the freeze with /ecs unfreeze.',
    durability: {
      commitsLate: 'synchronous_commit is off, so a server crash loses confirmed commits.',
      fsyncOff: 'fsync is off, so a machine crash loses commits or the whole database.',
      tornPages: 'full_page_writes isn’t on, so a crash may damage the database.',
      standbyBehind: 'its standby isn’t synchronous, so a failover loses the last commits.',
      readOnly: 'it’s a standby in recovery and accepts no writes.',
    },
    durabilityFix:
      'Purchases are safe only if no commit is lost. Set synchronous_commit = on, fsync = on, and full_page_writes = on, and synchronous_standby_names if a standby may become the primary; point DATABASE_URL at the primary.',
    slowFix: 'Writing is slow: check the disk or the load of the database.',
    down: 'can’t be written. Meanwhile nothing is bought, and no message is lost.',
    downFix: 'See the bot’s log for the reason: a full disk, missing permissions, or a database that doesn’t answer.',
  },
  outbox: {
    empty: 'none waiting.',
    waiting: (many: number, ms: number): string => `${many} waiting, the oldest due for ${seconds(ms)}.`,
    soon: (many: number): string => `${many} queued.`,
    trouble: (code: string): string => `Slack doesn’t accept them (${code}).`,
    fix: 'They’re sent as soon as Slack accepts them; if this continues, check SLACK_BOT_TOKEN and the network.',
    unreadable: 'couldn’t be counted, because the database can’t be read.',
  },
  policy: {
    none: `no policy file: anyone in the workspace can create pay-as-you-go and spot instances, up to ${USUAL_MAX_AMOUNT} per request.`,
    noneFix: 'Write a policy.yml, using policy.example.yml as a model.',
    inForce: (hash: string): string => `version ${hash.slice(0, 12)} is in force since`,
    trouble: (mistakes: readonly Saying[]): string =>
      `The file in its current state isn’t used: ${mistakes.map(inEnglish).join(' ')}`,
    troubleFix: 'Fix the file; npm run policy lists every mistake with its line.',
  },
  directory: {
    good: 'people and user groups can be looked up.',
    unknownYou: 'people can’t be looked up, so guests can’t be told from members.',
    groups: (groups: readonly string[]): string =>
      `The members of ${groups.join(', ')} can’t be looked up, so nobody gets rights through ${groups.length === 1 ? 'it' : 'them'}.`,
    fix: 'Check that these user groups exist, and that the app has the scopes to list their members.',
  },
};
