import { expect, test } from 'vitest';
import { approvalDue } from '../../../src/core/approval/approval-clock.ts';
import { newRequest } from '../../../src/core/request/request-new.ts';
import { PEOPLE, sampleAsked } from '../../../src/sandbox/gallery/request/approval-samples.ts';

const CHANNEL = sampleAsked().channel;

test('nobody is asked a second time in the channel of the card', () => {
  const asked = sampleAsked({ approval: { told: [PEOPLE.marcus, CHANNEL, 'C07OTHER001'] } });
  const { messages } = newRequest({ ...asked, requestId: asked.id, clientTokens: [], at: asked.createdAt });
  expect(messages.map((message) => (message.kind === 'ask' ? message.to : message.kind))).toEqual([
    'card',
    PEOPLE.marcus,
    'C07OTHER001',
  ]);
});

test('nor when others are told that nobody has decided', () => {
  const request = sampleAsked({ approval: { escalateTo: [PEOPLE.priya, CHANNEL], escalateAt: 1, remindAt: null } });
  const { messages } = approvalDue(request, request.approval, request.createdAt);
  expect(messages.flatMap((message) => (message.kind === 'ask' ? [message.to] : []))).toEqual([PEOPLE.priya]);
});
