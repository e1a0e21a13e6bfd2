import type { KnownBlock } from '@slack/types';
import { DISK_CATEGORIES } from '../../core/spec/disks.ts';
import type { Draft } from '../../core/spec/spec.ts';
import type { Text } from '../../text/en.ts';
import type { FormPlan } from '../../usecases/spec/plan-form.ts';
import { contextBlock, plain } from '../kit/blocks.ts';

/** What a preset and the policy have fixed: one line of what it is, and one of what belongs to it. Plain text, as people wrote parts of it. */
export function fixedLines(
  { lists, networks }: FormPlan,
  hidden: Draft,
  { modal, card: { facts: words } }: Pick<Text, 'modal' | 'card'>,
): KnownBlock[] {
  const type = lists.types?.find(({ id }) => id === hidden.type);
  const image = lists.images?.find(({ id }) => id === hidden.image);
  const network = networks?.find(({ word }) => word === hidden.network)?.network;
  const zone = lists.zones?.find(({ id }) => id === hidden.zone);
  const place = [hidden.region, zone === undefined ? hidden.zone : modal.placeName(zone.names)];
  const named = [
    lists.vSwitches?.find(({ id }) => id === hidden.vswitch)?.name ?? hidden.vswitch,
    lists.groups?.find(({ id }) => id === hidden.group)?.name ?? hidden.group,
  ];
  const disk = DISK_CATEGORIES.find((one) => one === hidden.disk);
  const lines = [
    [
      type === undefined ? hidden.type : modal.typeOption(type.id, type.vCpu, type.memoryGiB),
      image?.osName.replace(/\s+/gu, ' ') || hidden.image,
      ...place,
      ...(network === undefined ? named : [network.name, network.about ?? undefined]),
    ],
    [
      disk === undefined || hidden.size === undefined
        ? undefined
        : words.diskIs({ category: disk, sizeGiB: Number(hidden.size) }),
      hidden.bandwidth === undefined ? undefined : `${words.bandwidth} ${words.bandwidthIs(Number(hidden.bandwidth))}`,
    ],
  ].map((parts) => parts.filter((part) => part !== undefined && part !== '').join(' · '));
  const said = lines.filter((line) => line !== '').join('\n');
  return said === '' ? [] : [contextBlock(plain(said))];
}
