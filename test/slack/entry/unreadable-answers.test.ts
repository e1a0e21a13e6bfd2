import type { WebClient } from '@slack/web-api';
import { expect, test } from 'vitest';
import { AUTO_RENEW_FORM } from '../../../src/slack/auto-renewal/ids.ts';
import { ADD_KEY_FORM } from '../../../src/slack/create-form/ids.ts';
import { makeAnswerUnreadable } from '../../../src/slack/entry/answer-unreadable.ts';
import { faultIn } from '../../../src/slack/entry/readable-payload.ts';
import { KEY_FORM } from '../../../src/slack/key/ids.ts';
import type { AppContext, RequestContext } from '../../../src/slack/kit/context.ts';
import { SUBMISSIONS } from '../../../src/slack/routes.ts';
import { TEXTS } from '../../../src/text/texts.ts';
import { COMMAND, leavesOf, OTHERS, type Payload, pressed, replaced, submitted, WRONG } from './payload-samples.ts';

const { commands } = TEXTS.zh;
const OURS = { team: 'T07SANDBOX1', enterprise: null, app: 'A07ECSCHAT1' };
const MESSAGE_ACTION = { ...pressed('x'), type: 'message_action', callback_id: 'none', actions: undefined };
const ALL: readonly Payload[] = [COMMAND, pressed('approve'), submitted('create'), MESSAGE_ACTION, ...OTHERS];

/** The answers of a bot whose reader reads Chinese; `expired`: Slack takes no trigger any more. */
function answering({ expired = false } = {}) {
  const said: string[] = [];
  const lines: object[] = [];
  let now = 0;
  const say = (how: string) => async (what: object) => {
    if (how === 'open' && expired) throw new Error('expired_trigger_id');
    said.push(`${how} ${JSON.stringify(what)}`);
    return {};
  };
  const client = { views: { open: say('open') }, chat: { postMessage: say('post') } } as unknown as WebClient;
  const log = { warn: (fields: object) => lines.push(fields) };
  const localizer = { textOf: () => TEXTS.zh, textFor: async () => TEXTS.zh, channelText: () => TEXTS.zh };
  const context = { log, localizer, clock: { now: () => (now += 60_000) } } as unknown as AppContext;
  return { answer: makeAnswerUnreadable(context, client, () => OURS), said, lines, context };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

const isEvent = ({ event }: Payload): boolean => event !== undefined;
const kindOf = ({ command, type }: Payload): string => (command === undefined ? String(type) : 'command');

test.each(ALL)(
  'whoever did something that cannot be read hears what to do, whatever of it is wrong (%#)',
  async (payload) => {
    for (const path of leavesOf(payload))
      for (const wrong of WRONG) {
        const broken = replaced(payload, path, wrong);
        const fault = faultIn(broken);
        if (fault === null || kindOf(broken) !== kindOf(payload) || isEvent(payload) !== isEvent(broken)) continue;
        const { answer, said, lines } = answering();
        const answered = answer(broken, fault);
        await settled();
        const told = `${JSON.stringify(answered)} ${said.join(' ')}`;
        const where = [path.join('.'), wrong, fault];
        if (isEvent(payload)) {
          expect([...where, answered]).toEqual([...where, null]);
          continue;
        }
        expect(lines).toEqual([{ kind: kindOf(payload), fault }]);
        const kind = kindOf(payload);
        const hasPerson = typeof (broken.user as Payload | null)?.id === 'string';
        const isTold =
          kind === 'command' ||
          kind === 'view_submission' ||
          (kind !== 'block_suggestion' && kind !== 'view_closed' && hasPerson);
        // What names another team or app than ours is left alone; nothing of it may be said.
        const isOurs = !['team', 'team_id', 'api_app_id', 'view'].includes(path[0] ?? '') || answered === null;
        if (isOurs) expect([...where, told.includes(commands.unreadable)]).toEqual([...where, isTold]);
      }
  },
);

test('the log names the place of what is wrong, and nothing that somebody has written', () => {
  expect(faultIn(replaced(submitted('create'), ['view', 'state'], null))).toBe('view.state');
  expect(faultIn(replaced(submitted('create'), ['view', 'state', 'values', 'name', 'name', 'value'], 7))).toBe(
    'view.state.values.*.*.value',
  );
  expect(faultIn(replaced(pressed('x'), ['actions'], []))).toBe('actions');
  expect(faultIn(replaced(COMMAND, ['user_id'], 7))).toBe('user_id');
  expect(faultIn({ ...submitted('create'), type: 'nobody_knows' })).toBe('type');
  expect(faultIn(7)).toBe('no object');
});

test('without a trigger that Slack takes, the person hears it in their messages; and once, however often it is sent again', async () => {
  const { answer, said, context } = answering({ expired: true });
  const broken = replaced(pressed('approve'), ['actions'], null);
  answer(broken, 'actions');
  await settled();
  expect(said).toEqual([expect.stringContaining('post')]);
  Object.assign(context.clock, { now: () => 60_001 });
  for (let n = 0; n < 5; n++) answer(broken, 'actions');
  await settled();
  expect(said).toHaveLength(1);
});

test.each(['block_actions', 'view_submission', 'command'])(
  'what is of another workspace is not answered (%s)',
  async (kind) => {
    const { answer, said } = answering();
    const of = { block_actions: pressed('x'), view_submission: submitted('create'), command: COMMAND }[kind] ?? COMMAND;
    const foreign = { ...of, team_id: 'T0OTHER', team: { id: 'T0OTHER' } };
    expect(answer(foreign, 'view')).toEqual({});
    await settled();
    expect(said).toEqual([]);
  },
);

// The window for a new key carries nothing: it is the same for everybody.
test.each([...SUBMISSIONS.keys()].filter((id) => id !== KEY_FORM))(
  'a window of %s whose metadata is not ours does nothing, and says so in its place',
  async (id) => {
    // The metadata of this one is an id alone, which is looked up.
    const ids = id === AUTO_RENEW_FORM ? [] : ['x', '{}', '[]', 'null', '7', '{"channel":7}'];
    // The window of a key over a form that was too full to be carried carries nothing.
    const all = id === ADD_KEY_FORM ? ids : ['', ...ids];
    for (const private_metadata of all) {
      const acks: unknown[] = [];
      const view = { id: 'V1', callback_id: id, private_metadata, state: { values: {} } };
      const args = {
        ack: async (what: unknown) => void acks.push(what),
        body: { user: { id: 'U1' } },
        view,
        client: {},
      };
      const listener = SUBMISSIONS.get(id)?.({ text: TEXTS.en } as unknown as RequestContext);
      await listener?.(args as unknown as Parameters<NonNullable<typeof listener>>[0]);
      expect([private_metadata, acks]).toEqual([
        private_metadata,
        [expect.objectContaining({ response_action: 'update' })],
      ]);
      const told = JSON.stringify(acks);
      expect(told.includes(TEXTS.en.commands.old) || told.includes(TEXTS.en.decision.oldButton)).toBe(true);
    }
  },
);
