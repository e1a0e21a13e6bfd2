import type { RegionData } from '../catalogue/regions.ts';
import { tagsOf } from '../create/naming.ts';
import { TAGS } from '../create/takes.ts';
import type { Tag } from '../vm.ts';
import { missing, type Params } from '../wire/params.ts';
import { notValid, refuse } from '../wire/refusal.ts';
import { keyPairsIn, regionNamed, type World } from '../world.ts';
import type { Action } from './action.ts';
import { hasTags } from './filters.ts';

const MAX_TAGGED = 50;
const MAX_TAGS = 20;
const IN_A_PAGE = 50;

interface Tagged {
  readonly id: string;
  tags: Tag[];
}

interface Kind {
  /** The key in the answer. */
  readonly name: string;
  readonly all: (world: World, region: RegionData) => readonly Tagged[];
}

/** Key pairs are listed by name instead of id; getter and setter keep the pair's own tags. */
const keyPairs = (world: World, region: RegionData): readonly Tagged[] =>
  keyPairsIn(world, region).map((pair) => ({
    id: pair.name,
    get tags() {
      return pair.tags;
    },
    set tags(tags) {
      pair.tags = tags;
    },
  }));

const KINDS: readonly Kind[] = [
  { name: 'instance', all: (world, region) => [...world.vms.values()].filter((vm) => vm.region.id === region.id) },
  { name: 'disk', all: (world, region) => [...world.disks.values()].filter((disk) => disk.region.id === region.id) },
  { name: 'keypair', all: keyPairs },
];

function kindOf(params: Params): Kind {
  const asked = params.required('ResourceType').toLowerCase();
  const kind = KINDS.find(({ name }) => name === asked);
  return (
    kind ?? refuse(404, 'InvalidResourceType.NotFound', 'The ResourceType provided does not exist in our records.')
  );
}

/** The resources in the call; all must exist. */
function named(world: World, params: Params): readonly Tagged[] {
  const region = regionNamed(params.required('RegionId'));
  const kind = kindOf(params);
  const ids = params.list('ResourceId');
  if (ids.length === 0) missing('ResourceId');
  if (ids.length > MAX_TAGGED) refuse(400, 'NumberExceed.ResourceIds', 'The ResourceIds parameter number is exceed.');
  const all = new Map(kind.all(world, region).map((each) => [each.id, each]));
  return ids.map((id) => all.get(id) ?? unknownResource());
}

const tagResources: Action = {
  takes: [...TAGS, 'RegionId', 'ResourceId.N', 'ResourceType'],
  run(world, params) {
    const resources = named(world, params);
    const tags = tagsGiven(params);
    const merged = resources.map((each) => [
      ...each.tags.filter((old) => !tags.some((tag) => tag.key === old.key)),
      ...tags,
    ]);
    if (merged.some((each) => each.length > MAX_TAGS)) {
      refuse(403, 'QuotaExceed.TagsPerResource', 'The maximum number of tags for each resource is exceeded.');
    }
    for (const [index, each] of resources.entries()) each.tags = merged[index] ?? [];
    return {};
  },
};

function tagsGiven(params: Params): Tag[] {
  const tags = tagsOf(params);
  return tags.length > 0 ? tags : missing('Tag');
}

const untagResources: Action = {
  takes: ['All', 'RegionId', 'ResourceId.N', 'ResourceType', 'TagKey.N'],
  run(world, params) {
    const resources = named(world, params);
    const keys = params.list('TagKey');
    if (keys.length > MAX_TAGS) refuse(400, 'NumberExceed.Tags', 'The Tags parameter number is exceed.');
    // `All` has an effect only if no key is given.
    const all = params.flag('All') && keys.length === 0;
    for (const each of resources) each.tags = each.tags.filter(({ key }) => !all && !keys.includes(key));
    return {};
  },
};

const listTagResources: Action = {
  takes: [...TAGS, 'NextToken', 'RegionId', 'ResourceId.N', 'ResourceType'],
  run(world, params) {
    const region = regionNamed(params.required('RegionId'));
    const kind = kindOf(params);
    const ids = params.list('ResourceId');
    const tags = hasTags(params);
    if (ids.length === 0 && params.records('Tag').length === 0) missing('ResourceId');
    if (ids.length > MAX_TAGGED) refuse(400, 'NumberExceed.ResourceIds', 'The ResourceIds parameter number is exceed.');
    const found = kind
      .all(world, region)
      .filter((each) => (ids.length === 0 || ids.includes(each.id)) && tags(each.tags))
      .flatMap((each) => each.tags.map(({ key, value }) => ({ id: each.id, key, value })));
    const from = Number(params.text('NextToken') ?? 0);
    if (!Number.isInteger(from) || from < 0) notValid('InvalidParameter.NextToken', 'NextToken');
    return {
      NextToken: from + IN_A_PAGE < found.length ? String(from + IN_A_PAGE) : '',
      TagResources: {
        TagResource: found.slice(from, from + IN_A_PAGE).map(({ id, key, value }) => ({
          ResourceId: id,
          ResourceType: kind.name,
          TagKey: key,
          TagValue: value,
        })),
      },
    };
  },
};

const unknownResource = (): never =>
  refuse(404, 'InvalidResourceId.NotFound', 'The specified ResourceIds are not found in our records.');

export const tagActions: Readonly<Record<string, Action>> = {
  TagResources: tagResources,
  UntagResources: untagResources,
  ListTagResources: listTagResources,
};
