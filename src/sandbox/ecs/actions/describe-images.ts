import type { ImageData } from '../catalogue/images.ts';
import { imagesIn, regionNamed } from '../world.ts';
import { type Action, pageOf, slice } from './action.ts';

const describeImages: Action = {
  run(world, params) {
    const region = regionNamed(params.required('RegionId'));
    const page = pageOf(params, 100);
    const ids = params.text('ImageId')?.split(',') ?? null;
    const same = (name: string, value: string): boolean => {
      const wanted = params.text(name);
      return wanted === null || wanted.toLowerCase() === value.toLowerCase();
    };
    const found = imagesIn(world, region).filter(
      (image) =>
        (ids === null || ids.includes(image.id)) &&
        same('ImageOwnerAlias', image.owner) &&
        same('OSType', image.os) &&
        same('ImageFamily', image.family) &&
        same('ImageName', image.name) &&
        same('Architecture', 'x86_64') &&
        (params.text('Status') ?? 'Available').split(',').includes('Available'),
    );
    return {
      RegionId: region.id,
      TotalCount: found.length,
      PageNumber: page.number,
      PageSize: page.size,
      Images: { Image: slice(found, page).map(showImage) },
    };
  },
};

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

export const imageActions: Readonly<Record<string, Action>> = { DescribeImages: describeImages };
