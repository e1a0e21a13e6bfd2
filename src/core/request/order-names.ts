import type { Language } from '../base/language.ts';
import type { Opens } from '../security-group/open-to-world.ts';
import type { Choices } from '../spec/choices.ts';
import type { InstanceSpec } from '../spec/spec.ts';

/** What the ids of an order stood for when it was submitted, for people to decide by; never a right. null: not known. */
export interface OrderNames {
  /** As the policy calls it. */
  readonly network: string | null;
  /** As the console calls it in each language; absent in orders of before. */
  readonly region?: Readonly<Record<Language, string>> | null;
  readonly vSwitch: string | null;
  readonly group: string | null;
  readonly image: string | null;
  readonly vCpu: number | null;
  readonly memoryGiB: number | null;
  /** What its security group lets in from everywhere. */
  readonly opens: Opens;
  /** How many instances its requester had then: of this type, and in all. */
  readonly had: { readonly alike: number; readonly all: number } | null;
}

/** Anybody can share an image with this account under the name of a well-known one: such a one is known by its id alone. */
function imageName({ owner, name, osName }: Choices['images'][number]): string | null {
  const system = osName.replace(/\s+/gu, ' ');
  if (owner === 'system') return system || name || null;
  if (owner !== 'self' || name === '') return null;
  return system === '' ? name : `${name} (${system})`;
}

/** What the cloud's lists call it. */
export function namesIn(
  { region, instanceType, imageId, vSwitchId, securityGroupId }: InstanceSpec,
  { regions, types, images, vSwitches, groups }: Pick<Choices, 'regions' | 'types' | 'images' | 'vSwitches' | 'groups'>,
): Pick<OrderNames, 'region' | 'vSwitch' | 'group' | 'image' | 'vCpu' | 'memoryGiB'> {
  const type = types.find(({ id }) => id === instanceType);
  const image = images.find(({ id }) => id === imageId);
  return {
    region: regions.find(({ id }) => id === region)?.names ?? null,
    vSwitch: vSwitches.find(({ id }) => id === vSwitchId)?.name || null,
    group: groups.find(({ id }) => id === securityGroupId)?.name || null,
    image: image === undefined ? null : imageName(image),
    vCpu: type?.vCpu ?? null,
    memoryGiB: type?.memoryGiB ?? null,
  };
}
