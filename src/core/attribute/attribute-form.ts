import { fail, ok, type Result } from '../base/result.ts';
import type { CloudInstance } from '../instance/cloud-instance.ts';
import type { FoundInstance } from '../instance/found-instance.ts';
import { idOf, nameOf, ownerOf, regionOf } from '../instance/found-instance.ts';
import type { OptionFault } from '../option/option-faults.ts';
import type { Tag } from '../option/tag.ts';
import { faultOfTags, isReserved, linesOfTags, tagsOfLines } from '../option/tags.ts';
import { isInstanceName } from '../spec/spec-judge.ts';
import type { AttributeWish } from './attribute.ts';
import type { AttributeFault } from './attribute-words.ts';

/** What a window shows of an instance before somebody changes it. */
export interface AttributesShown {
  /** The bot's own id, or the cloud's behind its region, as a command takes it. */
  readonly id: string;
  readonly name: string;
  /** As lines; null where they are not known, or too long for a field. */
  readonly tags: string | null;
  /** Null where it is not known, or has none. */
  readonly protection: boolean | null;
  /** Slack user id; null where nobody knows. */
  readonly owner: string | null;
}

/** As it is sent; null for a field that there was not, or that was left empty. */
export type AttributesTyped = Omit<AttributesShown, 'id' | 'name'> & { readonly name: string | null };

export type AttributeField = keyof AttributesTyped;

/** The window remembers what it showed as JSON, of which Slack keeps 3,000 characters; names and ids need a few hundred of them. */
const MAX_LINES = 2_000;

export function attributesShown(found: FoundInstance): AttributesShown {
  const { cloud, own } = found;
  const owner = ownerOf(found);
  return {
    id: own?.id ?? `${regionOf(found)}/${idOf(found)}`,
    name: nameOf(found),
    tags: cloud === null ? null : linesOfCloud(cloud),
    protection: cloud?.chargeKind === 'payAsYouGo' ? cloud.deletionProtection : null,
    owner: owner?.from === 'store' ? owner.id : null,
  };
}

/** Without those that nobody may change. */
function linesOfCloud({ tags }: CloudInstance): string | null {
  const lines = linesOfTags(tags.filter(({ key }) => !isReserved(key)));
  return JSON.stringify(lines).length > MAX_LINES ? null : lines;
}

/** What differs from what was shown; what others have changed meanwhile stays, and what it has already is not judged again. */
export function wishOfForm(
  shown: AttributesShown,
  typed: AttributesTyped,
): Result<AttributeWish, { readonly field: AttributeField; readonly fault: AttributeFault }> {
  const name = typed.name?.trim() ?? shown.name;
  if (name !== shown.name && !isInstanceName(name)) return fail({ field: 'name', fault: { is: 'name', given: name } });
  // The field stands in every window.
  if (typed.owner === null && shown.owner !== null) return fail({ field: 'owner', fault: { is: 'noOwner' } });
  const before = tagsOfLines(shown.tags ?? '');
  const after = shown.tags === null ? before : tagsOfLines(typed.tags ?? '');
  const tags = after.filter((tag) => !has(before, tag));
  const untag = before.filter(({ key }) => !after.some((tag) => tag.key === key)).map(({ key }) => key);
  const fault = twiceIn(after) ?? faultOfTags(tags) ?? reservedIn(untag);
  if (fault !== null) return fail({ field: 'tags', fault: { is: 'tag', fault } });
  return ok({
    ...(name !== shown.name && { name }),
    ...(tags.length > 0 && { tags }),
    ...(untag.length > 0 && { untag }),
    ...(typed.protection !== null && typed.protection !== shown.protection && { protection: typed.protection }),
    ...(typed.owner !== null && typed.owner !== shown.owner && { owner: typed.owner }),
  });
}

function twiceIn(tags: readonly Tag[]): OptionFault | null {
  const again = tags.find(({ key }, at) => tags.findIndex((tag) => tag.key === key) < at);
  return again === undefined ? null : { is: 'tagTwice', tag: again.key };
}

/** They are never shown, so nobody has taken them out. */
function reservedIn(keys: readonly string[]): OptionFault | null {
  const tag = keys.find(isReserved);
  return tag === undefined ? null : { is: 'tagReserved', tag };
}

const has = (all: readonly Tag[], { key, value }: Tag): boolean =>
  all.some((tag) => tag.key === key && tag.value === value);
