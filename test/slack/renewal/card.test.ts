import { describe, expect, test } from 'vitest';
import { FAILURE_KINDS, type FailureKind } from '../../../src/core/failure/failure.ts';
import { mayHaveCost, type Renewal, type RenewalEnd } from '../../../src/core/renewal/renewal.ts';
import type { Renewing } from '../../../src/core/renewal/renewal-act.ts';
import { untried } from '../../../src/core/renewal/renewal-new.ts';
import type { RenewalNote } from '../../../src/core/request/message.ts';
import {
  sampleAsked,
  sampleDecided,
  sampleDecisionNote,
} from '../../../src/sandbox/gallery/request/approval-samples.ts';
import { sampleFailure } from '../../../src/sandbox/gallery/samples.ts';
import { renderAsk } from '../../../src/slack/approval/ask-message.ts';
import { renderCard } from '../../../src/slack/request/card.ts';
import { renderDm } from '../../../src/slack/request/dm.ts';
import { renderThread } from '../../../src/slack/request/thread.ts';
import { en } from '../../../src/text/en.ts';

const UNTIL = Date.UTC(2026, 10, 24, 16);
const THEN = Date.UTC(2026, 11, 24, 16);
const ID = 'r-7k3mz9q2xa-1';

const renewal = (over: Partial<Renewal> = {}): Renewal => ({ ...untried(ID, 'i-1', UNTIL, 'token'), ...over });

const ended = (end: RenewalEnd): Renewing => ({
  ...sampleDecided('approved'),
  ...{ state: 'finished', finishedAt: THEN, renewal: renewal({ triedAt: 1, attempts: 1, end }) },
});

const shown = (request: Renewing): string => JSON.stringify(renderCard(request, [], en));
const failedWith = (kind: FailureKind): RenewalEnd => ({ is: 'failed', failure: sampleFailure(kind) });

describe('a renewal is reported as one', () => {
  test('where it waits: what, until when, until when then, and at which price', () => {
    const request = { ...sampleAsked(), renewal: renewal() };
    for (const text of [shown(request), JSON.stringify(renderAsk(request, null, en))]) {
      for (const fact of ['Renew web by 1 month', '2026-11-24 16:00 UTC', '2026-12-24 16:00 UTC', 'CNY 1,416.20'])
        expect(text).toContain(fact);
      expect(text).toContain('You approve renewing web by 1 month.');
      expect(text).toContain('as soon as it’s fully approved: CNY 1,416.20 is charged immediately');
      expect(text).toContain('Nothing has been charged yet.');
      for (const ofCreating of ['bought', 'Security group', 'no auto-renewal', 'Image'])
        expect(text).not.toContain(ofCreating);
    }
  });

  test('when it is approved, done, and in the thread', () => {
    const note = { ...sampleDecisionNote('approved'), renews: true } as const;
    expect(JSON.stringify(renderThread([note], en))).toContain('No more approvals are needed; it’s renewed next.');
    const done: RenewalNote = { milestone: 'renewal', name: 'web', what: { is: 'renewed', until: THEN } };
    expect(renderThread([done], en).text).toBe(
      'web: renewed, paid until <!date^1798128000^{date_short}, {time}|2026-12-24 16:00 UTC>',
    );
    const request = ended({ is: 'renewed', until: THEN });
    for (const fact of ['Renewed: paid until', 'Was paid until', 'Is paid until'])
      expect(shown(request)).toContain(fact);
    expect(shown(request)).not.toContain('Then until about');
    expect(renderDm(request, [], en).text).toBe(
      'Your instance was renewed (Renew web by 1 month): renewed, paid until <!date^1798128000^{date_short}, {time}|2026-12-24 16:00 UTC>',
    );
  });

  test('when somebody was faster elsewhere', () => {
    const text = shown(ended({ is: 'barred', why: 'moved', until: THEN }));
    expect(text).toContain('Its date was changed elsewhere: nothing was charged');
    expect(text).toContain('but until <!date^1798128000^');
  });

  test.each(FAILURE_KINDS)('and its failure with %s speaks of no creation', (kind) => {
    const text = shown(ended(failedWith(kind)));
    expect(text).not.toMatch(/\/ecs create|was created|by name or tag|be created/u);
    const dm = renderDm(ended(failedWith(kind)), [], en).text;
    expect(dm).toContain(
      mayHaveCost({ end: failedWith(kind) }) ? 'Unconfirmed whether' : 'Your instance was not renewed',
    );
  });

  test('and can be asked for again only where nothing can have been debited', () => {
    for (const kind of FAILURE_KINDS) {
      const end = failedWith(kind);
      expect(shown(ended(end)).includes(`"value":"${ID}/1m"`), kind).toBe(!mayHaveCost({ end }));
    }
    expect(shown(ended({ is: 'renewed', until: THEN }))).not.toContain('Request again');
    const denied: Renewing = { ...sampleDecided('denied'), renewal: renewal() };
    expect(shown(denied)).toContain(`"value":"${ID}/1m"`);
    expect(shown(denied)).not.toContain('Edit and request again');
  });
});
