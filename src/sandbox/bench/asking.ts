import { setTimeout as sleep } from 'node:timers/promises';
import { makePlayer, until } from '../player.ts';
import type { Sandbox } from '../sandbox.ts';

export const REGION = 'cn-hangzhou';
export const TYPE = 'ecs.g7.large';
/** After this many instances, the bot knows how long one takes. */
export const LEARNT_FROM = 10;
const PATIENCE_MS = 600_000;
/** Slack lets an app open a hundred forms at once, and then a hundred a minute. */
const FORMS_AT_ONCE = 90;
const FORM_EVERY_MS = 650;

export interface Asked {
  readonly total: number;
  /** Instances per request. */
  readonly size: number;
  /** The beginning of all their names. */
  readonly name: string;
  /** The requester; by default the first of the sandbox's people. */
  readonly user?: string;
  /** The zone's letter; the bot's choice if absent. */
  readonly zone?: string;
}

/** Types and submits one request after the other. Resolves to the times of their acceptance, in milliseconds UTC. */
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
    if (accepted.length > FORMS_AT_ONCE) await sleep(FORM_EVERY_MS);
  }
  return accepted;
}

/** Resolves when this many have been told as Running. */
export const untilTold = (slack: Sandbox['slack'], told: readonly number[], count: number): Promise<unknown> =>
  until(slack, () => told.length >= count || null, 'all to be told', PATIENCE_MS);
