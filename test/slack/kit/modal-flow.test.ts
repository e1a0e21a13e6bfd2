import type { ModalView } from '@slack/types';
import { WebAPIPlatformError } from '@slack/web-api';
import { expect, test } from 'vitest';
import { silentLog } from '../../../src/core/base/log.ts';
import { systemRandom } from '../../../src/ops/system.ts';
import { type Answer, ephemeral } from '../../../src/slack/kit/answer.ts';
import type { RequestContext } from '../../../src/slack/kit/context.ts';
import { answerSubmission, type Opener, openJudged, type Shown } from '../../../src/slack/kit/modal-flow.ts';
import { en } from '../../../src/text/en.ts';
import { handClock } from '../../support/hand-clock.ts';

const words = (text: string) => ({ type: 'plain_text' as const, text });
const sentence = (text: string) => ({ type: 'section' as const, text: words(text) });
const field = { type: 'input' as const, label: words('Name'), element: { type: 'plain_text_input' as const } };

const view = (callback_id: string, blocks: ModalView['blocks'] = []): ModalView => ({
  ...{ type: 'modal', callback_id, title: words('Stop'), blocks },
  // Slack requires it where there is a field.
  ...(blocks.some(({ type }) => type === 'input') && { submit: words('Stop') }),
});

/** A window that was submitted: what it was answered, what it showed later, and what its person was told in messages. */
function submitted(msAgo: number, isClosed = false, blocks: ModalView['blocks'] = []) {
  const { clock, turn } = handClock();
  const shown: unknown[] = [];
  let answer: (result: { readonly is: string }) => void = () => {};
  const work = new Promise<{ readonly is: string }>((resolve) => {
    answer = resolve;
  });
  const told: unknown[] = [];
  const client = {
    views: {
      async update({ view }: { view: { callback_id: string } }) {
        if (isClosed) throw new WebAPIPlatformError({ ok: false, error: 'not_found' });
        shown.push(view.callback_id);
        return {};
      },
    },
    chat: {
      async postMessage({ channel, blocks }: { channel: string; blocks: readonly { text: { text: string } }[] }) {
        told.push([channel, ...blocks.map(({ text }) => text.text)]);
      },
    },
  };
  const ack = async (response?: { response_action?: string; view?: { callback_id?: string } }) => {
    shown.push(`${response?.response_action} ${response?.view?.callback_id ?? ''}`);
  };
  const context = { clock, enteredAt: -msAgo, log: silentLog, text: en } as unknown as RequestContext;
  const args = { ack, body: { user: { id: 'U1' } }, view: { id: 'V1' }, client } as unknown as Parameters<
    typeof answerSubmission
  >[1];
  const flow = {
    work,
    shown: ({ is }: { is: string }) => view(is, blocks),
    checking: view('checking'),
    late: () => view('late', [sentence('Look at the card.')]),
    lateMs: 5000,
  };
  return { done: answerSubmission(context, args, flow), turn, shown, told, answer };
}

test('a window is answered in time also where asking who somebody is has taken long', async () => {
  const { done, turn, shown, answer } = submitted(900);
  await turn(1399);
  expect(shown).toEqual([]);
  await turn(1);
  expect(shown).toEqual(['update checking']);
  answer({ is: 'done' });
  await done;
  expect(shown).toEqual(['update checking', 'done']);
});

test('what is known soon is shown at once', async () => {
  const { done, shown, answer } = submitted(0);
  answer({ is: 'done' });
  await done;
  expect(shown).toEqual(['update done']);
});

test('what never comes is said to be late', async () => {
  const { done, turn, shown } = submitted(2500);
  await turn(0);
  await turn(5000);
  await done;
  expect(shown).toEqual(['update checking', 'late']);
});

test('who has closed the window is told what came of it in their messages', async () => {
  const { done, turn, told, answer } = submitted(2500, true, [
    sentence('web-1 is locked.'),
    sentence('See the console.'),
  ]);
  await turn(0);
  answer({ is: 'done' });
  expect(await done).toEqual({ is: 'done' });
  expect(told).toEqual([['U1', '*Stop*', 'web-1 is locked.', 'See the console.']]);
});

test('of a form that would be shown again they are told why, and asked for nothing', async () => {
  const { done, turn, told, answer } = submitted(2500, true, [
    sentence('Nothing has been created.'),
    field,
    sentence('Price'),
  ]);
  await turn(0);
  answer({ is: 'problems' });
  await done;
  expect(told).toEqual([['U1', '*Stop*', 'Nothing has been created.', en.commands.formGone]]);
});

test('they are told as well that no answer came', async () => {
  const { done, turn, told } = submitted(2500, true);
  await turn(0);
  await turn(5000);
  expect(await done).toBeNull();
  expect(told).toEqual([['U1', '*Stop*', 'Look at the card.']]);
});

test.each([
  ['an answer reaches them in another way', { answer: ephemeral('Ann was faster.') }, ['Ann was faster.']],
  ['a window to act in does not', { window: view('note', [field]) }, []],
])('who has closed a window before it was judged: %s', async (_what, judged, heard) => {
  const { clock, turn } = handClock();
  const told: string[] = [];
  const gone = async () => Promise.reject(new WebAPIPlatformError({ ok: false, error: 'not_found' }));
  const context = { clock, enteredAt: 0, log: silentLog, text: en, random: systemRandom } as unknown as RequestContext;
  const opener = {
    client: { views: { update: gone } },
    open: async () => ({ view: { id: 'V1' } }),
    tell: async ({ text }: Answer) => void told.push(text),
  } as unknown as Opener;
  let judge: (shown: Shown) => void = () => {};
  const flow = {
    judged: new Promise<Shown>((resolve) => {
      judge = resolve;
    }),
    ...{ loading: view('loading'), closing: () => view('closed'), late: ephemeral('Late.'), lateMs: 5000 },
  };
  const done = openJudged(context, opener, flow, 'not opened');
  await turn(1800);
  judge(judged);
  await done;
  expect(told).toEqual(heard);
});
