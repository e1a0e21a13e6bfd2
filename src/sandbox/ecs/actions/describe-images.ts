import type { ImageData } from '../catalogue/images.ts';
import { type TypeData, typeById } from '../catalogue/types.ts';
import { newestOf, runsOn } from '../create/place.ts';
import { TAGS } from '../create/takes.ts';
import type { Params } from '../wire/params.ts';
import { notValid } from '../wire/refusal.ts';
import { imagesIn, regionNamed } from '../world.ts';
import { type Action, mustNotBeDry, PAGES, pageOf, slice } from './action.ts';
import { hasTags, oneOf } from './filters.ts';

const STATUSES = ['Creating', 'Waiting', 'Available', 'UnAvailable', 'CreateFailed', 'Deprecated'];

const describeImages: Action = {
  takes: [
    ...PAGES,
    ...TAGS,
    'Architecture',
    'DryRun',
    'ImageFamily',
    'ImageId',
    'ImageName',
    'ImageOwnerAlias',
    'InstanceType',
    'IsPublic',
    'IsSupportCloudinit',
    'IsSupportIoOptimized',
    'OSType',
    'RegionId',
    'ResourceGroupId',
    'Status',
  ],
  run(world, params) {
    const region = regionNamed(params.required('RegionId'));
    const page = pageOf(params, 100);
    const ids = params.text('ImageId')?.split(',') ?? null;
    const same = (name: string, value: string): boolean => {
      const wanted = params.text(name);
      return wanted === null || wanted.toLowerCase() === value.toLowerCase();
    };
    const type = typeAsked(params);
    const tags = hasTags(params);
    const known = ['x86_64', 'i386', 'arm64'];
    oneOf(params, 'Architecture', known);
    oneOf(params, 'OSType', ['linux', 'windows']);
    oneOf(params, 'ImageOwnerAlias', ['system', 'self', 'others', 'marketplace']);
    const status = params.text('Status') ?? 'Available';
    const statuses = status === 'ALL' ? STATUSES : status.split(',');
    if (statuses.some((one) => !STATUSES.includes(one))) notValid('InvalidParameter', 'Status');
    const is = (name: string, value: boolean): boolean => params.text(name) === null || params.flag(name) === value;
    const found = imagesIn(world, region).filter(
      (image) =>
        (ids === null || ids.includes(image.id)) &&
        same('ImageOwnerAlias', image.owner) &&
        same('OSType', image.os) &&
        same('ImageFamily', image.family) &&
        same('ImageName', image.name) &&
        same('Architecture', 'x86_64') &&
        // Nothing in this cloud is in a resource group, tagged or shared with everybody.
        params.text('ResourceGroupId') === null &&
        tags([]) &&
        is('IsPublic', false) &&
        is('IsSupportCloudinit', true) &&
        is('IsSupportIoOptimized', true) &&
        (type === null || runsOn(image, type)) &&
        statuses.includes('Available'),
    );
    mustNotBeDry(params);
    return {
      RegionId: region.id,
      TotalCount: found.length,
      PageNumber: page.number,
      PageSize: page.size,
      Images: { Image: slice(found, page).map(showImage) },
    };
  },
};

function typeAsked(params: Params): TypeData | null {
  const name = params.text('InstanceType');
  if (name === null) return null;
  return typeById.get(name) ?? notValid('InvalidInstanceType.ValueNotSupported', 'InstanceType');
}

const showImage = (image: ImageData): Record<string, unknown> => ({
  ImageId: image.id,
  ImageName: image.name,
  ImageFamily: image.family,
  ImageOwnerAlias: image.owner,
  ImageVersion: '',
  Description: image.description,
  Architecture: 'x86_64',
  OSType: image.os,
  OSName: image.osNameZh,
  OSNameEn: image.osNameEn,
  Platform: image.platform,
  Size: image.sizeGiB,
  Status: 'Available',
  Progress: '100%',
  Usage: 'none',
  CreationTime: image.created,
  IsSupportCloudinit: true,
  IsSupportIoOptimized: true,
  IsSelfShared: '',
  IsSubscribed: false,
  IsPublic: false,
  IsCopied: false,
  ProductCode: '',
  Tags: { Tag: [] },
  DiskDeviceMappings: { DiskDeviceMapping: [] },
});

/** If the family has none, the answer has no image, which is no error. */
const describeImageFromFamily: Action = {
  takes: ['ImageFamily', 'RegionId'],
  run(world, params) {
    const region = regionNamed(params.required('RegionId'));
    const image = newestOf(world, region, params.required('ImageFamily'));
    if (!image) return {};
    // This call shows less than the list.
    const { OSNameEn: _name, IsPublic: _public, ...shown } = showImage(image);
    return { Image: shown };
  },
};

export const imageActions: Readonly<Record<string, Action>> = {
  DescribeImages: describeImages,
  DescribeImageFromFamily: describeImageFromFamily,
};
