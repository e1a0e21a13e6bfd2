import { expect, test } from 'vitest';
import type { InstanceSpec } from '../../../src/core/spec/spec.ts';
import { eachNth } from '../../support/thorough.ts';
import { countOf, makeStage, type Stage } from '../stage.ts';
import { ended, expectSeats } from './chunk-stage.ts';

const encrypted = ({ spec: { plain } }: Stage): InstanceSpec => ({
  ...plain,
  name: 'db',
  systemDisk: { ...plain.systemDisk, encrypted: true },
});

test('one alone that CreateInstance cannot make is made by RunInstances, under its own name', async () => {
  const stage = await makeStage();
  stage.start();
  await stage.submit('r-1', encrypted(stage), 1);
  await ended(stage);
  expect(await stage.instance()).toMatchObject({ outcome: 'reached', spec: { name: 'db' } });
  expect([countOf(stage.calls, 'RunInstances'), countOf(stage.calls, 'CreateInstance')]).toEqual([1, 0]);
  await expectSeats(stage);
});

test('it is bought once, wherever the bot dies', { timeout: 60_000 }, async () => {
  for (let calls = 1; calls <= 8; calls += eachNth(3)) {
    const stage = await makeStage();
    const first = stage.start({ name: 'first' });
    first.life.dieIn(calls, calls % 2 === 0 ? 'before' : 'after');
    await stage.submit('r-1', encrypted(stage), 1);
    await stage.until(async () => first.life.isDead() || (await stage.ended('r-1')));
    stage.start({ name: 'second' });
    await ended(stage);
    await expectSeats(stage);
    expect(stage.cloud.state().instances).toHaveLength(1);
  }
});
