import type { AttributeStep } from '../../core/attribute/attribute.ts';
import type { AttributeFault } from '../../core/attribute/attribute-words.ts';
import type { AttributeRefusal } from '../../core/attribute/order-attributes.ts';
import type { Tag } from '../../core/option/tag.ts';
import type { Membership } from '../../core/policy/people.ts';
import { momentMark } from '../moments.ts';
import { quoted } from '../quoted.ts';
import { disk } from './disk.ts';
import { otherAccount } from './instance/other-account.ts';
import { lockMeans } from './power.ts';
import { options } from './spec/options.ts';

const KEYS = 'name=…, tag:key=value, protection=on or off, owner=@somebody, or disk=100';

/** One word that could not be read. */
function fault(wrong: AttributeFault): string {
  switch (wrong.is) {
    case 'shape':
      return `${quoted(wrong.given)} does not say what to change. Write ${KEYS}.`;
    case 'key':
      return wrong.nearest === null
        ? `${quoted(wrong.given)} cannot be changed here. What can: ${KEYS}.`
        : `${quoted(wrong.given)} cannot be changed here. Did you mean ${wrong.nearest === 'tag:' ? 'tag:key=value' : `${wrong.nearest}=…`}?`;
    case 'costs':
      return `${quoted(wrong.given)} changes what the instance costs. Of that the bot only changes disks (disk=100, disk1=200); change the type or the bandwidth in the ECS console.`;
    case 'diskSize':
      return `${quoted(wrong.given)} is no size. Write whole GiB: disk=100 for the system disk.`;
    case 'price':
      return `${quoted(wrong.given)} is no price. Leave it out: you are told the price, and asked, before anything is done.`;
    case 'diskAlone':
      return 'Disks are changed with a command of their own, since you are told the price first: /ecs set web-1 disk=100. Give name, tags, protection and owner in another.';
    case 'empty':
      return `${wrong.given}= has no value. Only a tag can be taken away: tag:key=`;
    case 'twice':
      return `${wrong.key}= was given twice.`;
    case 'switch':
      return `${quoted(wrong.given)} is neither on nor off.`;
    case 'name':
      return `${quoted(wrong.given)} cannot be a name: 2–128 letters, digits, colons, underscores, periods or hyphens, beginning with a letter.`;
    case 'person':
      return `${quoted(wrong.given)} does not name a person. Type @ and choose them from Slack’s list, or write their member ID (U…).`;
    case 'tag':
      return options.fault(wrong.fault, 'tag' in wrong.fault ? wrong.fault.tag : '');
  }
}

const tagText = ({ key, value }: Tag): string => (value === '' ? key : `${key}=${value}`);

const STANDING: Readonly<Record<Exclude<Membership, 'member'>, string>> = {
  guest: 'is a guest here',
  stranger: 'belongs to another workspace',
  bot: 'is a bot',
  deactivated: 'has a deactivated account',
  unknown: 'is not known: Slack has not said who that is',
};

function refused(name: string, refusal: AttributeRefusal): string {
  switch (refusal.why) {
    case 'notYours':
      return `${name} is somebody else’s, so nothing was changed: only they and admins may do that.`;
    case 'notCreatedYet':
      return `${name} is not created yet, so nothing of it can be changed. Its thread tells when it is there.`;
    case 'neverCreated':
      return `${name} was never created, and its card says why. There is nothing to change.`;
    case 'gone':
      return `${name} is gone already, so nothing of it can be changed. Ask for a new one with /ecs create.`;
    case 'beingReleased':
      return `${name} is being released, so nothing was changed. Ask for a new one with /ecs create.`;
    case 'otherAccount':
      return otherAccount(name, refusal.account);
    case 'underWay':
      return `${name} is being changed already. Its thread tells when that is done; nothing else was changed. Then try again.`;
    case 'already':
      return `${name} is like that already. Nothing was changed.`;
    case 'locked':
      return `Nothing of ${name} can be changed. ${refusal.locks.map(lockMeans).join(' ')}`;
    case 'onlyPayAsYouGo':
      return `${name} is not pay-as-you-go, and release protection goes with that only. Nothing was changed.`;
    case 'notYoursToGive':
      return `Only the owner of ${name} and admins may give it to somebody else. Nothing was changed.`;
    case 'noMember':
      return `${name} can only go to a full member of this workspace, and ${refusal.user} ${STANDING[refusal.standing]}. Nothing was changed.`;
    case 'tagRequired':
      return `The policy (line ${refusal.line}) requires the tag ${quoted(refusal.key)}, so it cannot be taken away. Nothing was changed; give it another value instead.`;
    case 'tagFixed':
      return `The policy (line ${refusal.line}) sets the tag ${quoted(tagText(refusal.tag))} on everything, so it cannot be changed. Nothing was changed.`;
    case 'tagNotAllowed':
      return `The policy (line ${refusal.line}) does not allow the tag ${quoted(tagText(refusal.tag))}. Allowed: ${refusal.allowed.map((value) => `${refusal.tag.key}=${value}`).join(', ')}. Nothing was changed.`;
    case 'tagsTooMany':
      return `An instance has room for ${refusal.max} tags, the bot’s own included. Nothing was changed; take some away with tag:key=`;
    default:
      return disk.refused(name, refusal);
  }
}

