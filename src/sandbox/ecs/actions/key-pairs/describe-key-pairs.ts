import type { KeyPair } from '../../catalogue/key-pairs.ts';
import { TAGS } from '../../create/takes.ts';
import { keyPairsIn, regionNamed } from '../../world.ts';
import { type Action, PAGES, pageOf, slice } from '../action.ts';
import { hasTags, isLike } from '../filters.ts';

const describeKeyPairs: Action = {
  takes: [...PAGES, ...TAGS, 'IncludePublicKey', 'KeyPairFingerPrint', 'KeyPairName', 'RegionId', 'ResourceGroupId'],
  run(world, params) {
    const region = regionNamed(params.required('RegionId'));
    const page = pageOf(params, 50);
    const name = params.text('KeyPairName') ?? '*';
    const print = params.text('KeyPairFingerPrint');
    const group = params.text('ResourceGroupId');
    const tags = hasTags(params);
    const withKey = params.flag('IncludePublicKey');
    const found = keyPairsIn(world, region).filter(
      (pair) =>
        isLike(name, pair.name) &&
        (print === null || pair.fingerPrint === print) &&
        (group === null || pair.resourceGroupId === group) &&
        tags(pair.tags),
    );
    return {
      TotalCount: found.length,
      PageNumber: page.number,
      PageSize: page.size,
      KeyPairs: { KeyPair: slice(found, page).map((pair) => shown(pair, withKey)) },
    };
  },
};

const shown = (pair: KeyPair, withKey: boolean): Record<string, unknown> => ({
  KeyPairName: pair.name,
  KeyPairFingerPrint: pair.fingerPrint,
  CreationTime: pair.created,
  ResourceGroupId: pair.resourceGroupId,
  ...(withKey && pair.publicKey !== '' ? { PublicKey: pair.publicKey } : {}),
  Tags: { Tag: pair.tags.map(({ key, value }) => ({ TagKey: key, TagValue: value })) },
});

export const describeKeyPairActions: Readonly<Record<string, Action>> = { DescribeKeyPairs: describeKeyPairs };
