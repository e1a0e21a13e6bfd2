import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { findChromium, launch, screenshot, type TestBrowser } from './browser.ts';
import { startCli } from './cli.ts';

const chromium = findChromium();
const COMES_TO_RUNNING = { timeout: 60_000 };

describe.skipIf(chromium === null)('in a browser, in the home of the bot', () => {
  let browser: TestBrowser;

  beforeAll(async () => {
    browser = await launch(chromium as string);
  });
  afterAll(() => browser?.close());

  test('what one person asks for is approved by another from App Home, and the first finds it running in theirs', async () => {
    const { ready, stop } = await startCli(['--time-scale', '20']);
    onTestFinished(stop);
    const { page, complaints } = await browser.newPage(ready.page);
    onTestFinished(async () => {
      await page.close();
      expect(complaints).toEqual([]);
    });
    const home = page.getByRole('main', { name: 'App Home' });
    await page.getByRole('button', { name: 'App Home' }).click();
    await home.getByText('You have asked for nothing yet').waitFor();
    await screenshot(page, 'home-empty');

    await page.getByRole('button', { name: 'platform' }).click();
    const composer = page.getByRole('textbox', { name: 'Message #platform' });
    await composer.fill('/ecs create web-small charge=prepaid period=1m name=from-home');
    await composer.press('Enter');
    const form = page.getByRole('dialog');
    await form
      .getByText(/at once/)
      .first()
      .waitFor();
    await form.getByRole('button', { name: /^(Create|Ask for approval)$/ }).click();
    await form
      .getByText(/may approve|waits/i)
      .first()
      .waitFor();
    await form.getByRole('button', { name: 'Close' }).first().click();
    await form.waitFor({ state: 'detached' });

    await become(page, /Marcus Okafor/);
    await page.getByRole('button', { name: 'App Home' }).click();
    await home.getByText('from-home').first().waitFor();
    await screenshot(page, 'home-waiting');
    await home.getByRole('button', { name: 'Approve', exact: true }).click();
    await page.getByRole('alertdialog').or(page.getByRole('dialog')).getByRole('button', { name: 'Approve' }).click();
    const told = page.getByRole('dialog').filter({ hasText: 'You have approved it' });
    await told.waitFor();
    await screenshot(page, 'home-approved');
    await told.getByRole('button', { name: 'Close' }).first().click();
    await home.getByText('Nothing waits for your approval').waitFor();

    await become(page, /Lena Hoffmann/);
    await page.getByRole('button', { name: 'App Home' }).click();
    await home
      .getByText(/^from-home/)
      .first()
      .waitFor();
    // By itself, as the instance comes to it.
    await home.getByText('Running', { exact: true }).waitFor(COMES_TO_RUNNING);
    await screenshot(page, 'home-running');
    await home.getByRole('button', { name: 'Show everything' }).click();
    await page.getByRole('dialog').getByText('Private address').waitFor();
    await screenshot(page, 'home-show');
  });
});

async function become(page: Page, who: RegExp): Promise<void> {
  await page.getByRole('button', { name: /You are/ }).click();
  await page.getByRole('option', { name: who }).click();
}
