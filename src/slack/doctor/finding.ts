import type { Text } from '../../text/en.ts';
import { EMPTY, joined, type Mrkdwn } from '../kit/mrkdwn.ts';

export type Check = keyof Text['doctor']['check'];

/** `attention`: it works, but not as it should. `unknown`: it could not be found out. */
export type CheckStatus = 'good' | 'attention' | 'bad' | 'unknown';

/** What one check found. */
export interface Finding {
  readonly status: CheckStatus;
  /** The state, after the name of the check. */
  readonly says: Mrkdwn;
  /** What to do about it, in one sentence; empty if nothing. */
  readonly fix: string;
}

export const finding = (status: CheckStatus, says: Mrkdwn, fix = ''): Finding => ({ status, says, fix });

/** A finding of several parts: as bad as the worst, with the sentences of all and the first fix of the worst. */
export function together(parts: readonly Finding[], join: (all: readonly Mrkdwn[]) => Mrkdwn): Finding {
  const worst = ORDER.find((status) => parts.some((part) => part.status === status)) ?? 'good';
  const fix = ORDER.flatMap((status) => parts.filter((part) => part.status === status)).find(
    (part) => part.fix !== '',
  )?.fix;
  return {
    status: worst,
    says: join(parts.map(({ says }) => says).filter((says) => says !== EMPTY)),
    fix: fix ?? '',
  };
}

const ORDER: readonly CheckStatus[] = ['bad', 'attention', 'unknown', 'good'];

/** One after the other. */
export const sentences = (all: readonly Mrkdwn[]): Mrkdwn => joined(all, ' ');
