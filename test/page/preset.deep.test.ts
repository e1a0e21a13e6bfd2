import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { findChromium, launch, screenshot, type TestBrowser } from './browser.ts';
import { startCli } from './cli.ts';

const chromium = findChromium();
const COMES_TO_RUNNING = { timeout: 60_000 };

describe.skipIf(chromium === null)('from a preset, in a browser', () => {
  let browser: TestBrowser;

  beforeAll(async () => {
    browser = await launch(chromium as string);
  });
  afterAll(() => browser?.close());

  async function open(): Promise<Page> {
    const { ready, stop } = await startCli(['--time-scale', '20']);
    onTestFinished(stop);
    const { page, complaints } = await browser.newPage(ready.page);
    onTestFinished(async () => {
      await page.close();
      expect(complaints).toEqual([]);
    });
    await page.getByRole('button', { name: 'platform' }).click();
    return page;
  }

  const fieldsOf = (form: Locator): Promise<number> =>
    form.locator('input:visible, textarea:visible, [role=combobox]:visible').count();

  async function typed(page: Page, command: string): Promise<Locator> {
    const composer = page.getByRole('textbox', { name: 'Message #platform' });
    await composer.fill(command);
    await composer.press('Enter');
    const form = page.getByRole('dialog');
    await form.getByText(/Account balance now/).waitFor();
    return form;
  }

  test('a newcomer comes to Running with three clicks, and at most six fields', async () => {
    const page = await open();
    const form = await typed(page, '/ecs create');
    await screenshot(page, 'form-whole');
    await form.getByRole('combobox', { name: 'Start from' }).click();
    await page.getByRole('option', { name: 'web-small' }).click();
    await form.getByRole('button', { name: 'Change the details…' }).waitFor();
    await form.getByText(/Needs no approval/).waitFor();
    await screenshot(page, 'form-preset');
    expect(await fieldsOf(form)).toBeLessThanOrEqual(6);
    await form.getByRole('button', { name: 'Create', exact: true }).click();
    await form.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: /\d repl/ }).click();
    await page
      .getByRole('complementary', { name: 'Thread' })
      .getByText(/^Running:/)
      .waitFor(COMES_TO_RUNNING);
    await screenshot(page, 'preset-running');
  });

  test('who approves reads the whole request on one screen', async () => {
    const page = await open();
    const form = await typed(
      page,
      '/ecs create web-small charge=prepaid period=1m name=spring tag:team=web purpose=test',
    );
    await form.getByText(/Needs approval/).waitFor();
    await screenshot(page, 'form-asks');
    await form.getByRole('button', { name: 'Ask for approval' }).click();
    await form.getByRole('button', { name: 'Close' }).first().click();
    await become(page, /Marcus Okafor/);
    await page.getByRole('button', { name: 'ECS bot' }).click();
    const approve = page.getByRole('log').getByRole('button', { name: 'Approve', exact: true });
    await approve.waitFor();
    await screenshot(page, 'ask');
    for (const part of [/production-web/, /80, 443/, /2 vCPU/, /already has/, /Account balance/, /RAM role/])
      await expect.poll(() => page.getByRole('log').getByText(part).first().isVisible()).toBe(true);
    const log = page.getByRole('log', { name: /^Messages/ });
    const [screen, ask, button] = await Promise.all(
      [log, log.getByRole('article').last(), approve].map((part) => part.boundingBox()),
    );
    if (!screen || !ask || !button) throw new Error('it is not shown');
    expect(ask.y, 'its first line is below the header').toBeGreaterThanOrEqual(screen.y);
    expect(button.y + button.height).toBeLessThanOrEqual(screen.y + screen.height);
  });
});

async function become(page: Page, who: RegExp): Promise<void> {
  await page.getByRole('button', { name: /You are/ }).click();
  await page.getByRole('option', { name: who }).click();
}
