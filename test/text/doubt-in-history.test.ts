import { expect, test } from 'vitest';
import { LANGUAGES } from '../../src/core/base/language.ts';
import type { AuditEvent } from '../../src/core/request/event.ts';
import { TEXTS } from '../../src/text/texts.ts';

// What may have happened is not told as what has not happened, in the trail neither.

const GROW = { is: 'grow', which: 'system', diskId: 'd-1', from: 40, to: 80, clientToken: 't', more: null };
const ADD = {
  is: 'addDisk',
  which: 1,
  disk: { category: 'cloud_essd', sizeGiB: 40 },
  zone: 'z',
  clientToken: 't',
  more: null,
};
const NAME = { is: 'name', from: 'a', to: 'b' };
const ambiguous = { kind: 'ambiguous', code: null };
const deadline = { kind: 'deadline', code: null };

const OPEN: readonly (readonly [AuditEvent['kind'], AuditEvent['data']])[] = [
  ['instance.notChanged', { step: GROW, ...deadline, isDoubtful: true }],
  ['instance.notChanged', { step: ADD, ...deadline, isDoubtful: true }],
  ['instance.notChanged', { step: NAME, ...ambiguous }],
  ['instance.autoRenewNotSet', { on: true, term: null, ...ambiguous, unsure: true }],
  ['instance.autoRenewNotSet', { on: false, term: null, ...ambiguous, unsure: true }],
];
const CLOSED: typeof OPEN = [
  ['instance.notChanged', { step: GROW, ...deadline }],
  ['instance.notChanged', { step: GROW, ...ambiguous, api: 'DescribeDisks' }],
  ['instance.autoRenewNotSet', { on: true, term: null, kind: 'permission' }],
  ['instance.autoRenewNotSet', { on: true, term: null }],
];
const DOUBT = { en: /unconfirmed whether/iu, zh: /无法确认/u };
const NEW_DISK = { en: /A disk may have been created/u, zh: /可能已创建/u };

test.each(LANGUAGES)('the trail tells what may have happened as that (%s)', (language) => {
  const { sentence } = TEXTS[language].history;
  for (const [kind, data] of OPEN) expect(sentence(kind, data)).toMatch(DOUBT[language]);
  for (const [kind, data] of CLOSED) expect(sentence(kind, data)).not.toMatch(DOUBT[language]);
  for (const [kind, data] of OPEN)
    expect(NEW_DISK[language].test(sentence(kind, data)), JSON.stringify(data)).toBe(data.step === ADD);
});