/** What is, or was to be, changed. Without the person, who is mentioned after it. */
function step(one: AttributeStep): string {
  switch (one.is) {
    case 'name':
      return `name ${one.from} → ${one.to}`;
    case 'untag':
      return one.keys.length === 1 ? `without the tag ${one.keys[0]}` : `without the tags ${one.keys.join(', ')}`;
    case 'tags':
      return one.tags.length === 1 ? `tag ${tagText(one.tags[0] as Tag)}` : `tags ${one.tags.map(tagText).join(', ')}`;
    case 'protection':
      return one.on ? 'release protection on' : 'release protection off';
    case 'owner':
      return 'owner';
    case 'grow':
    case 'addDisk':
      return disk.step(one);
  }
}

/** Everything about changing an instance that exists. */
export const attribute = {
  fault,
  refused,
  step,
  /** Before the changes, to the one who wants them. */
  taken: (name: string): string => `${name} will be changed`,
  takenMeans: 'Its thread tells when Alibaba Cloud has done it.',
  /** Where it is released by its lease all the same. */
  protectedUntil: (endsAt: number): string =>
    `Release protection does not stop the end of a lease: it is still released on ${momentMark(endsAt)}. /ecs lease changes that.`,
  form: {
    title: 'Change an instance',
    submit: 'Change',
    name: 'Name',
    tags: 'Tags',
    tagsHint: 'One key=value a line. A line that you take out takes the tag away.',
    noTags: 'The tags cannot be changed here. Use /ecs set and tag:key=value, or tag:key= to take one away.',
    protection: 'Release protection',
    protectionHint: 'It does not stop the end of a lease.',
    on: 'On',
    off: 'Off',
    owner: 'Owner',
    late: 'This takes unusually long. Its thread tells what is changed; look there before you try again.',
  },
  /** The button that opens the window. */
  change: 'Change…',
  storeDown: 'The bot cannot write this down just now, so nothing was changed. Try again in a moment.',
  busy: 'The instance changed too often in the last moment, so nothing was changed. Try again.',
  /** In the thread, before the name and what it was; the mention of who ordered it stands before. */
  changed: 'changed',
  notChanged: 'Not changed',
  /** What to do where the bot has given up. */
  next: 'Say it again with /ecs set, or change it in the ECS console.',
  /** The same of an owner: only the tag that shows them in the cloud was not written. */
  ownerTagNotChanged: 'Tag of the owner not changed',
  ownerTagNext:
    'It is theirs all the same, by what the bot has written down. For the tag ecs-chatops:requester say it again with /ecs set.',
  /** To whom it was given, after the mention of who did so. */
  yours: (name: string): string => `made you the owner of ${name}`,
  yoursMeans:
    'You may act on it from now on, and hear of its lease or renewal. Its purchase still counts for who asked for it. SSH keys on it stay as they are: /ecs connect says how to get in.',
  /** To whom it was, after the mention of who did so; the new owner follows. */
  taking: (name: string): string => `gave ${name} to`,
  givenMeans: 'You can’t act on it any more unless you are an admin.',
  givenPlain: (name: string): string => `${name} has another owner`,
};
