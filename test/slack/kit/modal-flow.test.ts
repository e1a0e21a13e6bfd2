import { expect, test } from 'vitest';
import { silentLog } from '../../../src/core/base/log.ts';
import type { RequestContext } from '../../../src/slack/kit/context.ts';
import { answerSubmission } from '../../../src/slack/kit/modal-flow.ts';
import { handClock } from '../../support/hand-clock.ts';

const view = (callback_id: string) => ({
  type: 'modal' as const,
  callback_id,
  title: { type: 'plain_text' as const, text: 'T' },
  blocks: [],
});

/** A window that was submitted: what it was answered, and what it showed later. */
function submitted(msAgo: number) {
  const { clock, turn } = handClock();
  const shown: unknown[] = [];
  let answer: (result: { readonly is: string }) => void = () => {};
  const work = new Promise<{ readonly is: string }>((resolve) => {
    answer = resolve;
  });
  const client = {
    views: { update: async ({ view }: { view: { callback_id: string } }) => shown.push(view.callback_id) },
  };
  const ack = async (response?: { response_action?: string; view?: { callback_id?: string } }) => {
    shown.push(`${response?.response_action} ${response?.view?.callback_id ?? ''}`);
  };
  const context = { clock, enteredAt: -msAgo, log: silentLog } as unknown as RequestContext;
  const args = { ack, view: { id: 'V1' }, client } as unknown as Parameters<typeof answerSubmission>[1];
  const flow = {
    work,
    shown: ({ is }: { is: string }) => view(is),
    checking: view('checking'),
    late: () => view('late'),
    lateMs: 5000,
  };
  return { done: answerSubmission(context, args, flow), turn, shown, answer };
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
