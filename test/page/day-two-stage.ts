import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { sandboxPolicy } from '../../src/sandbox/policy.ts';
import { PEOPLE } from '../../src/sandbox/slack/people.ts';
import type { SandboxState } from '../../src/sandbox/state.ts';
import { screenshot, type TestBrowser } from './browser.ts';
import { choose } from './choose.ts';
import { startCli } from './cli.ts';

/** What the cloud may need for a step, at twenty times its speed. */
const COMES = { timeout: 60_000 };

/** Lena at her screen, day after day. */
export interface DayTwo {
  readonly page: Page;
  /** What the page has complained of. */
  readonly complaints: readonly string[];
  go(place: 'platform' | 'ECS bot'): Promise<void>;
  type(command: string): Promise<void>;
  /** The newest message that only she can see. */
  alone(): Locator;
  /** The window that is open. */
  window(): Locator;
  /** Fills in what a new form still lacks, and sends it. */
  create(command: string): Promise<void>;
  /** Waits for a status in the cloud. */
  comesTo(name: string, status: string): Promise<void>;
  /** What the cloud has under that name. */
  instance(name: string): Promise<Readonly<Record<string, unknown>> | undefined>;
  /** The calls of the bot so far that were to change something. */
  acts(): Promise<SandboxState['ecs']['log']>;
  fault(name: string, action: string): Promise<void>;
  picture(name: string): Promise<void>;
  close(): Promise<void>;
}

/** A sandbox with 45 instances of others and, in its policy, a lease of a week. */
export async function startDayTwo(browser: TestBrowser): Promise<DayTwo> {
  const dataDir = mkdtempSync(join(tmpdir(), 'ecs-chatops-day-two-'));
  writeFileSync(join(dataDir, 'policy.yml'), `${sandboxPolicy(PEOPLE)}\nlease: 7d\nmaxLease: 30d\n`);
  const { ready, stop } = await startCli(['--time-scale', '20', '--instances', '45', '--data-dir', dataDir]);
  const { page, complaints } = await browser.newPage(ready.page, { width: 1440, height: 1000 });
  const go: DayTwo['go'] = (place) =>
    page.getByRole('navigation', { name: 'Workspace' }).getByRole('button', { name: place, exact: true }).click();
  const type: DayTwo['type'] = async (command) => {
    const composer = page.getByRole('textbox', { name: 'Message #platform' });
    await composer.fill(command);
    await composer.press('Enter');
  };
  const cloud = async () => {
    const answer = await fetch(`${ready.page}/sandbox/state`);
    return ((await answer.json()) as SandboxState).ecs;
  };
  const instance: DayTwo['instance'] = async (name) =>
    (await cloud()).instances.find(({ InstanceName }) => InstanceName === name);
  await go('platform');
  return {
    page,
    complaints,
    go,
    type,
    instance,
    alone: () => page.getByRole('article').filter({ hasText: 'Only visible to you' }).last(),
    window: () => page.getByRole('dialog'),
    async create(command) {
      await type(command);
      await sendForm(page.getByRole('dialog'));
    },
    comesTo: (name, status) => expect.poll(async () => (await instance(name))?.Status ?? 'gone', COMES).toBe(status),
    acts: async () => (await cloud()).log.filter(({ action }) => !/^(Describe|Query)/.test(action)),
    async fault(name, action) {
      const body = JSON.stringify({ name, action });
      const headers = { 'content-type': 'application/json' };
      expect((await fetch(`${ready.page}/sandbox/faults`, { method: 'POST', headers, body })).ok).toBe(true);
    },
    picture: (name) => screenshot(page, `day-two-${name}`),
    async close() {
      await page.close();
      await stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** What a preset fixes needs no picking. */
async function sendForm(form: Locator): Promise<void> {
  await form.getByRole('button', { name: /^(Create|Ask for approval)$/ }).click();
  await form.waitFor({ state: 'detached' });
}

/** What no command can know: where it is in the network. Then it is sent, and has gone. */
export async function fillIn(form: Locator): Promise<void> {
  await form.getByRole('combobox', { name: 'Security group' }).waitFor();
  await choose(form, [
    ['vSwitch', 'production', /^production/],
    ['Security group', 'production', /^production-web/],
  ]);
  await sendForm(form);
}
