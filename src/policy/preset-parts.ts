import { byName } from '../core/base/lists.ts';
import { nearest } from '../core/base/nearest.ts';
import { categoryOf, formatDisk } from '../core/option/data-disks.ts';
import { type DataDisk, withoutUndefined } from '../core/option/options.ts';
import { parseSwitch } from '../core/option/switch.ts';
import { formatTags, parseTag } from '../core/option/tags.ts';
import type { Unsupported } from '../core/option/unsupported-names.ts';
import { say } from '../core/saying.ts';
import type { DiskCategory } from '../core/spec/disks.ts';
import { unsupportedSaying } from './option-mistakes.ts';
import type { PolicyNodes } from './policy-nodes.ts';
import { type Parameter, type Part, sameThing } from './preset-parameters.ts';

/** A tag as a line of a draft; null after a mistake. */
export function tagLine(nodes: PolicyNodes, one: Part | Parameter): string | null {
  if ('value' in one) return formatTags([parseTag(one.value)]);
  const key = one.said.get('key');
  const unknown = [...one.said].find(([part]) => part !== 'key' && part !== 'value');
  if (unknown !== undefined)
    return nodes.mistake(unknown[1].line, say`"${unknown[1].name}" isn’t a key of a tag. The keys are Key and Value.`);
  if (key === undefined) return nodes.mistake(one.line, say`A tag needs a Key. Add one, such as Key: team.`);
  return formatTags([{ key: key.value, value: one.said.get('value')?.value ?? '' }]);
}

/** The parts of a data disk, each with its names in the API, ROS, Terraform and the bot. */
const PARTS = {
  category: 'category diskcategory disk',
  size: 'size disksize',
  name: 'name diskname',
  description: 'description about',
  snapshotId: 'snapshotid snapshot',
  encrypted: 'encrypted',
  kmsKeyId: 'kmskeyid kms',
  performanceLevel: 'performancelevel level',
  deleteWithInstance: 'deletewithinstance keep',
  device: 'device',
};
type DiskPart = keyof typeof PARTS;
const PART_BY_NAME = byName<DiskPart>(PARTS);

/** Also in the API, but not supported here. */
const UNSUPPORTED_PARTS = byName<Unsupported>({
  snapshotPolicy: 'autosnapshotpolicyid provisionediops burstingenabled',
  encryptionAlgorithm: 'encryptalgorithm',
  dedicatedHost: 'storageclusterid',
});

/** Whether the value has no effect. */
const saysNothing = (value: string): boolean => /^(?:|false|0)$/iu.test(value.trim());

/** The data disk category of the API, ROS and Terraform if none is given. */
const UNSAID: DiskCategory = 'cloud_efficiency';

/**
 * A data disk as a line of a draft; null after a mistake.
 *
 * @param n the data disk's number, from 1
 */
export function diskLine(nodes: PolicyNodes, one: Part | Parameter, n: number): string | null {
  if ('value' in one) return one.value;
  const parts = new Map<DiskPart, Parameter>();
  for (const [name, parameter] of one.said) {
    const part = PART_BY_NAME.get(name);
    const why = UNSUPPORTED_PARTS.get(name);
    if (why !== undefined) {
      if (saysNothing(parameter.value)) continue;
      return nodes.mistake(parameter.line, unsupportedSaying(parameter.name, why));
    }
    if (part === undefined) {
      const near = nearest(name, [...PART_BY_NAME.keys()]);
      const hint =
        near === null
          ? say`The keys are ${Object.keys(PARTS).join(', ')}.`
          : say`Did you mean ${PART_BY_NAME.get(near) ?? near}?`;
      return nodes.mistake(parameter.line, say`"${parameter.name}" isn’t a key of a data disk. ${hint}`);
    }
    if (parameter.value.trim() === '') continue;
    const before = parts.get(part);
    if (before !== undefined) return nodes.mistake(parameter.line, sameThing(parameter, before));
    const meant = SWITCHES.has(part) ? parseSwitch(parameter.value) : null;
    if (SWITCHES.has(part) && meant === null)
      return nodes.mistake(parameter.line, say`${parameter.name} is ${parameter.value}. Set it to true or false.`);
    if (part === 'device' && !isOwnDevice(parameter.value, n))
      return nodes.mistake(parameter.line, say`${parameter.name}: Alibaba Cloud assigns device names. Leave it out.`);
    parts.set(part, meant === null ? parameter : { ...parameter, value: String(name === 'keep' ? !meant : meant) });
  }
  return lineOfParts(nodes, one, parts);
}

const SWITCHES: ReadonlySet<DiskPart> = new Set(['encrypted', 'deleteWithInstance']);

/** The name that the nth data disk has anyway, so that giving it changes nothing. */
const isOwnDevice = (given: string, n: number): boolean =>
  new RegExp(`^(?:/dev/)?x?vd${String.fromCharCode('a'.charCodeAt(0) + n)}$`, 'u').test(given);

function lineOfParts(nodes: PolicyNodes, { line }: Part, parts: ReadonlyMap<DiskPart, Parameter>): string | null {
  const value = (part: DiskPart): string | undefined => parts.get(part)?.value.trim() || undefined;
  const level = value('performanceLevel');
  const given = value('category') ?? (level === undefined ? UNSAID : 'cloud_essd');
  const base = categoryOf(given);
  if (base === null)
    return nodes.mistake(
      parts.get('category')?.line ?? line,
      say`"${given}" isn’t a disk category. Use one such as cloud_essd.`,
    );
  const category = level === undefined ? base : base === 'cloud_essd' ? categoryOf(`cloud_essd_${level}`) : null;
  if (category === null)
    return nodes.mistake(
      parts.get('performanceLevel')?.line ?? line,
      say`${parts.get('performanceLevel')?.name ?? ''} is ${level ?? ''}, but only cloud_essd has levels: PL0 to PL3. Leave it out, or use cloud_essd.`,
    );
  const size = value('size');
  if (size !== undefined && !/^\d{1,6}$/u.test(size))
    return nodes.mistake(
      parts.get('size')?.line ?? line,
      say`"${size}" isn’t a valid disk size. Write GiB as a whole number, such as 100.`,
    );
  const stays = value('deleteWithInstance');
  const encrypted = value('encrypted');
  return formatDisk(
    withoutUndefined<DataDisk>({
      category,
      sizeGiB: size === undefined ? null : Number(size),
      name: value('name'),
      description: value('description'),
      keep: stays === 'false' ? true : undefined,
      snapshotId: value('snapshotId'),
      encrypted: encrypted === 'true' ? true : undefined,
      kmsKeyId: value('kmsKeyId'),
    }),
  );
}
