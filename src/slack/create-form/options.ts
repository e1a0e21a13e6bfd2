import type { PlainTextOption } from '@slack/types';
import { type KeyChoice, ownFirst, whoseKey } from '../../core/option/key-pair.ts';
import { formatLogin } from '../../core/option/option-words.ts';
import type { Login } from '../../core/option/options.ts';
import type { NetworkChoice } from '../../core/policy/networks.ts';
import { formatTerm, type Term } from '../../core/spec/charge.ts';
import {
  type GroupChoice,
  groupsOfVpc,
  type ImageChoice,
  matchesWords,
  type PlaceChoice,
  sortImages,
  sortTypes,
  type TypeChoice,
  typeWords,
  type VSwitchChoice,
} from '../../core/spec/choices.ts';
import type { DiskCategory } from '../../core/spec/disks.ts';
import { kindOfType } from '../../core/spec/type-kind.ts';
import type { Text } from '../../text/en.ts';
import { LIMITS, option } from '../kit/blocks.ts';
import { saidOf } from '../kit/mrkdwn.ts';
import { noteValue } from './view-state.ts';

/** Slack's limit; the placeholder tells to narrow by typing. */
const MAX_OPTIONS = LIMITS.options;

/** Joined by ` · `. What does not fit is dropped from the end, so that the first parts stay complete. */
function label(...parts: readonly string[]): string {
  const [first = '', ...rest] = parts.filter((part) => part !== '');
  return rest.reduce((text, part) => {
    const longer = `${text} · ${part}`;
    return longer.length <= LIMITS.optionText ? longer : text;
  }, first);
}

/** Regions and zones with the cloud's own name in the reader's language, e.g. `cn-beijing · China (Beijing)`. */
export function placeOption({ id, names }: PlaceChoice, text: Text['modal']): PlainTextOption {
  const name = text.placeName(names);
  return option(label(id, name === id ? '' : name), id);
}

export const typeOption = (type: TypeChoice, text: Text['modal']): PlainTextOption =>
  option(label(text.typeOption(type.id, type.vCpu, type.memoryGiB), ...typeFacts(type, text)), type.id);

/** The facts to choose by, the most important first. */
function typeFacts(type: TypeChoice, text: Text['modal']): readonly string[] {
  const kind = kindOfType(type);
  return [
    ...(type.inStock ? [] : [text.soldOut]),
    ...(type.gpus === undefined ? [] : [text.gpus(type.gpus, type.gpuModel ?? null)]),
    ...(type.hourly === undefined || !type.inStock ? [] : [text.perHour(type.hourly)]),
    ...(kind === null || type.gpus !== undefined ? [] : [text.typeKind[kind]]),
  ];
}

export const imageOption = (image: ImageChoice, text: Text['modal']): PlainTextOption =>
  option(
    label(
      image.osName === '' ? image.name : image.osName,
      image.endedOn === undefined ? '' : text.updatesEnded(image.endedOn),
      image.osName === '' ? '' : image.name,
    ),
    image.id,
  );

export const vSwitchOption = (vSwitch: VSwitchChoice, text: Text['modal']): PlainTextOption =>
  option(label(vSwitch.name || vSwitch.id, vSwitch.cidr, text.free(vSwitch.freeAddresses), vSwitch.id), vSwitch.id);

export const groupOption = (group: GroupChoice): PlainTextOption =>
  option(label(group.name || group.id, group.name === '' ? '' : group.id), group.id);

/** The network's name and description; with its group if the network has several. */
export const networkOption = ({
  word,
  network: { name, about, groups },
  group,
  groupId,
}: NetworkChoice): PlainTextOption =>
  option(label(name, groups.length === 1 ? '' : (group?.name ?? groupId), about ?? ''), word);

/** Why a list has nothing to pick, as its only entry. */
export const noteOption = (note: keyof Text['modal']['listNote'], text: Text['modal']): PlainTextOption =>
  option(text.listNote[note], noteValue(note));

export const diskOption = (category: DiskCategory, text: Text['modal']): PlainTextOption =>
  option(text.diskName[category], category);

export const termOption = (term: Term, text: Text['modal']): PlainTextOption =>
  option(text.term(term), formatTerm(term));

/** Types that match by words of their id, family or size; sold-out ones are marked and last. */
export const typeOptions = (types: readonly TypeChoice[], query: string, text: Text['modal']): PlainTextOption[] =>
  sortTypes(types)
    .filter((type) => matchesWords(query, ...typeWords(type)))
    .slice(0, MAX_OPTIONS)
    .map((type) => typeOption(type, text));

export const imageOptions = (images: readonly ImageChoice[], query: string, text: Text['modal']): PlainTextOption[] =>
  sortImages(images)
    .filter((image) => matchesWords(query, image.osName, image.name, image.id))
    .slice(0, MAX_OPTIONS)
    .map((image) => imageOption(image, text));

/** The vSwitches of one zone, those with more free addresses first. */
export const vSwitchOptions = (
  vSwitches: readonly VSwitchChoice[],
  zone: string,
  query: string,
  text: Text['modal'],
): PlainTextOption[] =>
  vSwitches
    .filter((vSwitch) => vSwitch.zone === zone)
    .filter((vSwitch) => matchesWords(query, vSwitch.name, vSwitch.id, vSwitch.cidr, vSwitch.vpcId))
    .toSorted((a, b) => b.freeAddresses - a.freeAddresses)
    .slice(0, MAX_OPTIONS)
    .map((vSwitch) => vSwitchOption(vSwitch, text));

/** @param vpcId of the chosen vSwitch; null if none is chosen */
export const groupOptions = (groups: readonly GroupChoice[], vpcId: string | null, query: string): PlainTextOption[] =>
  groupsOfVpc(groups, vpcId)
    .filter((group) => matchesWords(query, group.name, group.id))
    .slice(0, MAX_OPTIONS)
    .map(groupOption);

/** @param keys of the region, which tell a key pair's owner; null while they are unknown */
export function loginOption(
  login: Login,
  keys: readonly KeyChoice[] | null,
  user: string,
  text: Text['options'],
): PlainTextOption {
  const key = login.kind === 'keyPair' ? keys?.find(({ name }) => name === login.name) : undefined;
  if (key === undefined) return option(text.login(login), formatLogin(login));
  // A long name is cut, but not its owner.
  const said = (name: string) => text.keyOf(name, whoseKey(key, user));
  return option(saidOf(said, key.name, LIMITS.optionText), formatLogin(login));
}

interface LoginsOffered {
  readonly user: string;
  readonly ways: readonly Login['kind'][];
  /** A Windows image takes no key pairs. */
  readonly isWindows: boolean;
}

/** The person's own key pairs first; then the ways that need none. */
export function loginOptions(
  keys: readonly KeyChoice[],
  { user, ways, isWindows }: LoginsOffered,
  query: string,
  text: Text['options'],
): PlainTextOption[] {
  const pairs = isWindows ? [] : ownFirst(keys, user).map(({ name }): Login => ({ kind: 'keyPair', name }));
  const others = ways.filter((way) => way !== 'keyPair').map((kind): Login => ({ kind }));
  const found = (logins: readonly Login[]) =>
    logins
      .map((login) => loginOption(login, keys, user, text))
      .filter((one) => matchesWords(query, one.text.text, one.value ?? ''));
  const without = found(others);
  return [...(ways.includes('keyPair') ? found(pairs) : []).slice(0, MAX_OPTIONS - without.length), ...without];
}
