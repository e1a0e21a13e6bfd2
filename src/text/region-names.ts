import type { Language } from '../core/base/language.ts';

/**
 * The console's names of regions, for requests without the cloud's own list: older and adopted ones. Source:
 * https://help.aliyun.com/zh/ecs/user-guide/regions-and-zones; a missing one is shown by its id.
 */
export const REGION_NAMES: ReadonlyMap<string, Readonly<Record<Language, string>>> = new Map(
  Object.entries({
    'cn-qingdao': { en: 'China (Qingdao)', zh: '华北1（青岛）' },
    'cn-beijing': { en: 'China (Beijing)', zh: '华北2（北京）' },
    'cn-zhangjiakou': { en: 'China (Zhangjiakou)', zh: '华北3（张家口）' },
    'cn-huhehaote': { en: 'China (Hohhot)', zh: '华北5（呼和浩特）' },
    'cn-wulanchabu': { en: 'China (Ulanqab)', zh: '华北6（乌兰察布）' },
    'cn-hangzhou': { en: 'China (Hangzhou)', zh: '华东1（杭州）' },
    'cn-shanghai': { en: 'China (Shanghai)', zh: '华东2（上海）' },
    'cn-shenzhen': { en: 'China (Shenzhen)', zh: '华南1（深圳）' },
    'cn-heyuan': { en: 'China (Heyuan)', zh: '华南2（河源）' },
    'cn-guangzhou': { en: 'China (Guangzhou)', zh: '华南3（广州）' },
    'cn-chengdu': { en: 'China (Chengdu)', zh: '西南1（成都）' },
    'cn-hongkong': { en: 'China (Hong Kong)', zh: '中国香港' },
    'ap-northeast-1': { en: 'Japan (Tokyo)', zh: '日本（东京）' },
    'ap-northeast-2': { en: 'South Korea (Seoul)', zh: '韩国（首尔）' },
    'ap-southeast-1': { en: 'Singapore', zh: '新加坡' },
    'ap-southeast-3': { en: 'Malaysia (Kuala Lumpur)', zh: '马来西亚（吉隆坡）' },
    'ap-southeast-5': { en: 'Indonesia (Jakarta)', zh: '印度尼西亚（雅加达）' },
    'ap-southeast-6': { en: 'Philippines (Manila)', zh: '菲律宾（马尼拉）' },
    'ap-southeast-7': { en: 'Thailand (Bangkok)', zh: '泰国（曼谷）' },
    'us-east-1': { en: 'US (Virginia)', zh: '美国（弗吉尼亚）' },
    'us-west-1': { en: 'US (Silicon Valley)', zh: '美国（硅谷）' },
    'eu-west-1': { en: 'UK (London)', zh: '英国（伦敦）' },
    'eu-central-1': { en: 'Germany (Frankfurt)', zh: '德国（法兰克福）' },
    'me-east-1': { en: 'UAE (Dubai)', zh: '阿联酋（迪拜）' },
  }),
);
