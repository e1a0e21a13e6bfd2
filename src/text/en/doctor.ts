import type { Failure } from '../../core/failure/failure.ts';
import { inEnglish, type Saying } from '../../core/saying.ts';
import { failureWords } from '../failure-words.ts';
import { momentMark } from '../moments.ts';
import { marks } from './base/marks.ts';
import { failures } from './failure/failures.ts';
import { accountOfStore } from './instance/other-account.ts';

const seconds = (ms: number): string => {
  const whole = Math.round(Math.abs(ms) / 1000);
  if (whole < 120) return `${whole} s`;
  return whole < 7200 ? `${Math.round(whole / 60)} min` : `${Math.round(whole / 3600)} h`;
};

const size = (bytes: number): string =>
  bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} KiB` : `${(bytes / 1024 / 1024).toFixed(1)} MiB`;

const count = (many: number, one: string, more: string): string => `${many} ${many === 1 ? one : more}`;

/** What `/ecs doctor` answers. Each check: how it stands, and where it is not well what to do in one sentence. */
export const doctor = {
  marks,
  /** What keeps the bot from Slack or its directory, and what to do. */
  said: (saying: Saying): string => inEnglish(saying),
  checking: 'Checking Slack, Alibaba Cloud, and the bot takes a few seconds. The result follows.',
  late: 'The checks have not ended in time. Try /ecs doctor again in a minute, and look at the log of the bot.',
  allWell: 'All is well',
  needsAttention: (many: number): string => `${count(many, 'thing needs', 'things need')} attention`,
  notKnown: (many: number): string => `All is well, as far as it could be found out (${many} could not)`,
  again: 'Check again',
  /** For those who are no admins, after what is not well. */
  tellAdmins: 'Show this to whoever runs the bot.',
  short: 'This is the short version. Admins see what to do about each point.',
  harmless: 'Nothing was bought or changed: rights are asked for by dry runs and by reads.',

  check: {
    connection: 'Connection to Slack',
    slackToken: 'Slack token',
    scopes: 'Slack scopes',
    channel: 'This channel',
    clock: 'Clock',
    cloud: 'Alibaba Cloud',
    rights: 'RAM rights',
    account: 'Account',
    limiter: 'Rate limits',
    store: 'Database',
    outbox: 'Messages to send',
    policy: 'Policy',
    networks: 'Networks of the policy',
    digest: 'Weekly digest',
    directory: 'User directory',
  },

  /** Of a check that did not come to its end. */
  lateCheck: (ms: number): string => `could not be checked: no answer within ${seconds(ms)}.`,
  brokenCheck: (reference: string): string => `could not be checked: the log tells why under ${reference}.`,
  slackSilent: (code: string): string => `could not be checked: Slack did not answer (${code}).`,

  connection: {
    socket: (since: number): string => `Socket Mode, connected since ${momentMark(since)}.`,
    lost: (times: number): string =>
      `It was renewed ${count(times, 'time', 'times')} since the start, as Slack does every few hours.`,
    http: 'signed HTTP, listening.',
    down: 'not connected at this moment.',
    /** @param reason Slack's own word */
    downFor: (reason: string): string => `not connected right now: Slack said ${reason}.`,
    downFix:
      'Wait a few seconds, for the bot connects again by itself; if it stays so, check the network and SLACK_APP_TOKEN.',
  },
  token: {
    is: (bot: string, team: string): string => `Slack knows the bot as ${bot} in ${team}.`,
  },
  scopes: {
    all: (many: number): string =>
      many === 1 ? 'the only one is granted.' : `${many === 2 ? 'both' : `all ${many}`} are granted.`,
    unknown: 'could not be checked: Slack did not name them.',
    /** After the scope. */
    isMissing: (cost: string): string => `is missing: ${cost}`,
    fix: "Update the app from manifest.yml (App Manifest in the app's settings), reinstall it, and set the new SLACK_BOT_TOKEN.",
    optionalFix: 'It is optional; to have it, update the app from manifest.yml and reinstall it.',
    /** What each one is for, by its name. */
    cost: {
      commands: 'there is no /ecs at all.',
      'chat:write': 'nothing can be posted.',
      'chat:write.public': 'cards go to public channels only where the bot was invited, elsewhere to direct messages.',
      'im:write': 'nobody is sent direct messages.',
      'users:read': 'it cannot be found out whether somebody who approves is a member.',
      'usergroups:read': 'nobody counts as a member of the user groups that the policy names.',
      'channels:history':
        'after a crash in the middle of posting, a line may stand twice in a public channel; and whether the bot is in one is not known.',
      'groups:history':
        'after a crash in the middle of posting, a line may stand twice in a private channel; and whether the bot is in one is not known.',
      'im:history': 'after a crash in the middle of posting, a direct message may come twice.',
    },
    /** Of a scope that is not listed above. @param methods of the Web API that need it */
    otherCost: (methods: string): string => `${methods} cannot be called.`,
  },
  networks: {
    good: (networks: number): string =>
      networks === 1
        ? 'its vSwitches and security groups exist.'
        : `the vSwitches and security groups of all ${networks} exist.`,
    /** Before the networks with their ids. */
    missing: (region: string): string => `in ${region} there are no such vSwitches or security groups:`,
    fix: 'Correct the ids under networks in the policy file, or take them out.',
    /** Before why. */
    unread: (region: string): string => `the networks of ${region} could not be checked.`,
  },
  digest: {
    good: (channels: number): string =>
      channels === 1 ? 'the bot may post to its channel.' : `the bot may post to its ${channels} channels.`,
    /** Before the channels. */
    closed: 'the bot is not in these channels and cannot post there:',
    fix: 'Invite the bot to them, or take them out of digest in the policy file.',
    unknown: 'whether the bot may post to these channels could not be found out:',
  },
  channel: {
    member: 'the bot is in this channel and may post here.',
    direct: 'the bot may write to this conversation.',
    guest: 'the bot is not in this channel, but may post here because it is public.',
    guestFix: 'Invite the bot if it shall find its own messages again after a crash.',
    closed: 'the bot is not in this channel and cannot post here; cards go to your direct messages with it.',
    closedFix: 'Invite the bot to this channel.',
    refused: (code: string): string =>
      `Slack refused the bot’s last message in this channel (${code}); cards go to your direct messages with it.`,
    refusedFix: {
      absent: 'Invite the bot to this channel.',
      archived: 'Use another channel.',
      restricted: 'Let the bot post in the settings of the channel.',
      refused: 'Look this answer up in Slack’s documentation of chat.postMessage.',
    },
    unknown:
      'whether the bot is in this channel cannot be found out without the optional scope channels:history, or groups:history where it is private.',
    other: (code: string): string => `could not be checked: Slack answered ${code}.`,
  },
  clock: {
    good: (ms: number): string =>
      Math.abs(ms) < 2000 ? "agrees with Slack's." : `differs from Slack's by ${seconds(ms)}.`,
    off: (ms: number): string => `is ${seconds(ms)} ${ms > 0 ? 'ahead of' : 'behind'} Slack's.`,
    fix: "Set this machine's clock by NTP: Slack's signed requests are refused from 5 minutes on, Alibaba Cloud refuses from 15 minutes on.",
    unknown: "could not be checked: Slack's answer had no date.",
  },
  cloud: {
    answers: (region: string): string => `answers the bot in ${region}.`,
    failed: (failure: Failure): string => {
      const { code } = failure;
      const { title } = failureWords(failures, failure);
      return code === null ? `${title}.` : `${title} (${code}).`;
    },
    fix: (failure: Failure): string => failureWords(failures, failure).next,
    clockFix: "Alibaba Cloud refuses the signature because of its time: set this machine's clock right.",
  },
  rights: {
    all: (many: number): string =>
      `the bot may make ${many === 1 ? 'its one call' : many === 2 ? 'both its calls' : `all ${many} calls`}.`,
    some: (granted: number, all: number): string => `for certain the bot may make ${granted} of its ${all} calls.`,
    /** The actions follow, then a full stop. */
    lacks: (principal: string | null): string => `${principal ?? "The bot's RAM identity"} lacks`,
    fix: 'Add them to its RAM policy; the whole policy is in docs/install.md.',
    /** The actions follow, then a full stop and the reason. */
    unproven: 'Not refused, but not proven either:',
    whyUnproven: 'There is no instance of the bot in a fitting state to ask with.',
    noOrder: (region: string): string =>
      `Whether instances may be created was not asked: nothing can be ordered in ${region}, for it lacks a vSwitch with a security group in its VPC, an image, or a type in stock.`,
    refused: (failure: Failure): string =>
      `An order would be refused just now: ${failureWords(failures, failure).title}${failure.code === null ? '' : ` (${failure.code})`}.`,
    /** The actions follow, then a full stop and why. */
    unasked: 'No answer about',
  },
  limiter: {
    calm: (gates: number): string =>
      gates === 0 ? 'nothing was called yet.' : `${count(gates, 'API is', 'APIs are')} called at the full rate.`,
    gate: (api: string, region: string, perSecond: number, full: number): string =>
      `${api} in ${region} at ${Number(perSecond.toFixed(2))} of ${full} per second`,
    slowed: (gates: readonly string[]): string => `slowed down because Alibaba Cloud throttles: ${gates.join('; ')}.`,
    /** What buys is named also when all is well. */
    rate: (gates: readonly string[]): string => `${gates.join('; ')}.`,
    refusedGate: (api: string, region: string, many: number): string =>
      `${api} in ${region} ${count(many, 'call', 'calls')}`,
    refused: (gates: readonly string[]): string => `Refused since the start: ${gates.join('; ')}.`,
    waiting: (calls: number): string =>
      calls === 1 ? '1 call waits for its turn.' : `${calls} calls wait for their turn.`,
    fix: 'It recovers by itself; if it happens often, have the API rate quota raised in Quota Center or lower ECS_PER_SECOND.',
  },
  account: {
    is: (id: string): string => `${id}, to which the credentials belong and which the bot’s database is about.`,
    other: (stored: string | null, actual: string): string =>
      `the credentials belong to ${actual}, the bot’s database is about ${accountOfStore(stored)}: nothing is looked at, bought or changed.`,
    otherFix: (stored: string | null, actual: string): string =>
      `Give the bot credentials of ${accountOfStore(stored)}, or a database of its own for ${actual}. Only to go on in ${actual} with this database: /ecs unfreeze account ${actual}.`,
    unknown: (why: string): string =>
      `to which account the credentials belong is not known (${why}): nothing is looked at, bought or changed.`,
    unknownFix: {
      way: 'Let the bot’s machine reach sts.aliyuncs.com, or set STS_ENDPOINT.',
      credentials:
        'Check that the AccessKey or the role exists and is enabled, and what ALIBABA_CLOUD_CREDENTIALS names.',
      store: 'Bring the database back; the check of the database says what is wrong.',
    },
    noStore: 'the database cannot be read',
  },
  store: {
    is: (kind: 'sqlite' | 'postgres', bytes: number, migrations: number, newest: string, ms: number): string =>
      `${kind === 'sqlite' ? 'SQLite' : 'PostgreSQL'}, ${size(bytes)}, ${count(migrations, 'migration', 'migrations')} (${newest}), written in ${Math.round(ms)} ms.`,
    open: 'Other users of its machine can read its files.',
    openFix:
      'Let them belong to the user of the bot alone: chmod 700 DATA_DIR, and chmod 600 the files in it and .env.',
    behind: 'It has gone back in time (a failover or a restored backup): purchases are frozen.',
    behindFix:
      'Compare /ecs list all tag:ecs-chatops:store with what the bot knows, take over or release what it does not know, then lift the freeze with /ecs unfreeze.',
    durability: {
      commitsLate: 'synchronous_commit is off, so a crash of the server loses commits that it has answered.',
      fsyncOff: 'fsync is off, so a crash of its machine loses commits or the whole database.',
      tornPages: 'full_page_writes is not on, so a crash may damage the database.',
      standbyBehind: 'its standby is not synchronous, so a failover loses the last commits.',
      readOnly: 'it is a standby in recovery and takes no writes.',
    },
    durabilityFix:
      'What is bought depends on commits that are not lost. Set synchronous_commit = on, fsync = on and full_page_writes = on, and synchronous_standby_names where a standby may take over; point DATABASE_URL at the primary.',
    slowFix: 'Writing is slow: look at the disk or the load of the database.',
    down: 'cannot be written. Nothing is bought and no message is lost meanwhile.',
    downFix:
      'Look at the log of the bot for the reason: a full disk, missing rights, or a database that does not answer.',
  },
  outbox: {
    empty: 'none wait.',
    waiting: (many: number, ms: number): string =>
      `${count(many, 'waits', 'wait')}, the oldest due for ${seconds(ms)}.`,
    soon: (many: number): string => (many === 1 ? '1 waits for its turn.' : `${many} wait for their turn.`),
    trouble: (code: string): string => `Slack does not take them (${code}).`,
    fix: 'They are sent as soon as Slack takes them; if it goes on, check SLACK_BOT_TOKEN and the network.',
    unreadable: 'could not be counted, because the database cannot be read.',
  },
  policy: {
    none: 'there is no policy file: anybody in the workspace may create, pay-as-you-go, up to 20 instances a form.',
    noneFix: 'Write a policy.yml, for which policy.example.yml is the model.',
    inForce: (hash: string): string => `version ${hash.slice(0, 12)} is in force since`,
    trouble: (mistakes: readonly Saying[]): string =>
      `The file as it is now is not used: ${mistakes.map(inEnglish).join(' ')}`,
    troubleFix: 'Mend the file; npm run policy tells every mistake with its line.',
  },
  directory: {
    good: 'people and user groups can be looked up.',
    unknownYou: 'people cannot be looked up, so guests are not told from members.',
    groups: (groups: readonly string[]): string =>
      `The members of ${groups.join(', ')} cannot be looked up, so nobody has a right through ${groups.length === 1 ? 'it' : 'them'}.`,
    fix: 'Check that these user groups exist, and that the app has the scopes with which Slack tells their members.',
  },
};
