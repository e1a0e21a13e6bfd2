import { hashedLetters } from '../seeded.ts';
import type { RegionData } from './regions.ts';

export interface ImageData {
  readonly id: string;
  readonly name: string;
  readonly family: string;
  readonly osNameEn: string;
  readonly osNameZh: string;
  readonly os: 'linux' | 'windows';
  readonly platform: string;
  readonly sizeGiB: number;
  readonly owner: 'system' | 'self';
  readonly created: string;
  readonly description: string;
  /** Whether the image contains a password that allows login. */
  readonly hasPassword: boolean;
}

const system = (
  id: string,
  os: 'linux' | 'windows',
  platform: string,
  version: string,
  sizeGiB: number,
  created: string,
): ImageData => ({
  id,
  name: id,
  family: os === 'windows' ? '' : `acs:${id.split('_x64')[0]}_x64`,
  osNameEn: `${platform} ${version} 64 bit`,
  osNameZh: `${platform} ${version} 64位`,
  os,
  platform,
  sizeGiB,
  owner: 'system',
  created,
  description: '',
  hasPassword: false,
});

const SYSTEM: readonly ImageData[] = [
  system('ubuntu_24_04_x64_20G_alibase_20260916.vhd', 'linux', 'Ubuntu', '24.04', 20, '2026-09-17T02:11:40Z'),
  system('ubuntu_22_04_x64_20G_alibase_20260916.vhd', 'linux', 'Ubuntu', '22.04', 20, '2026-09-17T02:10:03Z'),
  system('ubuntu_20_04_x64_20G_alibase_20260618.vhd', 'linux', 'Ubuntu', '20.04', 20, '2026-06-19T03:40:21Z'),
  system(
    'aliyun_3_x64_20G_alibase_20260820.vhd',
    'linux',
    'Alibaba Cloud Linux',
    '3.2104 LTS',
    20,
    '2026-08-21T06:02:09Z',
  ),
  system(
    'aliyun_2_1903_x64_20G_alibase_20260325.vhd',
    'linux',
    'Alibaba Cloud Linux',
    '2.1903 LTS',
    20,
    '2026-03-26T06:12:30Z',
  ),
  system('debian_12_11_x64_20G_alibase_20260805.vhd', 'linux', 'Debian', '12.11', 20, '2026-08-06T09:27:51Z'),
  system('debian_11_11_x64_20G_alibase_20260411.vhd', 'linux', 'Debian', '11.11', 20, '2026-04-12T09:20:00Z'),
  system('rockylinux_9_5_x64_20G_alibase_20260714.vhd', 'linux', 'Rocky Linux', '9.5', 20, '2026-07-15T01:45:33Z'),
  system('rockylinux_8_10_x64_20G_alibase_20260714.vhd', 'linux', 'Rocky Linux', '8.10', 20, '2026-07-15T01:44:12Z'),
  system('centos_7_9_x64_20G_alibase_20240628.vhd', 'linux', 'CentOS', '7.9', 20, '2024-07-01T03:05:45Z'),
  system(
    'win2022_21H2_x64_dtc_en-us_40G_alibase_20260902.vhd',
    'windows',
    'Windows Server 2022',
    'Datacenter English',
    40,
    '2026-09-03T08:30:10Z',
  ),
  system(
    'win2019_1809_x64_dtc_en-us_40G_alibase_20260902.vhd',
    'windows',
    'Windows Server 2019',
    'Datacenter English',
    40,
    '2026-09-03T08:31:44Z',
  ),
];

/** The image in Alibaba's first sample. */
const SAMPLE: ImageData = {
  ...system('ubuntu1404_64_40G_cloudinit_20160727.raw', 'linux', 'Ubuntu', '14.04', 40, '2016-07-27T11:29:08Z'),
  family: '',
};

const own = (region: RegionData, name: string, base: ImageData, sizeGiB: number, description: string): ImageData => ({
  ...base,
  id: `m-${region.mark}${hashedLetters(17, `image ${region.id} ${name}`)}`,
  name,
  family: name.replace(/-\d{4}-\d\d$/, ''),
  sizeGiB,
  owner: 'self',
  created: '2026-10-02T07:15:00Z',
  description,
  hasPassword: true,
});

const ubuntu = SYSTEM[1] as ImageData;

export const imagesOf = (region: RegionData): readonly ImageData[] => [
  ...SYSTEM,
  ...(region.id === 'cn-beijing' ? [SAMPLE] : []),
  own(region, 'web-base-2026-10', ubuntu, 40, 'nginx and the monitoring agent, hardened'),
  ...(region.site === 'china' ? [own(region, 'ci-runner', ubuntu, 100, 'build tools and caches')] : []),
];

/** Images from before 2017 lack drivers for the newest types. */
export const isAncient = (image: ImageData): boolean => image.created < '2017';
