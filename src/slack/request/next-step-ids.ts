import type { NextStep } from '../../core/instance/next-steps.ts';

/** The buttons for failures, by step. Their value is the request's id. */
export const stepAction = (step: NextStep): string => `next_${step}`;

/** The buttons of the alternatives: a message has at most these, each with its own id. */
export const TAKE_ALTERNATIVE = ['next_take_1', 'next_take_2', 'next_take_3'] as const;

/** The order that such a button fills in. The form judges everything again. */
interface TakenAlternative {
  readonly requestId: string;
  readonly instanceType: string;
  readonly zone: string;
  readonly vSwitchId: string;
  readonly disk: string;
  /** Whether the security group can stay. */
  readonly sameVpc: boolean;
}

export const takenAlternativeValue = ({
  requestId,
  instanceType,
  zone,
  vSwitchId,
  disk,
  sameVpc,
}: TakenAlternative): string => [requestId, instanceType, zone, vSwitchId, disk, sameVpc ? 'same' : 'other'].join('/');

/** Null for any other value. */
export function readTakenAlternative(value: string): TakenAlternative | null {
  const [, requestId, instanceType, zone, vSwitchId, disk, vpc] =
    /^(r-[a-z0-9]{1,40})\/([\w.-]{1,80})\/([\w-]{1,40})\/([\w-]{1,60})\/(\w{1,40})\/(same|other)$/u.exec(value) ?? [];
  if (!requestId || !instanceType || !zone || !vSwitchId || !disk) return null;
  return { requestId, instanceType, zone, vSwitchId, disk, sameVpc: vpc === 'same' };
}

export const isRequestId = (value: string): boolean => /^r-[a-z0-9]{1,40}$/u.test(value);
