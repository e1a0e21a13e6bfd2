import { expect, test } from 'vitest';
import type { Saying } from '../../src/core/saying.ts';
import type { SlackError } from '../../src/slack/kit/slack-error.ts';
import { groupsTrouble, peopleTrouble } from '../../src/slack/people/directory-trouble.ts';
import { lossIn, lossSaying, refusedLoss } from '../../src/slack/transport/lost-connection.ts';
import { botTokenSaying } from '../../src/slack/transport/startup-errors.ts';
import { TEXTS } from '../../src/text/texts.ts';
import { SLACK_TROUBLES } from '../../src/text/zh/failure/slack-troubles.ts';

const refused = (code: string): SlackError => ({ kind: 'notAllowed', code }) as SlackError;
const groups = (code: string) => groupsTrouble(new Map([['S07OLDTEAM4', refused(code)]]));
const losses = ['too_many_websockets', 'link_disabled'].map((reason) =>
  lossIn(JSON.stringify({ type: 'disconnect', reason })),
);
const refusals = [
  'missing_scope',
  'not_allowed_token_type',
  'forbidden_team',
  'socket_mode_disabled',
  'invalid_auth',
].map((code) => refusedLoss(refused(code), 'https://slack.com/api/'));

const ALL: readonly (Saying | null)[] = [
  ...[...losses, ...refusals].map((loss) => loss && lossSaying(loss)),
  ...['invalid_auth', 'token_revoked', 'nobody_knows'].map(botTokenSaying),
  ...['missing_scope', 'no_such_subteam', 'plan_upgrade_required', 'ratelimited'].map(groups),
  ...['missing_scope', 'ratelimited'].map((code) => peopleTrouble(refused(code))),
];

test('what keeps the bot from Slack is told in the language of the reader, every word of it', () => {
  const templates = new Set<string>();
  const gather = ({ template, about }: Saying): void => {
    templates.add(template);
    for (const part of about) if (typeof part === 'object') gather(part);
  };
  for (const saying of ALL) {
    if (saying === null) throw new Error('there is something to say');
    gather(saying);
    expect(TEXTS.zh.doctor.said(saying)).not.toMatch(/\b(?:the|and|is|cannot|again)\b/u);
    expect(TEXTS.en.doctor.said(saying)).not.toMatch(/[\u4e00-\u9fff]|\{\d\}/u);
  }
  expect([...templates].filter((template) => !(template in SLACK_TROUBLES))).toEqual([]);
  expect(Object.keys(SLACK_TROUBLES).filter((template) => !templates.has(template))).toEqual([]);
});

test('a loss that is over by itself says nothing of what to do', () => {
  const loss = lossIn(JSON.stringify({ type: 'disconnect', reason: 'refresh_requested' }));
  expect(loss && lossSaying(loss)).toBeNull();
});
