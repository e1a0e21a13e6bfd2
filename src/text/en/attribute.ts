import type { AttributeStep } from '../../core/attribute/attribute.ts';
import type { AttributeFault } from '../../core/attribute/attribute-words.ts';
import type { AttributeRefusal } from '../../core/attribute/order-attributes.ts';
import { diskKey, diskWord, type WhichDisk } from '../../core/disk/disk-wish.ts';
import { type Tag, tagText } from '../../core/option/tag.ts';
import type { Membership } from '../../core/policy/people.ts';
import { momentMark } from '../moments.ts';
import { quoted } from '../quoted.ts';
import { disk } from './disk.ts';
import { otherAccount } from './instance/other-account.ts';
import { lockMeans } from './power.ts';
import { options } from './spec/options.ts';

const KEYS = 'name=…, tag:key=value, protection=on or off, owner=@somebody, or disk=100';

/** A word that could not be read. */
function fault(wrong: AttributeFault): string {
  switch (wrong.is) {
    case 'shape':
      return `${quoted(wrong.given)} doesn’t say what to change. Write ${KEYS}.`;
    case 'key':
      return wrong.nearest === null
        ? `${quoted(wrong.given)} can’t be changed here. You can change: ${KEYS}.`
        : `${quoted(wrong.given)} can’t be changed here. Did you mean ${wrong.nearest === 'tag:' ? 'tag:key=value' : `${wrong.nearest}=…`}?`;
    case 'costs':
      return `${quoted(wrong.given)} changes the instance’s cost. The bot can change only disks (disk=100, disk2=200); change the type or bandwidth in the ECS console.`;
    case 'diskSize':
      return `${quoted(wrong.given)} isn’t a size. Write whole GiB: disk=100 for the system disk.`;
    case 'price':
      return `${quoted(wrong.given)} isn’t a price. Leave it out: you see the price and confirm it before anything is done.`;
    case 'diskShrinks':
      return `It has ${wrong.sizeGiB} GiB, and disks can only grow. Enter more than ${wrong.sizeGiB}.`;
    case 'diskBeside':
      return 'Disks are changed on their own, because you see the price first. Undo this or the other changes, and make them afterwards.';
    case 'diskAlone':
      return 'Disks are changed with a command of their own, because you see the price first: /ecs set web-1 disk=100. Give name, tags, protection, and owner in another.';
    case 'empty':
      return `${wrong.given}= has no value. Only a tag can be removed (tag:key=).`;
    case 'twice':
      return `${wrong.key}= was given twice.`;
    case 'switch':
      return `${quoted(wrong.given)} is neither on nor off.`;
    case 'name':
      return `${quoted(wrong.given)} isn’t a valid name. Use 2–128 letters, digits, colons, underscores, periods, or hyphens, starting with a letter.`;
    case 'person':
      return `${quoted(wrong.given)} isn’t a person. Type @ and choose them from Slack’s list, or write their member ID (U…).`;
    case 'noOwner':
      return 'An instance always has an owner. Choose one.';
    case 'tag':
      return options.fault(wrong.fault, 'tag' in wrong.fault ? wrong.fault.tag : '');
  }
}

const STANDING: Readonly<Record<Exclude<Membership, 'member'>, string>> = {
  guest: 'is a guest here',
  stranger: 'belongs to another workspace',
  bot: 'is a bot',
  deactivated: 'has a deactivated account',
  unknown: 'is unknown: Slack couldn’t confirm who that is',
};

function refused(name: string, refusal: AttributeRefusal): string {
  switch (refusal.why) {
    case 'notYours':
      return `Nothing was changed: ${name} belongs to somebody else, and only its owner and admins can do that.`;
    case 'notCreatedYet':
      return `${name} hasn’t been created yet, so it can’t be changed. Follow it in its thread.`;
    case 'neverCreated':
      return `${name} was never created, so there is nothing to change. See its card for the reason.`;
    case 'gone':
      return `${name} is already gone, so it can’t be changed. Request a new one with /ecs create.`;
    case 'beingReleased':
      return `${name} is being released, so nothing was changed. Request a new one with /ecs create.`;
    case 'otherAccount':
      return otherAccount(name, refusal.account);
    case 'underWay':
      return `${name} is already being changed, so nothing else was changed. Try again once its thread confirms that.`;
    case 'already':
      return `${name} already is that way. Nothing was changed.`;
    case 'locked':
      return `${name} can’t be changed. ${refusal.locks.map(lockMeans).join(' ')}`;
    case 'onlyPayAsYouGo':
      return `${name} isn’t pay-as-you-go, and only those can have release protection. Nothing was changed.`;
    case 'notYoursToGive':
      return `Only the owner of ${name} and admins can give it to somebody else. Nothing was changed.`;
    case 'noMember':
      return `${name} can only go to a full member of this workspace, and ${refusal.user} ${STANDING[refusal.standing]}. Nothing was changed.`;
    case 'tagRequired':
      return `The policy (line ${refusal.line}) requires the tag ${quoted(refusal.key)}, so it can’t be removed. Nothing was changed; give it another value instead.`;
    case 'tagFixed':
      return `The policy (line ${refusal.line}) sets the tag ${quoted(tagText(refusal.tag))} on every instance, so it can’t be changed. Nothing was changed.`;
    case 'tagNotAllowed':
      return `The policy (line ${refusal.line}) doesn’t allow the tag ${quoted(tagText(refusal.tag))}. Allowed: ${refusal.allowed.map((value) => `${refusal.tag.key}=${value}`).join(', ')}. Nothing was changed.`;
    case 'tagsTooMany':
      return `An instance can have ${refusal.max} tags, including the bot’s own. Nothing was changed; remove some (tag:key=).`;
    default:
      return disk.refused(name, refusal);
  }
}

