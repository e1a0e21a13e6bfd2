import { expect, test } from 'vitest';
import type { Script, ScriptSource } from '../../../src/core/option/options.ts';
import { timing } from '../../support/instances.ts';
import { countOf, makeStage } from '../stage.ts';

const SCRIPT: Script = { name: 'docker', sha256: 'a1'.repeat(32) };
const CONTENT = '#!/bin/sh\ntrue\n';

/** A policy whose script comes and goes. */
function switchable(there: boolean): ScriptSource & { there: boolean } {
  return {
    there,
    contentOf({ sha256 }) {
      return this.there && sha256 === SCRIPT.sha256 ? CONTENT : null;
    },
  };
}

test('a script that comes within the deadline is what runs', async () => {
  const stage = await makeStage();
  const scripts = switchable(false);
  stage.start({ scripts });
  await stage.submit('r-1', { ...stage.spec.plain, script: SCRIPT }, 1);
  await stage.until(async () => (await stage.instance()).failure !== null);
  expect(await stage.instance()).toMatchObject({
    outcome: null,
    failure: { kind: 'scriptChanged' },
    createTriedAt: null,
  });
  expect(countOf(stage.calls, 'CreateInstance')).toBe(0);
  scripts.there = true;
  await stage.until(() => stage.ended('r-1'));
  expect(await stage.instance()).toMatchObject({ outcome: 'reached' });
  const [create] = stage.calls.filter(({ action }) => action === 'CreateInstance');
  expect(create?.params.UserData).toBe(Buffer.from(CONTENT).toString('base64'));
});

test('a script that does not come back ends the order at its deadline, and nothing was ordered', async () => {
  const stage = await makeStage();
  stage.start({ scripts: switchable(false) });
  await stage.submit('r-1', { ...stage.spec.plain, script: SCRIPT }, 1);
  const began = stage.timeline.now();
  await stage.until(() => stage.ended('r-1'));
  expect(stage.timeline.now() - began).toBeGreaterThanOrEqual(timing.deadlineMs);
  expect(await stage.instance()).toMatchObject({
    outcome: 'failed',
    failure: { kind: 'scriptChanged' },
    cloudId: null,
  });
  expect(countOf(stage.calls, 'CreateInstance')).toBe(0);
  const said = (await stage.thread()).map(({ milestone }) => milestone);
  expect(said.filter((one) => one === 'troubled')).toHaveLength(1);
});

test('a replica that has it buys what another one, which does not have it yet, left waiting', async () => {
  const stage = await makeStage();
  stage.start({ name: 'old', exclusive: false, scripts: switchable(false) });
  await stage.submit('r-1', { ...stage.spec.plain, script: SCRIPT }, 1);
  await stage.until(async () => (await stage.instance()).failure !== null);
  stage.start({ name: 'new', exclusive: false, scripts: switchable(true) });
  await stage.until(() => stage.ended('r-1'));
  expect(await stage.instance()).toMatchObject({ outcome: 'reached' });
  expect(stage.cloud.state().instances).toHaveLength(1);
});

test('a create that was never answered is found although its script has gone since, and not repeated', async () => {
  const stage = await makeStage();
  const scripts = switchable(true);
  stage.cloud.addFault({ name: 'reset-after', action: 'CreateInstance' });
  stage.start({ scripts });
  await stage.submit('r-1', { ...stage.spec.plain, script: SCRIPT }, 1);
  await stage.until(() => countOf(stage.calls, 'CreateInstance') === 1);
  scripts.there = false;
  await stage.until(() => stage.ended('r-1'));
  expect(await stage.instance()).toMatchObject({ outcome: 'reached' });
  expect(countOf(stage.calls, 'CreateInstance')).toBe(1);
});
