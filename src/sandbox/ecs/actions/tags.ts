import { tagsOf } from '../create/naming.ts';
import { TAGS } from '../create/takes.ts';
import { missing, type Params } from '../wire/params.ts';
import { refuse } from '../wire/refusal.ts';
import { regionNamed } from '../world.ts';
import type { Action } from './action.ts';

const MAX_TAGGED = 50;

const tagResources: Action = {
  takes: [...TAGS, 'RegionId', 'ResourceId.N', 'ResourceType'],
  run(world, params) {
    regionNamed(params.required('RegionId'));
    if (params.required('ResourceType').toLowerCase() !== 'instance') {
      refuse(404, 'InvalidResourceType.NotFound', 'The ResourceType provided does not exist in our records.');
    }
    const ids = params.list('ResourceId');
    if (ids.length === 0) missing('ResourceId');
    if (ids.length > MAX_TAGGED) refuse(400, 'NumberExceed.ResourceIds', 'The ResourceIds parameter number is exceed.');
    const vms = ids.map((id) => world.vms.get(id) ?? unknownResource());
    const tags = tagsGiven(params);
    for (const vm of vms) {
      const merged = [...vm.tags.filter((old) => !tags.some((tag) => tag.key === old.key)), ...tags];
      if (merged.length > 20) {
        refuse(403, 'QuotaExceed.TagsPerResource', 'The maximum number of tags for each resource is exceeded.');
      }
      vm.tags = merged;
    }
    return {};
  },
};

function tagsGiven(params: Params): ReturnType<typeof tagsOf> {
  const tags = tagsOf(params);
  return tags.length > 0 ? tags : missing('Tag');
}

const unknownResource = (): never =>
  refuse(404, 'InvalidResourceId.NotFound', 'The specified ResourceIds are not found in our records.');

export const tagActions: Readonly<Record<string, Action>> = { TagResources: tagResources };
