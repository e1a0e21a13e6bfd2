import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { failedForm, RETRY } from '../../../src/slack/create-form/form.ts';
import { fitsMeta, readMeta, writeMeta } from '../../../src/slack/create-form/view-state.ts';
import { en } from '../../../src/text/en.ts';
import { zh } from '../../../src/text/zh.ts';

/** What cannot be packed any smaller. */
const noise = (characters: number): string => randomBytes(characters).toString('base64').slice(0, characters);

const draft = (characters: number) => ({
  name: 'web',
  amount: '3',
  about: noise(characters),
  tags: `note=${noise(characters)}`,
});

test.each([10, 600, 1_400, 1_600, 3_000, 20_000])(
  'what a window of %i characters each hands back is what it was given, or nothing',
  (characters) => {
    const meta = { channel: 'C1', draft: draft(characters) };
    const kept = readMeta(writeMeta(meta));
    expect(kept?.draft === undefined || JSON.stringify(kept.draft) === JSON.stringify(meta.draft)).toBe(true);
    expect(fitsMeta(meta)).toBe(kept?.draft !== undefined);
  },
);

test.each([
  ['en', en],
  ['zh', zh],
])('a form that cannot be shown offers to try again only with what was filled in (%s)', (_, text) => {
  const small = failedForm({ channel: 'C1', draft: draft(100) }, text.modal.stillChecking, text);
  expect(JSON.stringify(small)).toContain(RETRY);
  const large = failedForm({ channel: 'C1', draft: draft(5_000) }, text.modal.stillChecking, text);
  expect(JSON.stringify(large)).not.toContain(RETRY);
  expect(JSON.stringify(large)).toContain(text.modal.tooMuchAgain);
  expect((large.private_metadata ?? '').length).toBeLessThan(3_000);
});
