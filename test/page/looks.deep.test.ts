import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { offeredCommands } from '../../src/sandbox/commands.ts';
import { screenshot } from './browser.ts';
import { fixture, form } from './fixture.ts';
import { onStub } from './stub-page.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary: string }[];
}

/** What keeps people from using the page, by axe-core: everything it calls serious or critical. */
async function seriousViolations(page: Page): Promise<readonly string[]> {
  await page.evaluate(AXE);
  const found = (await page.evaluate('axe.run(document, { resultTypes: ["violations"] })')) as {
    violations: readonly Violation[];
  };
  return found.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.target.join(' ')} ${node.failureSummary}`).join('; ')}`,
    );
}

const WIDE = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };

/** What sticks out of the window sideways, or makes a pane scroll sideways. */
const sideways = (page: Page) =>
  page.evaluate(`[...document.querySelectorAll('html, body, .app, .top-bar, .screen, .messages, .modal-body, .channel, .thread, .composer')]
    .filter((element) => element.scrollWidth > element.clientWidth + 1 || element.getBoundingClientRect().right > innerWidth + 1)
    .map((element) => element.className || element.tagName)`);

onStub('the page looks right and can be used by everybody', ({ open }) => {
  test.each([
    ['light', WIDE],
    ['dark', WIDE],
    ['light', PHONE],
    ['dark', PHONE],
  ] as const)('%s, at %o', async (theme, size) => {
    const { stub, page } = await open({ theme, size, commands: offeredCommands() });
    const check = async (what: string) => {
      await screenshot(page, `looks-${what}-${theme}-${size.width}`);
      expect(await seriousViolations(page), what).toEqual([]);
      expect(await sideways(page), what).toEqual([]);
    };
    await page.getByRole('log', { name: 'Messages in #platform' }).waitFor();
    await check('channel');
    const composer = page.getByRole('textbox', { name: 'Message #platform' });
    await composer.fill('/ecs s');
    await page.getByRole('listbox', { name: 'Commands' }).waitFor();
    await check('hints');
    await composer.fill('');
    await page.getByRole('button', { name: '2 replies' }).click();
    await page.getByRole('complementary', { name: 'Thread' }).waitFor();
    await check('thread');
    await page.getByRole('button', { name: 'Close thread' }).click();
    if (size === PHONE) {
      await page.getByRole('button', { name: 'Show channels' }).click();
      await page.getByRole('button', { name: 'random', exact: true }).waitFor();
      await check('drawer');
    }
    await page.getByRole('button', { name: 'random', exact: true }).click();
    await page.getByRole('heading', { name: /very beginning/ }).waitFor();
    await check('welcome');
    stub.change(({ slack }) => ({ slack: { ...slack, views: { U1: [form('h1')] } } }));
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Create' }).click();
    await dialog.getByText('Please complete this required field.').first().waitFor();
    await check('window');
    if (size === PHONE) expect(await page.locator('.modal').boundingBox()).toEqual({ x: 0, y: 0, ...PHONE });
    stub.change(({ slack }) => ({ slack: { ...slack, views: {} } }));
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('tab', { name: 'Cloud' }).click();
    await page.getByRole('table', { name: 'Call log' }).waitFor();
    await check('cloud');
  });

  test('dark follows the system until somebody chooses, and the choice lasts', async () => {
    const { page } = await open({ theme: 'dark' });
    const ground = () => page.evaluate('getComputedStyle(document.querySelector(".channel")).backgroundColor');
    const dark = 'rgb(26, 29, 33)';
    await expect.poll(ground).toBe(dark);
    await page.getByRole('button', { name: 'Appearance: As the system' }).click();
    await page.getByRole('menuitemradio', { name: 'Light' }).click();
    await expect.poll(ground).toBe('rgb(255, 255, 255)');
    await page.reload();
    await page.getByRole('button', { name: 'Appearance: Light' }).waitFor();
    expect(await ground()).toBe('rgb(255, 255, 255)');
    await page.goto(new URL('/gallery', page.url()).href);
    await page.getByRole('heading', { name: 'Gallery' }).waitFor();
    expect(await page.evaluate('document.documentElement.dataset.theme')).toBe('light');
  });

  test('on a phone the channel list is a drawer that goes when a channel is chosen, or by Escape', async () => {
    const { page } = await open({ size: PHONE, state: fixture() });
    const random = page.getByRole('button', { name: 'random', exact: true });
    await page.getByRole('button', { name: 'Show channels' }).waitFor();
    expect(await random.count()).toBe(0);
    await page.getByRole('button', { name: 'Show channels' }).click();
    await random.click();
    await page.getByRole('heading', { name: '#random', exact: true }).waitFor();
    await expect.poll(() => random.count()).toBe(0);
    await page.getByRole('button', { name: 'Show channels' }).click();
    await random.waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => random.count()).toBe(0);
  });
});
