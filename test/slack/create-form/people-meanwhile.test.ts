import { expect, test } from 'vitest';
import type { Directory, Membership, People } from '../../../src/core/policy/people.ts';
import { LENA } from '../../sandbox/slack/serve.ts';
import { startBot, textOf } from '../bot.ts';
import { settled, submitForm } from '../person.ts';

const GROUP = 'S07CREATORS';
const POLICY = `create:\n  - who: [${GROUP}]\n    channels: any\nroles: [EcsReader]\n`;
const WHOLE = 'create zone=h type=g7.large image=ubuntu vswitch=vsw-h1 group=sg-web name=web-1 role=EcsReader';

test('who is taken out of the group that may create, while the cloud tries the order, creates nothing', async () => {
  let members: readonly string[] = [LENA];
  // As Slack answers: with what is so when it is asked.
  const asked = (): People => {
    const then = members;
    return { membersOf: (group) => (group === GROUP ? then : null), membershipOf: (): Membership => 'member' };
  };
  const directory: Directory = { known: asked, fresh: async () => asked(), memberships: async () => asked() };
  const bot = await startBot('socket', { policy: POLICY, directory });
  await bot.type(WHOLE);
  const view = await settled(bot);
  const { tried } = bot.cloud;
  Object.assign(tried, {
    push: (...orders: typeof tried) => {
      members = [];
      return Array.prototype.push.apply(tried, orders);
    },
  });
  await submitForm(bot, view);
  await bot.idle();
  expect(members).toEqual([]);
  expect(await bot.requestOf(view)).toBeNull();
  expect(textOf(await bot.view())).toContain('You can’t create instances here');
});
