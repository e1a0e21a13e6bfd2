import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { expect } from 'vitest';
import { sandboxPolicy } from '../../src/sandbox/policy.ts';
import { PEOPLE } from '../../src/sandbox/slack/people.ts';
import type { SandboxState } from '../../src/sandbox/state.ts';
import { screenshot, type TestBrowser } from './browser.ts';
import { choose } from './choose.ts';
import { COMES_TO_RUNNING, openSandboxPage, type SandboxPage, sendForm } from './sandbox-page.ts';

/** Lena at her screen, day after day. */
export interface DayTwo extends SandboxPage {
  /** Fills in what a new form still lacks, and sends it. */
  create(command: string): Promise<void>;
  /** Waits for a status in the cloud. */
  comesTo(name: string, status: string): Promise<void>;
  /** What the cloud has under that name. */
  instance(name: string): Promise<Readonly<Record<string, unknown>> | undefined>;
  /** The calls of the bot so far that were to change something. */
  acts(): Promise<SandboxState['ecs']['log']>;
  picture(name: string): Promise<void>;
}

/** A sandbox with 45 instances of others and, in its policy, a lease of a week. */
export async function startDayTwo(browser: TestBrowser): Promise<DayTwo> {
  const dataDir = mkdtempSync(join(tmpdir(), 'ecs-chatops-day-two-'));
  writeFileSync(join(dataDir, 'policy.yml'), `${sandboxPolicy(PEOPLE)}\nlease: 7d\nmaxLease: 30d\n`);
  const sandbox = await openSandboxPage(browser, {
    with: ['--time-scale', '20', '--instances', '45', '--data-dir', dataDir],
    size: { width: 1440, height: 1000 },
  });
  const cloud = async () => {
    const answer = await fetch(`${sandbox.url}/sandbox/state`);
    return ((await answer.json()) as SandboxState).ecs;
  };
  const instance: DayTwo['instance'] = async (name) =>
    (await cloud()).instances.find(({ InstanceName }) => InstanceName === name);
  return {
    ...sandbox,
    instance,
    async create(command) {
      await sandbox.say(command);
      await sendForm(sandbox.window());
    },
    comesTo: (name, status) =>
      expect.poll(async () => (await instance(name))?.Status ?? 'gone', COMES_TO_RUNNING).toBe(status),
    acts: async () => (await cloud()).log.filter(({ action }) => !/^(Describe|Query)/.test(action)),
    picture: (name) => screenshot(sandbox.page, `day-two-${name}`),
    async close() {
      await sandbox.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** What no command can know: where it is in the network. Then it is sent, and has gone. */
export async function fillIn(form: Locator): Promise<void> {
  await form.getByRole('combobox', { name: 'Network' }).waitFor();
  await choose(form, [['Network', 'production', /^production/]]);
  await sendForm(form);
}
