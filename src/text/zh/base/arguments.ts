import type { ArgumentFault } from '../../../core/spec/command-arguments.ts';
import { quoted } from '../../quoted.ts';
import { attribute } from '../attribute.ts';
import { usageText } from './usage.ts';

const DURATIONS = '请用分钟、小时、天或周，例如 30m、2h、3d 或 1w。';

/** What is wrong with the words after a command, and how it is written. */
export function argumentFault(
  { name, usage }: { readonly name: string; readonly usage: string },
  fault: ArgumentFault,
): string {
  const whole = `/ecs ${name} ${usageText(usage)}`.trim();
  return `${sentence(name, usage, fault)}未执行操作。正确写法：${whole}`;
}

function sentence(name: string, usage: string, fault: ArgumentFault): string {
  switch (fault.fault) {
    case 'missing':
      return `/ecs ${name} 缺少 ${usageText(fault.usage)}。`;
    case 'notAPeriod':
      return `${quoted(fault.given)}不是有效的时长。请用周、月或年，例如 2w、1m、6 months 或 1y。`;
    case 'notADuration':
      return `${quoted(fault.given)}不是有效的时长。${DURATIONS}`;
    case 'notADurationOrNone':
      return `${quoted(fault.given)}无效，应为时长或 none。${DURATIONS}`;
    case 'notASwitch':
      return `${quoted(fault.given)}无效，应为 on 或 off。`;
    case 'notAnInstance':
      return `${quoted(fault.given)}不是有效的实例 ID 或名称。`;
    case 'unknownWord':
      return `${quoted(fault.given)}无效。${fault.nearest === null ? '' : `您是否想用 /ecs ${name} ${fault.nearest}？`}`;
    case 'attributes':
      return fault.faults.map(attribute.fault).join('');
    case 'tooMany':
      return usage === ''
        ? `/ecs ${name} 无需参数，${quoted(fault.given)}多余。`
        : `${quoted(fault.given)}多余。名称含空格请加引号。`;
  }
}
