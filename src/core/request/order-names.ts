import type { Language } from '../base/language.ts';
import type { Opens } from '../security-group/open-to-world.ts';
import type { Choices } from '../spec/choices.ts';
import type { TemplateNamed } from '../spec/launch-template.ts';
import type { InstanceSpec } from '../spec/spec.ts';

/** The display names behind an order's ids at its submission, for people to decide by; they grant nothing. null: unknown. */
export interface OrderNames {
  /** As the policy names it. */
  readonly network: string | null;
  /** As the console names it in each language; absent in older orders. */
  readonly region?: Readonly<Record<Language, string>> | null;
  readonly vSwitch: string | null;
  readonly group: string | null;
  readonly image: string | null;
  readonly vCpu: number | null;
  readonly memoryGiB: number | null;
  /** The ports that its security group opens to everybody. */
  readonly opens: Opens;
  /** How many instances the requester had at submission: of this type, and in all. */
  readonly had: { readonly alike: number; readonly all: number } | null;
  /** The preset that its form was filled in from; absent for none. It does not show later changes in the form. */
  readonly filledFrom?: FilledFrom;
}

/** A preset of the policy, and the version of the launch template that it starts from. */
export interface FilledFrom {
  readonly preset: string;
  readonly template?: Pick<TemplateNamed, 'name' | 'version'>;
}

/**
 * Anybody can share an image under the name of a well-known one with this account, so a foreign image is shown by its id
 * alone.
 */
function imageName({ owner, name, osName }: Choices['images'][number]): string | null {
  const system = osName.replace(/\s+/gu, ' ');
  if (owner === 'system') return system || name || null;
  if (owner !== 'self' || name === '') return null;
  return system === '' ? name : `${name} (${system})`;
}

/** The names in the cloud's lists. */
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
