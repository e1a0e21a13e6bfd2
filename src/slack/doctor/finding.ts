import type { Text } from '../../text/en.ts';
import { EMPTY, type Mrkdwn } from '../kit/mrkdwn.ts';

export type Check = keyof Text['doctor']['check'];

/** `attention`: it works, but not as it should. `unknown`: it could not be found out. */
export type Standing = 'good' | 'attention' | 'bad' | 'unknown';

/** What one check found. */
export interface Finding {
  readonly standing: Standing;
  /** How it stands, after the name of the check. */
  readonly says: Mrkdwn;
  /** What to do about it, in one sentence; empty when there is nothing to do. */
  readonly fix: string;
}

export const finding = (standing: Standing, says: Mrkdwn, fix = ''): Finding => ({ standing, says, fix });

/** A finding of several parts: as bad as the worst of them, with what each says and the first fix of the worst. */
export function together(parts: readonly Finding[], join: (all: readonly Mrkdwn[]) => Mrkdwn): Finding {
  const worst = ORDER.find((standing) => parts.some((part) => part.standing === standing)) ?? 'good';
  const fix = ORDER.flatMap((standing) => parts.filter((part) => part.standing === standing)).find(
    (part) => part.fix !== '',
  )?.fix;
  return {
    standing: worst,
    says: join(parts.map(({ says }) => says).filter((says) => says !== EMPTY)),
    fix: fix ?? '',
  };
}

const ORDER: readonly Standing[] = ['bad', 'attention', 'unknown', 'good'];
