import type { PageLanguage } from '../../words/words.ts';

type Both = Readonly<Record<PageLanguage, string>>;

/** A field of a fault, by its key in the simulators. */
export interface FaultField {
  readonly key: 'times' | 'percent' | 'way' | 'retryAfterMs' | 'delayMs' | 'afterMs';
  readonly label: Both;
  readonly initial: string;
  /** A number field if absent. */
  readonly options?: readonly string[];
}

interface FaultChoice {
  /** Its name in the simulators. */
  readonly name: string;
  readonly shows: Both;
  readonly fields: readonly FaultField[];
}

interface FaultGroup {
  readonly title: Both;
  readonly faults: readonly FaultChoice[];
}

const times: FaultField = {
  key: 'times',
  label: { en: 'Times (0: until cleared)', zh: '次数（0：直到清除）' },
  initial: '1',
};
const later = (initial: string): FaultField => ({
  key: 'retryAfterMs',
  label: { en: 'Retry after (ms)', zh: '重试间隔（毫秒）' },
  initial,
});
const slow = (initial: string): FaultField => ({
  key: 'delayMs',
  label: { en: 'Delay (ms)', zh: '延迟（毫秒）' },
  initial,
});
const after = (initial: string): FaultField => ({
  key: 'afterMs',
  label: { en: 'After (ms of cloud time)', zh: '多久之后（云端毫秒）' },
  initial,
});

/** The illustrative faults, by their effect. All others are under *Advanced*. */
export const FAULT_GROUPS: readonly FaultGroup[] = [
  {
    title: { en: 'Money', zh: '费用' },
    faults: [
      { name: 'not-enough-balance', shows: { en: 'The account cannot pay', zh: '账户余额不足' }, fields: [times] },
      { name: 'arrears', shows: { en: 'The account is in arrears', zh: '账户已欠费' }, fields: [times] },
      {
        name: 'price-change',
        shows: { en: 'Prices change', zh: '价格变动' },
        fields: [{ key: 'percent', label: { en: 'By percent', zh: '变动百分比' }, initial: '10' }],
      },
    ],
  },
  {
    title: { en: 'Stock', zh: '库存' },
    faults: [
      { name: 'no-stock', shows: { en: 'Sold out at the purchase', zh: '购买时库存不足' }, fields: [times] },
      {
        name: 'no-stock-for',
        shows: { en: 'Sold out for one billing method', zh: '某种付费类型库存不足' },
        fields: [
          {
            ...{ key: 'way', label: { en: 'Billing method', zh: '付费类型' }, initial: 'PrePaid' },
            options: ['PrePaid', 'PostPaid', 'Spot'],
          },
        ],
      },
      { name: 'quota', shows: { en: 'The quota is used up', zh: '配额已用完' }, fields: [times] },
    ],
  },
  {
    title: { en: 'Network', zh: '网络' },
    faults: [
      {
        name: 'throttle',
        shows: { en: 'Alibaba Cloud throttles calls', zh: '阿里云限流' },
        fields: [times, later('1000')],
      },
      { name: 'unavailable-before', shows: { en: '503, and nothing was bought', zh: '503，未购买' }, fields: [times] },
      { name: 'unavailable-after', shows: { en: '503, though it was bought', zh: '503，但已购买' }, fields: [times] },
      { name: 'timeout', shows: { en: 'Bought, but no answer comes', zh: '已购买，但没有响应' }, fields: [times] },
      { name: 'slow', shows: { en: 'The answer is slow', zh: '响应缓慢' }, fields: [times, slow('2000')] },
    ],
  },
  {
    title: { en: 'Slack', zh: 'Slack' },
    faults: [
      { name: 'slack-down', shows: { en: 'Slack is down', zh: 'Slack 不可用' }, fields: [{ ...times, initial: '0' }] },
      { name: 'slack-429', shows: { en: 'Slack throttles the bot', zh: 'Slack 限流' }, fields: [times, later('2000')] },
      { name: 'slack-slow', shows: { en: 'Slack is slow', zh: 'Slack 响应缓慢' }, fields: [times, slow('5000')] },
      {
        name: 'slack-redeliver',
        shows: { en: 'Slack delivers a click twice', zh: 'Slack 重复投递一次点击' },
        fields: [times],
      },
      { name: 'slack-channel-gone', shows: { en: 'The channel is gone', zh: '频道已不存在' }, fields: [times] },
    ],
  },
  {
    title: { en: 'Crash', zh: '故障' },
    faults: [
      {
        name: 'vanish',
        shows: { en: 'The next server disappears', zh: '下一台服务器消失' },
        fields: [times, after('1500')],
      },
      {
        name: 'stuck-pending',
        shows: { en: 'The next server stays pending', zh: '下一台服务器一直创建中' },
        fields: [times],
      },
      { name: 'lock', shows: { en: 'The next server is locked', zh: '下一台服务器被锁定' }, fields: [times] },
      {
        name: 'reclaim',
        shows: { en: 'The next spot server is reclaimed', zh: '下一台抢占式实例被回收' },
        fields: [times, after('300000')],
      },
    ],
  },
];

export const choiceNamed = (name: string | null): FaultChoice | null =>
  FAULT_GROUPS.flatMap(({ faults }) => faults).find((fault) => fault.name === name) ?? null;

/** The fields' values in the simulators' form; null if a number is wrong. */
export function readFields(fields: readonly FaultField[], held: Readonly<Record<string, string>>): object | null {
  const entries = fields.map(({ key, initial, options }) => {
    const given = (held[key] ?? initial).trim();
    return [key, options ? given : /^-?\d+$/.test(given) ? Number(given) : null] as const;
  });
  return entries.some(([, value]) => value === null) ? null : Object.fromEntries(entries);
}
