import { describe, expect, test } from 'vitest';
import { fail } from '../../../src/core/base/result.ts';
import { type FailureKind, failureOf } from '../../../src/core/failure/failure.ts';
import { stepsFor } from '../../../src/core/instance/next-steps.ts';
import type { EcsPort } from '../../../src/ecs/port.ts';
import { explainFailure } from '../../../src/text/explain-failure.ts';
import { TEXTS } from '../../../src/text/texts.ts';
import { few } from '../../support/thorough.ts';
import { countOf, makeStage } from '../stage.ts';
import { bought } from './bought.ts';

const MINUTE = 60_000;
const API = 'DescribeInstances';
const LASTING: readonly (readonly [FailureKind, string])[] = [
  ['permission', 'Forbidden.RAM'],
  ['account', 'Forbidden.RegionNotOpened'],
  ['unknown', 'NobodyKnowsThis'],
];

/** The cloud as it is, but for one question that it refuses. */
const refusing =
  (question: 'listInstances' | 'findByTag', kind: FailureKind, code: string, isRefused: () => boolean) =>
  (ecs: EcsPort): EcsPort => ({
    ...ecs,
    [question]: (...asked: never[]) =>
      isRefused()
        ? Promise.resolve(fail(failureOf(kind, { api: API, code, detail: 'refused' })))
        : (ecs[question] as (...asked: never[]) => unknown)(...asked),
  });

describe.each(['listInstances', 'findByTag'] as const)('a purchase before which %s is refused', (question) => {
  test.each(question === 'findByTag' ? LASTING : few(LASTING, 1))(
    'for %s (%s) waits, and ends with that and no other cause, never bought',
    async (kind, code) => {
      const stage = await makeStage();
      await bought(stage, 1);
      stage.start({ ecs: refusing(question, kind, code, () => true) });
      await stage.pass(MINUTE);
      const waiting = await stage.instance();
      expect([waiting.outcome, waiting.failure?.kind, waiting.failure?.code]).toEqual([null, kind, code]);
      await stage.until(() => stage.ended('r-1'));
      const { failure, outcome } = await stage.instance();
      expect([outcome, failure?.kind, failure?.code, failure?.api]).toEqual(['failed', kind, code, API]);
      expect(countOf(stage.calls, 'CreateInstance')).toBe(0);
    },
  );

  test('goes on as soon as it is allowed', async () => {
    const stage = await makeStage();
    await bought(stage, 1);
    let isRefused = true;
    stage.start({ ecs: refusing(question, 'permission', 'Forbidden.RAM', () => isRefused) });
    await stage.pass(2 * MINUTE);
    expect((await stage.instance()).outcome).toBeNull();
    isRefused = false;
    await stage.until(() => stage.ended('r-1'));
    expect([(await stage.instance()).outcome, countOf(stage.calls, 'CreateInstance')]).toEqual(['reached', 1]);
  });
});

test('what is said of a refused question names who can mend it, also while the bot goes on trying, and offers the missing right', async () => {
  const stage = await makeStage();
  await bought(stage, 1);
  stage.start({ ecs: refusing('findByTag', 'permission', 'Forbidden.RAM', () => true) });
  await stage.until(() => stage.ended('r-1'));
  const row = await stage.instance();
  expect(stepsFor([row])).toContain('permission');
  for (const text of Object.values(TEXTS)) {
    if (row.failure === null) throw new Error('it has failed');
    const { mayNotRead } = text.failures.causes;
    expect(explainFailure(text, row.failure)).toMatchObject({ title: mayNotRead.title, cause: mayNotRead.cause });
    expect(explainFailure(text, row.failure).next).toContain('RAM');
    expect(explainFailure(text, row.failure, true).next).toBe(text.failures.untilMended.permission);
  }
});

test('what was ordered and could not be looked up is reported as that, and not as a look that found nothing', async () => {
  const stage = await makeStage();
  await stage.submit('r-1', stage.spec.plain, 1);
  let isRefused = false;
  stage.start({
    ecs: (ecs) => ({
      ...refusing('findByTag', 'permission', 'Forbidden.RAM', () => isRefused)(ecs),
      createInstance: async () => {
        isRefused = true;
        return fail(failureOf('ambiguous', { api: 'CreateInstance', detail: 'lost' }));
      },
    }),
  });
  await stage.until(() => stage.ended('r-1'));
  const { failure } = await stage.instance();
  expect(failure).toMatchObject({ kind: 'doubtful', code: 'Forbidden.RAM', api: API });
  for (const text of Object.values(TEXTS))
    expect(failure && explainFailure(text, failure).title).toBe(text.failures.causes.unlooked.title);
});

test('what exists and could not be looked at is reported as that, and not as one that did not come to Running', async () => {
  const stage = await makeStage();
  await stage.submit('r-1', stage.spec.plain, 1);
  stage.start({
    ecs: (ecs) => ({
      ...ecs,
      describeInstances: async () => fail(failureOf('transient', { api: API, detail: 'away' })),
    }),
  });
  await stage.until(() => stage.ended('r-1'));
  const { failure, cloudId } = await stage.instance();
  expect([failure?.kind, failure?.api, cloudId === null]).toEqual(['deadline', API, false]);
  for (const text of Object.values(TEXTS))
    expect(failure && explainFailure(text, failure).title).toBe(text.failures.causes.unseen.title);
});
