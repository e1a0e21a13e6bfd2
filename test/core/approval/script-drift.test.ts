import { describe, expect, test } from 'vitest';
import { specHash } from '../../../src/core/approval/approval.ts';
import type { Circumstances } from '../../../src/core/approval/blockers.ts';
import { type Click, type ClickDecision, decide } from '../../../src/core/approval/decide.ts';
import { approvalToBuy } from '../../../src/core/approval/final-check.ts';
import { ok } from '../../../src/core/base/result.ts';
import type { Request } from '../../../src/core/request/request.ts';
import { PAY_AS_YOU_GO } from '../../../src/core/spec/charge.ts';
import { answerTo } from '../../../src/slack/approval/answers.ts';
import { decisionParagraph } from '../../../src/slack/request/decision-note.ts';
import { en } from '../../../src/text/en.ts';
import { zh } from '../../../src/text/zh.ts';
import * as sample from '../../support/approvals.ts';
import { replay } from '../../support/replay.ts';

const OLD = { name: 'docker', sha256: 'a1'.repeat(32) };
const NEW = { name: 'docker', sha256: 'b2'.repeat(32) };
const ROOT = { content: '#!/bin/sh', ...OLD };

const CLICK: Click = { what: 'approve', by: 'UONE', round: 1, note: '' };

const circumstances = (scripts: readonly { name: string; sha256: string }[], more: Partial<Circumstances> = {}) => ({
  at: sample.NOW,
  policy: {
    ...sample.policyWith({ approvers: ['UONE', 'UTWO'] }),
    userData: new Map(scripts.map((script) => [script.name, { ...ROOT, ...script }])),
  },
  admins: [],
  people: sample.peopleWith(),
  price: ok(sample.termQuote(10_000)),
  balance: ok(sample.cny(50_000)),
  month: [],
  ...more,
});

function scripted(change: Partial<Request> = {}): Request {
  const request = sample.waitingRequest('UREQUESTER', sample.MONTHLY, sample.termQuote(10_000));
  const spec = { ...request.spec, script: OLD };
  return { ...request, spec, approval: { ...request.approval, specHash: specHash(spec, request.amount) }, ...change };
}

const nextOf = ({ next }: ClickDecision): Request => {
  if (next === null) throw new Error('the request stayed as it was');
  return next;
};

