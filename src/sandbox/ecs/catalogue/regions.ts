export interface RegionData {
  readonly id: string;
  /** The API's names for AcceptLanguage=en-US and zh-CN. */
  readonly nameEn: string;
  readonly nameZh: string;
  readonly zones: readonly string[];
  /** The beginning of its resources' ids. */
  readonly mark: string;
  /** The first two numbers of its public addresses. */
  readonly publicNet: string;
  /** `china` sells by the week and up to five years; `intl` does not. */
  readonly site: 'china' | 'intl';
  /** Relative to cn-hangzhou, which is 100. */
  readonly priceLevel: number;
}

const region = (
  id: string,
  nameEn: string,
  nameZh: string,
  zones: string,
  mark: string,
  publicNet: string,
  priceLevel: number,
): RegionData => {
  const dash = /^cn-/.test(id) ? '-' : '';
  return {
    id,
    nameEn,
    nameZh,
    zones: [...zones].map((letter) => `${id}${dash}${letter}`),
    mark,
    publicNet,
    site: /^cn-(?!hongkong)/.test(id) ? 'china' : 'intl',
    priceLevel,
  };
};

export const REGIONS: readonly RegionData[] = [
  region('cn-hangzhou', 'China (Hangzhou)', '华东1（杭州）', 'hijk', 'bp1', '121.40', 100),
  region('cn-beijing', 'China (Beijing)', '华北2（北京）', 'fhkl', '2ze', '47.94', 100),
  region('cn-shanghai', 'China (Shanghai)', '华东2（上海）', 'bglm', 'uf6', '47.100', 100),
  region('cn-shenzhen', 'China (Shenzhen)', '华南1（深圳）', 'def', 'wz9', '47.106', 100),
  region('cn-hongkong', 'China (Hong Kong)', '中国香港', 'bcd', 'j6c', '47.242', 142),
  region('ap-southeast-1', 'Singapore', '新加坡', 'abc', 't4n', '47.236', 137),
  region('eu-central-1', 'Germany (Frankfurt)', '德国（法兰克福）', 'ab', 'gw8', '47.254', 151),
  region('us-west-1', 'US (Silicon Valley)', '美国（硅谷）', 'ab', 'rj9', '47.251', 129),
];

export const zoneName = (region: RegionData, zone: string, language: string): string => {
  const letter = zone.slice(-1).toUpperCase();
  return language.startsWith('zh') ? `${region.nameZh} 可用区 ${letter}` : `${region.nameEn} Zone ${letter}`;
};
