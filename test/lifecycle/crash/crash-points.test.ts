import { afterAll, expect, test } from 'vitest';
import { eachNthOf, thorough } from '../../support/thorough.ts';
import { FLOWS } from './flows.ts';
import { type CrashPoint, makeCrashes } from './points.ts';

// The bot dies before and after every call that changes something: a write to its store, a call to the cloud, a message to Slack.
// `npm run crash-points` tries all of them; `npm test` a few, of a few flows.

const WHENS = ['before', 'after'] as const;
/** Within the first calls of every flow. */
const SAMPLE: readonly CrashPoint[] = [
  { when: 'after', call: 2 },
  { when: 'before', call: 4 },
];
/** Of the calls that were counted, the share around which the bot has died at least. */
const FEWEST = 0.9;

const tried = { flows: 0, points: 0, lost: 0, double: 0 };

afterAll(() => {
  const { flows, points, lost, double } = tried;
  if (thorough) console.log(`${flows} flows, ${points} crash points: ${lost} lost, ${double} double`);
});

test.each(eachNthOf(Object.entries(FLOWS), 4))(
  '%s: wherever the bot dies, nothing is lost and nothing is there twice',
  { timeout: 300_000 },
  async (_, flow) => {
    const { calls, dieAt } = await makeCrashes(flow);
    const wrong: string[] = [];
    let deaths = 0;
    const attempt = async (point: CrashPoint): Promise<boolean> => {
      const { died, lost, double } = await dieAt(point);
      if (lost.length + double.length > 0)
        wrong.push(`${point.when} call ${point.call}: lost ${lost.join(', ')}; double ${double.join(', ')}`);
      deaths += died ? 1 : 0;
      tried.lost += lost.length;
      tried.double += double.length;
      return died;
    };
    // How writes come together differs a little from life to life, so a life may have a call less than the one that was counted.
    if (thorough) for (const when of WHENS) for (let call = 1; (await attempt({ when, call })) || call < calls; call++);
    else for (const point of SAMPLE) await attempt(point);
    tried.flows += 1;
    tried.points += deaths;
    expect(wrong).toEqual([]);
    expect(deaths).toBeGreaterThanOrEqual(thorough ? FEWEST * 2 * calls : SAMPLE.length);
  },
);
