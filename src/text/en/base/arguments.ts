import type { ArgumentFault } from '../../../core/spec/command-arguments.ts';
import { quoted } from '../../quoted.ts';
import { attribute } from '../attribute.ts';

const DURATIONS = 'Write minutes, hours, days, or weeks, like 30m, 2h, 3d, or 1w.';

/** What is wrong with the words after a command, and how it is written. */
export function argumentFault(
  { name, usage }: { readonly name: string; readonly usage: string },
  fault: ArgumentFault,
): string {
  const whole = `/ecs ${name} ${usage}`.trim();
  return `${sentence(name, usage, fault)} Nothing was done. Write it like this: ${whole}`;
}

function sentence(name: string, usage: string, fault: ArgumentFault): string {
  switch (fault.fault) {
    case 'missing':
      return `/ecs ${name} needs ${fault.usage}.`;
    case 'notAPeriod':
      return `${quoted(fault.given)} isn’t a period. Write weeks, months, or years, like 2w, 1m, 6 months, or 1y.`;
    case 'notADuration':
      return `${quoted(fault.given)} isn’t a duration. ${DURATIONS}`;
    case 'notADurationOrNone':
      return `${quoted(fault.given)} is neither a duration nor none. ${DURATIONS}`;
    case 'notASwitch':
      return `${quoted(fault.given)} is neither on nor off.`;
    case 'notAnInstance':
      return `${quoted(fault.given)} isn’t an instance’s ID or name.`;
    case 'unknownWord':
      return `${quoted(fault.given)} isn’t known here.${fault.nearest === null ? '' : ` Did you mean /ecs ${name} ${fault.nearest}?`}`;
    case 'attributes':
      return fault.faults.map(attribute.fault).join(' ');
    case 'tooMany':
      return usage === ''
        ? `/ecs ${name} takes no arguments: ${quoted(fault.given)} is one argument too many.`
        : `${quoted(fault.given)} is one argument too many. Put quotes around a name with spaces.`;
  }
}
