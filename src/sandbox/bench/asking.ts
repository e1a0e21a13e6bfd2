import { makePlayer, until } from '../player.ts';
import type { Sandbox } from '../sandbox.ts';

export const REGION = 'cn-hangzhou';
export const TYPE = 'ecs.g7.large';
/** So many does it take until the bot knows how long an instance takes. */
export const LEARNT_FROM = 10;
const PATIENCE_MS = 600_000;

export interface Asked {
  readonly total: number;
  /** How many in one request. */
  readonly size: number;
  /** With which the names of all of them begin. */
  readonly name: string;
  /** Who asks; the first of the sandbox's people when left out. */
  readonly user?: string;
  /** Its letter; left to the bot when left out. */
  readonly zone?: string;
}

/** Types and submits one request after the other. Resolves to when each was accepted, in milliseconds UTC. */
export async function ask(
  { slack }: Sandbox,
  channel: string,
  { total, size, name, user = slack.users[0]?.id ?? '', zone }: Asked,
): Promise<readonly number[]> {
  const player = makePlayer(slack, user, channel);
  const accepted: number[] = [];
  for (let asked = 0; asked < total; asked += size) {
    const amount = Math.min(size, total - asked);
    const where = zone === undefined ? '' : `zone=${zone} `;
    const sees = await player.create(`${where}type=${TYPE} image=ubuntu name=${name}-${asked} amount=${amount}`);
    if (!sees.ok) throw new Error(`The form was refused: ${JSON.stringify(sees)}`);
    accepted.push(Date.now());
  }
  return accepted;
}

/** Resolves when so many have been told as Running. */
export const untilTold = (slack: Sandbox['slack'], told: readonly number[], count: number): Promise<unknown> =>
  until(slack, () => told.length >= count || null, 'all to be told', PATIENCE_MS);
