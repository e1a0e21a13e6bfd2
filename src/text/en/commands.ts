import type { ArgumentProblem } from '../../core/spec/key-values.ts';
import { exampleWith } from '../example-with.ts';
import { quoted } from '../quoted.ts';
import { argumentFault } from './base/arguments.ts';
import { options } from './spec/options.ts';
import { templates } from './spec/template.ts';

/** What `/ecs` answers in words, for the caller alone. */
export const commands = {
  summary: {
    create:
      'Open the form for new instances, filled in from a preset of the policy, your last request, or the values you add.',
    connect:
      'Show how to log in to one of your instances (terminal, SSH, Remote Desktop, Session Manager) and what to do if you can’t.',
    key: 'List your SSH keys, add your public key once for every region, or remove one.',
    start: 'Start a stopped instance of yours.',
    stop: 'Stop a running instance of yours; a window asks whether to keep paying for it meanwhile.',
    restart: 'Restart an instance of yours; a window asks you to confirm.',
    release: 'Release (permanently delete) an instance of yours; a window asks for its name first.',
    extend: 'Give your pay-as-you-go or spot instances more time before they auto-release.',
    renew:
      'Renew a prepaid instance of yours for weeks, months, or years; a form shows what it costs and who must approve.',
    lease: 'Set when your pay-as-you-go or spot instances auto-release, counted from now.',
    adopt: 'Adopt an instance that the bot didn’t create: it gets a card here, and updates are posted in its thread.',
    set: 'Rename an instance of yours, change its tags, release protection, or disks, or give it to somebody else.',
    'auto-renew':
      'Turn auto-renewal of a prepaid instance of yours on or off; a window shows the cost before it’s turned on.',
    freeze:
      'Freeze creating and starting instances, for a while or until /ecs unfreeze; everyone who waits sees the reason.',
    unfreeze: 'End a freeze so that waiting requests resume, or continue in another Alibaba Cloud account.',
    policy: 'Show what you can do here; with check, see whether the policy allows a request, and by which rule.',
    list: 'List instances, also those the bot didn’t create: yours, all, or by region, tag, or part of the name.',
    show: 'Show everything about one instance: state, IPs, type, disks, billing, owner, tags, locks. With the ID of a request (r-…): all its instances.',
    approvals: 'Show the requests waiting for your approval, with the buttons to decide.',
    history: 'Show what happened to a request or an instance, and who did it, step by step.',
    doctor: 'Check what the bot needs: Slack, Alibaba Cloud and RAM permissions, its database, and its policy.',
    help: 'Show the everyday commands, or what there is to know about a topic, a command, or a parameter.',
  },
  /** The command itself, in lines to copy. */
  slash: '/ecs',
  slashWhat: 'Create and run Alibaba Cloud ECS instances',
  helpTitle: 'What /ecs can do',
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
  quotesHint: 'Put quotes around a value with spaces: image="ubuntu 22". Pick missing values in the form.',
  keysTitle: 'Values you can fill in',
  keys: {
    region: 'region, e.g. cn-beijing',
    zone: 'zone, e.g. cn-beijing-h or just h',
    type: 'instance type, e.g. ecs.g7.large',
    image: 'image ID, or words of its name: ubuntu takes the newest',
    network: 'network by its name in the policy, e.g. staging',
    vswitch: 'vSwitch ID or name',
    group: 'security group ID or name',
    disk: 'category of the system disk, e.g. essd',
    size: 'system disk in GiB, 20–2048',
    bandwidth: 'public bandwidth in Mbit/s, 0–100; 0 = no public IP',
    name: 'name, 2–128 characters',
    amount: 'how many; the form names the most',
    charge: 'payAsYouGo, spot, or prepaid',
    period: 'prepaid: period, e.g. 1m, 1y, or 2w',
    renew: 'prepaid: auto-renewal, on or off',
    maxprice: 'spot: max hourly price per instance, e.g. 0.35',
    ...options.keys,
  },
  unknownCommand: (given: string, nearest: string | null): string =>
    nearest === null
      ? `There is no command ${quoted(given)}. /ecs help commands lists them all.`
      : `There is no command ${quoted(given)}. Did you mean /ecs ${nearest}?`,
  /** How to type a command; placeholders may have other names in another language. */
  usage: (usage: string): string => usage,
  fault: argumentFault,
  /** Followed by the owner, if known, and the admins. */
  ownersOnly: (name: string): string =>
    `Only the instance’s owner and admins can use /ecs ${name} on it. Nothing was changed. You can ask:`,
  /** Followed by the admins. */
  notTheBots: (name: string): string =>
    `The bot didn’t create this instance, so only admins and people the policy allows by its tags can use /ecs ${name} on it. Nothing was changed. You can ask:`,
  /** One line per word that could not be read. */
  argument: (problem: ArgumentProblem): string => {
    switch (problem.problem) {
      case 'unknownKey':
        return problem.nearest === null
          ? `${quoted(problem.given)}: there is no such field. /ecs help parameters and /ecs help options list them all.`
          : `${quoted(problem.given)}: there is no such field. Did you mean ${problem.nearest}=…?`;
      case 'unsupported':
        return `${problem.given} was left out: the bot doesn’t set ${options.unsupported[problem.why]}.`;
      case 'notKeyValue':
        return `${quoted(problem.given)} was left out: write it as key=value, for example ${exampleWith(problem.given)}. Put quotes around a value with spaces.`;
      case 'empty':
        return `${quoted(problem.given)} was left out: it has no value.`;
      case 'tooLong':
        return `${quoted(problem.given)} was left out: it’s too long for ${problem.field}.`;
      case 'twice':
        return `${problem.field} was given more than once: the last one counts, ${quoted(problem.given)} doesn’t.`;
      case 'unknownPreset':
        return problem.nearest === null
          ? `There is no preset ${quoted(problem.given)}. Available: ${problem.names.join(', ')}.`
          : `There is no preset ${quoted(problem.given)}. Did you mean /ecs create ${problem.nearest}?`;
      case 'template':
        return templates.trouble(problem.given, problem.trouble);
      case 'diskGap':
        return `${quoted(problem.given)} leaves out the disk before it, so it counts as ${problem.becomes}.`;
      case 'noLast':
        return 'You have no earlier request to fill in from.';
    }
  },
  /** `again`: what the person typed, to be typed again. */
  formExpired: (again: string): string =>
    `The form couldn’t open within the 3 seconds Slack allows. Nothing was done. Try again: ${again}`,
  formBusy: (again: string, seconds: number): string =>
    `Slack makes the bot wait ${seconds} s before it opens another form. Nothing was done. After that, try again: ${again}`,
  formUnanswered: (again: string): string =>
    `Slack didn’t answer in time while opening the form. Nothing was done. If no form opened, try again: ${again}`,
  formRefused: (again: string, code: string): string =>
    `The form couldn’t be opened: Slack answered “${code}”. Nothing was done. Try again: ${again}. If it happens again, show this to the bot operator.`,
  /** To people who have closed a form before its answer came; follows what the form would have said. */
  formGone: 'The form was closed before this came. To go on, open a new one.',
  /** For a read that was given up, because the same person has asked for several newer things meanwhile. */
  overtaken: 'You’ve sent newer commands since, so this one wasn’t answered. Send it again if you still need it.',
  /** The title of the window with one of the two sentences below; at most 24 characters. */
  oldTitle: 'Open it again',
  /** A pressed or submitted element belongs to another version of the bot. */
  old: 'This is from another version of the bot, so nothing was done. Open it again: from the bot’s Home tab, or with /ecs.',
  /** Slack's payload cannot be read. */
  unreadable:
    'The bot couldn’t read what Slack sent, so nothing was done. Open it again: from the bot’s Home tab, or with /ecs help.',
  /** For a payload that Slack retried, or that somebody else sent again. */
  takenBefore: 'This arrived twice. It was accepted the first time and isn’t done again.',
  /** The answer to a write of the database was lost. */
  inDoubt:
    'The connection to the database broke while this was being saved, so it’s unconfirmed whether it was done. Check before you try again, for example with /ecs show.',
  /** Something that acts has failed halfway, perhaps after it acted. */
  broken: (reference: string): string =>
    `Something went wrong in the bot, and it’s unconfirmed whether anything was done. Check before you try again, for example with /ecs show; if it happens again, give the bot operator reference ${reference}.`,
  /** Something that only reads has failed. */
  readBroken: (reference: string): string =>
    `Something went wrong in the bot, so there is no answer. Nothing was changed. Try again; if it happens again, give the bot operator reference ${reference}.`,
};