describe('a request that is bound to a start script', () => {
  test('is approved while the policy has the script with the same content', () => {
    expect(decide(scripted(), CLICK, circumstances([OLD])).outcome.is).toBe('approved');
  });

  test('is asked again when the content has changed: votes are gone, and what is bought later is what was agreed to', () => {
    const before = scripted();
    const voted = {
      ...before,
      approval: before.approval && { ...before.approval, votes: [{ by: 'UTWO' }] },
    };
    const asked = decide(voted, CLICK, circumstances([NEW]));
    expect(asked.outcome).toMatchObject({ is: 'askedAgain', script: { before: OLD, after: NEW } });
    expect(asked.events).toMatchObject([{ data: { drift: 'none' } }]);
    expect(asked.instances).toEqual([]);
    const second = nextOf(asked);
    expect(second).toMatchObject({
      state: 'pending',
      spec: { script: NEW },
      approval: { round: 2, votes: [], scriptBefore: OLD },
    });

    // The button of the round before is of the old content.
    const late = decide(second, { ...CLICK, by: 'UTWO' }, circumstances([NEW]));
    expect(late.outcome).toMatchObject({ is: 'refused', refused: { why: 'otherPrice' } });

    const approved = decide(second, { ...CLICK, round: 2 }, circumstances([NEW]));
    expect(approved.outcome.is).toBe('approved');
    const [row] = approved.instances;
    expect(row?.spec.script).toEqual(NEW);
    expect(row && 'kind' in approvalToBuy(row, nextOf(approved), sample.NOW)).toBe(false);

    // Changed back: the first votes were for another round.
    const back = nextOf(decide(second, { ...CLICK, round: 2 }, circumstances([OLD])));
    expect(back).toMatchObject({ spec: { script: OLD }, approval: { round: 3, votes: [], scriptBefore: NEW } });
    // A later round for another reason does not name a script that stayed the same.
    const dearer = circumstances([OLD], { price: ok(sample.termQuote(20_000)) });
    const again = nextOf(decide(back, { ...CLICK, round: 3 }, dearer));
    expect(again.approval).toMatchObject({ round: 4 });
    expect(again.approval).not.toHaveProperty('scriptBefore');
  });

  test('says both when price and script have changed', () => {
    const dearer = circumstances([NEW], { price: ok(sample.termQuote(20_000)) });
    const { outcome, events } = decide(scripted(), CLICK, dearer);
    expect(outcome).toMatchObject({ is: 'askedAgain', script: { after: NEW } });
    expect(events).toMatchObject([{ data: { drift: 'up' } }]);
  });

  test('is not approved while the policy has no such script, and keeps waiting', () => {
    for (const scripts of [[], [{ ...NEW, name: 'other' }]]) {
      const refused = decide(scripted(), CLICK, circumstances(scripts));
      expect(refused.outcome).toEqual({ is: 'refused', refused: { why: 'scriptMissing', name: 'docker' } });
      expect(refused.next).toBeNull();
    }
  });

  test('needs it no less where it is billed by the hour', () => {
    const spec = { ...sample.specOf(PAY_AS_YOU_GO), script: OLD };
    const request = sample.waitingRequest('UREQUESTER', PAY_AS_YOU_GO, null);
    const waits = { ...request, spec, approval: { ...request.approval, specHash: specHash(spec, request.amount) } };
    const asked = {
      ...circumstances([NEW]),
      policy: {
        ...circumstances([NEW]).policy,
        approval: {
          ...sample.policyWith({ approvers: ['UONE'] }).approval,
          rules: [{ line: 1, charge: null, above: null, needed: 1, from: null }],
        },
      },
    };
    expect(decide(waits, CLICK, asked).outcome).toMatchObject({ is: 'askedAgain', script: { after: NEW } });
  });

  test('can be denied and withdrawn all the same', () => {
    for (const what of ['deny', 'withdraw'] as const) {
      const by = what === 'deny' ? 'UONE' : 'UREQUESTER';
      expect(decide(scripted(), { ...CLICK, what, by, note: 'no' }, circumstances([])).outcome.is).toMatch(
        /denied|withdrawn/u,
      );
    }
  });

  test('does not matter to a renewal, which starts nothing', () => {
    const renewal = { instanceId: 'i', cloudId: 'i-1' } as unknown as Request['renewal'] & object;
    const { spec, amount } = scripted();
    const approval = {
      ...sample.approvalOf('UREQUESTER', spec, sample.termQuote(10_000)),
      specHash: specHash(spec, amount, 'i-1'),
    };
    const { outcome } = decide(
      scripted({ renewal, approval: { ...approval, requirements: [] } }),
      CLICK,
      circumstances([]),
    );
    expect(outcome.is).toBe('approved');
  });

  test('is told by its events alone as the store has it', () => {
    const request = scripted();
    const asked = decide(request, CLICK, circumstances([NEW]));
    const submitted = {
      ...{ at: 1, kind: 'request.submitted' as const, actor: 'UREQUESTER', requestId: request.id, instanceId: null },
      data: { spec: request.spec, amount: request.amount, channel: request.channel, approval: request.approval },
    };
    const again = replay([submitted, ...asked.events]);
    expect(again?.spec).toEqual(nextOf(asked).spec);
    expect(again?.approval).toEqual(nextOf(asked).approval);
  });
});

test.each([
  ['en', en],
  ['zh', zh],
])('who clicked and the thread read both hashes in %s, and no price that has not changed', (_, text) => {
  const asked = decide(scripted(), CLICK, circumstances([NEW]));
  const request = nextOf(asked);
  const answer = JSON.stringify(
    answerTo({ is: 'taken', outcome: asked.outcome, request, freeze: null }, CLICK, text, false),
  );
  const thread = asked.messages.flatMap((message) =>
    message.kind === 'thread' && message.note.milestone === 'decision' && 'what' in message.note
      ? [JSON.stringify(decisionParagraph(message.note as never, text, { smallPrintMax: 300 } as never))]
      : [],
  );
  const late = decide(request, { ...CLICK, by: 'UTWO' }, circumstances([NEW]));
  const refused = JSON.stringify(
    answerTo({ is: 'taken', outcome: late.outcome, request, freeze: null }, CLICK, text, false),
  );
  expect(thread).toHaveLength(1);
  for (const said of [answer, refused, ...thread]) {
    expect(said).toContain(OLD.sha256.slice(0, 8));
    expect(said).toContain(NEW.sha256.slice(0, 8));
    expect(said).not.toContain('CNY');
  }
});
