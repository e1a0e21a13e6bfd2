import type { ArgumentProblem } from '../../core/spec/key-values.ts';
import { quoted } from '../quoted.ts';
import { argumentFault } from './base/arguments.ts';
import { options } from './spec/options.ts';

/** What `/ecs` answers in words, for the caller's eyes only. */
export const commands = {
  summary: {
    create:
      'Open the form for new instances; a preset of the policy, your last request, or whatever else you write after it is filled in.',
    connect:
      'Show how to log in to one of your instances (terminal, SSH, Remote Desktop, Session Manager) and what to do if you cannot.',
    key: 'List your SSH keys, add your public key once for every region, or remove one.',
    start: 'Start a stopped instance of yours.',
    stop: 'Stop a running instance of yours; a window asks whether to go on paying for it meanwhile.',
    restart: 'Restart an instance of yours, once a window has asked whether you mean it.',
    release: 'Release an instance of yours for good; a window asks for its name first.',
    extend: 'Give your pay-as-you-go or spot instances more time before they are released automatically.',
    renew:
      'Renew a prepaid instance of yours for weeks, months or years; a window says what it costs and who has to agree.',
    lease: 'Set when such instances of yours are released automatically, counted from now.',
    adopt:
      'Take over an instance that the bot did not create: it gets a card here, and orders to it are told in its thread.',
    set: 'Rename an instance of yours, change its tags, release protection or disks, or give it to somebody else.',
    autoRenew:
      'Say whether a prepaid instance of yours renews itself; to turn it on, a window shows what each time costs.',
    freeze: 'Stop creating and starting instances, for a while or until /ecs unfreeze; everybody who waits reads why.',
    unfreeze: 'Go on with what waits because of a freeze, or in another Alibaba Cloud account.',
    policy: 'Show what the policy allows you here; with check, hear what it says of an order, and which rule says so.',
    list: 'List instances, whoever created them: yours, all, those of a region, with a tag, or by a part of the name.',
    show: 'Show everything about one instance: state, addresses, type, disks, payment, owner, tags, locks.',
    approvals: 'Show the requests that wait for your approval, with the buttons to decide.',
    history: 'Show who and what happened to a request or an instance, step by step.',
    doctor: 'Check what the bot needs: Slack, Alibaba Cloud and its rights there, its database and its policy.',
    help: 'Show this list.',
  },
  slashWhat: 'Create and run Alibaba Cloud ECS instances',
  helpTitle: 'What /ecs can do',
  helpIntro:
    'This bot creates Alibaba Cloud ECS instances and starts, stops, restarts, renews and releases them. A thread tells each step.',
  examplesTitle: 'Examples',
  examples: [
    '/ecs create',
    '/ecs create type=ecs.g7.large image=ubuntu amount=2',
    '/ecs create last name=web-2',
    '/ecs set web-2 tag:team=web',
    '/ecs stop web-1',
    '/ecs stop web-1 web-2',
    '/ecs release web-*',
    '/ecs create region=cn-beijing zone=h name="build-1" bandwidth=5',
    '/ecs list cn-beijing web',
    '/ecs show web-2',
  ],
  severalHint:
    'Start, stop, restart, release, extend, and lease take several instances: names, a pattern like web-*, the ID of a request (r-…), or * for all of yours.',
  quotesHint: 'Put quotes around a value with spaces: image="ubuntu 22". Whatever is missing you pick in the form.',
  keysTitle: 'What can be filled in',
  keys: {
    region: 'region, e.g. cn-beijing',
    zone: 'zone, e.g. cn-beijing-h or just h',
    type: 'instance type, e.g. ecs.g7.large',
    image: 'image id, or words of its name: ubuntu takes the newest',
    network: 'network by its name in the policy, e.g. staging',
    vswitch: 'vSwitch id or name',
    group: 'security group id or name',
    disk: 'category of the system disk, e.g. essd',
    size: 'system disk in GiB, 20–2048',
    bandwidth: 'public bandwidth in Mbit/s, 0–100; 0 gives no public address',
    name: 'name, 2–128 characters',
    amount: 'how many, 1–20',
    charge: 'payAsYouGo, spot or prepaid',
    period: 'prepaid: for how long, e.g. 1m, 1y or 2w',
    renew: 'prepaid: on or off, whether it renews by itself',
    maxprice: 'spot: the most an hour of one may cost, e.g. 0.35',
    ...options.keys,
  },
  unknownCommand: (given: string, nearest: string | null): string =>
    nearest === null
      ? `There is no command ${quoted(given)}. /ecs help lists them all.`
      : `There is no command ${quoted(given)}. Did you mean /ecs ${nearest}?`,
  /** How a command is typed; what stands for something may have another name in another language. */
  usage: (usage: string): string => usage,
  fault: argumentFault,
  /** Followed by the owner, where one is known, and the admins. */
  ownersOnly: (name: string): string =>
    `Only who asked for the instance or took it over, and admins, may use /ecs ${name} on it. Nothing was changed. You can ask:`,
  /** Followed by the admins. */
  notTheBots: (name: string): string =>
    `The bot did not create this instance, so only admins may use /ecs ${name} on it, and whom the policy lets by one of its tags. Nothing was changed. You can ask:`,
  /** One line per word that could not be read. */
  argument: (problem: ArgumentProblem): string => {
    switch (problem.problem) {
      case 'unknownKey':
        return problem.nearest === null
          ? `${quoted(problem.given)}: there is no such field. /ecs help lists them all.`
          : `${quoted(problem.given)}: there is no such field. Did you mean ${problem.nearest}=…?`;
      case 'unsupported':
        return `${problem.given} was left out: the bot doesn’t set ${options.unsupported[problem.why]}.`;
      case 'notKeyValue':
        return `${quoted(problem.given)} was left out: write it as key=value, for example type=ecs.g7.large. Put quotes around a value with spaces.`;
      case 'empty':
        return `${quoted(problem.given)} has no value.`;
      case 'tooLong':
        return `${quoted(problem.given)} is too long for ${problem.field}.`;
      case 'twice':
        return `${problem.field} was given more than once: the last one counts, ${quoted(problem.given)} does not.`;
      case 'unknownPreset':
        return problem.nearest === null
          ? `There is no preset ${quoted(problem.given)}. There ${problem.names.length === 1 ? 'is' : 'are'} ${problem.names.join(', ')}.`
          : `There is no preset ${quoted(problem.given)}. Did you mean /ecs create ${problem.nearest}?`;
      case 'diskGap':
        return `${quoted(problem.given)} leaves out the disk before it, so it counts as ${problem.becomes}.`;
      case 'noLast':
        return 'You have not asked for anything yet that could be filled in again.';
    }
  },
  /** `again` is what the person typed, to be typed once more. */
  formExpired: (again: string): string =>
    `The form could not open in the three seconds that Slack allows. Nothing was created. Please try again: ${again}`,
  formBusy: (again: string, seconds: number): string =>
    `Slack asks the bot to wait ${seconds} s before it opens another form. Nothing was created. Then try again: ${again}`,
  formUnanswered: (again: string): string =>
    `Slack did not answer in time when the bot asked it to open the form. Nothing was created. If no form has opened, try again: ${again}`,
  formRefused: (again: string, code: string): string =>
    `The form could not be opened: Slack answered “${code}”. Nothing was created. Try again: ${again}. If it happens again, show this to whoever runs the bot.`,
  /** Said of a read that was given up, because the same person has asked for several newer things meanwhile. */
  overtaken: 'You have asked for more since, so this one was not answered. Ask again if you still need it.',
  /** Said of what Slack delivers once more, or somebody in its stead. */
  /** Title of the window that says one of the two below; at most 24 characters. */
  oldTitle: 'Please open it again',
  /** What was pressed or submitted is not of this version of the bot. */
  old: 'This is from another version of the bot, so nothing was done. Open it again: from the bot’s Home tab, or with /ecs.',
  /** What came from Slack cannot be read. */
  unreadable:
    'The bot could not read what Slack sent, so nothing was done. Open it again: from the bot’s Home tab, or with /ecs help.',
  takenBefore: 'This came a second time. It was taken the first time and is not done again.',
  broken: (reference: string): string =>
    `Something went wrong in the bot. Nothing was created. Try again; if it happens again, show the reference ${reference} to whoever runs the bot.`,
};
