import type { ArgumentFault } from '../../../core/spec/command-arguments.ts';
import { quoted } from '../../quoted.ts';
import { attribute } from '../attribute.ts';

const DURATIONS = '请写分钟、小时或天，例如 30m、2h 或 3d。';

/** What is wrong with the words after a command, and how it is written. */
export function argumentFault(
  { name, usage }: { readonly name: string; readonly usage: string },
  fault: ArgumentFault,
): string {
  const whole = `/ecs ${name} ${usage}`.trim();
  return `${sentence(name, usage, fault)}没有执行任何操作。正确写法：${whole}`;
}

function sentence(name: string, usage: string, fault: ArgumentFault): string {
  switch (fault.fault) {
    case 'missing':
      return `/ecs ${name} 缺少 ${fault.usage}。`;
    case 'notAPeriod':
      return `${quoted(fault.given)} 不是时长。请写周、月或年，例如 2w、1m、6 months 或 1y。`;
    case 'notADuration':
      return `${quoted(fault.given)} 不是时长。${DURATIONS}`;
    case 'notADurationOrNone':
      return `${quoted(fault.given)} 既不是时长也不是 none。${DURATIONS}`;
    case 'notASwitch':
      return `${quoted(fault.given)} 既不是 on 也不是 off。`;
    case 'notAnInstance':
      return `${quoted(fault.given)} 不是实例的 ID 或名称。`;
    case 'attributes':
      return fault.faults.map(attribute.fault).join('');
    case 'tooMany':
      return usage === ''
        ? `/ecs ${name} 后面不需要任何内容，${quoted(fault.given)} 是多余的。`
        : `${quoted(fault.given)} 是多余的。名称中有空格时请加引号。`;
  }
}