/** A change that was made or ordered. A new owner is mentioned after it. */
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

/** Texts about changes of an existing instance. */
export const attribute = {
  fault,
  refused,
  step,
  /** Before the changes, to the person who ordered them. */
  taken: (name: string): string => `You requested changes to ${name}`,
  takenMeans: 'Its thread confirms when Alibaba Cloud has done it.',
  /** If its lease releases it all the same. */
  protectedUntil: (endsAt: number): string =>
    `Release protection doesn’t stop auto-release: it’s still released on ${momentMark(endsAt)}. /ecs lease changes that.`,
  form: {
    title: 'Change an instance',
    submit: 'Change',
    name: 'Name',
    tags: 'Tags',
    tagsHint: 'One key=value per line. Delete a line to remove the tag.',
    noTags: 'The tags can’t be changed here. Use /ecs set and tag:key=value, or tag:key= to remove one.',
    protection: 'Release protection',
    disk: (which: WhichDisk): string =>
      which === 'system' ? 'System disk (GiB)' : `Data disk ${diskWord(which)} (GiB)`,
    diskHint: 'Disks can only grow, and are changed on their own. You see the price before anything is changed.',
    noDisks:
      'The disks can’t be changed here right now. Use /ecs set and disk=100, or disk2=100 for the first data disk.',
    /** Both with the instance's id, in the form that commands take. */
    prepaidDisks: (which: readonly WhichDisk[], id: string): string =>
      `Prepaid disks need approval to be resized, one at a time: ${which.map(diskKey).join(', ')}. Use a command: /ecs set ${id} ${diskKey(which[0] ?? 'system')}=200.`,
    moreDisks: (which: readonly WhichDisk[], id: string): string =>
      `There is no room here for ${which.map(diskKey).join(', ')}. Resize them with a command: /ecs set ${id} ${diskKey(which[0] ?? 'system')}=200.`,
    protectionHint: 'It doesn’t stop auto-release.',
    on: 'On',
    off: 'Off',
    owner: 'Owner',
    late: 'This is taking longer than usual. Check its thread for what was changed before you try again.',
  },
  /** The button that opens the window. */
  change: 'Change…',
  storeDown: 'The bot can’t reach its database right now, so nothing was changed. Try again in a moment.',
  busy: 'The instance is changing too often right now, so nothing was changed. Try again.',
  /** In the thread, between the mention of the person who ordered it, and the instance's name and change. */
  changed: 'changed',
  notChanged: 'Not changed',
  unconfirmed: 'Unconfirmed whether it was changed',
  /** Why it was given up. */
  tooLate: 'The time the bot allows for it is over.',
  /** What to do after the bot has given up. */
  next: 'Try again with /ecs set, or change it in the ECS console.',
  /** For a change of owner, which only failed to write the tag that shows the owner in the cloud. */
  ownerTagNotChanged: 'Owner tag not changed',
  ownerTagNext:
    'They’re still its new owner in the bot’s database. To write the tag ecs-chatops:requester, try again with /ecs set.',
  /** To the new owner, after the mention of the person who changed it. */
  yours: (name: string): string => `made you the owner of ${name}`,
  yoursMeans:
    'You can use commands on it from now on, and you get its auto-release and renewal reminders. Its original cost still counts for the requester; disks you add count for you. SSH keys on it stay as they are: /ecs connect shows how to log in.',
  /** To the previous owner, after the mention of the person who changed it; followed by the new owner. */
  taking: (name: string): string => `gave ${name} to`,
  givenMeans: 'You can no longer use commands on it unless you’re an admin.',
  givenPlain: (name: string): string => `${name} has a new owner`,
};
