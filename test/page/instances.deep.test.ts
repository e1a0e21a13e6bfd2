import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { findChromium, launch, screenshot, type TestBrowser } from './browser.ts';
import { startCli } from './cli.ts';

const chromium = findChromium();

describe.skipIf(chromium === null)('in a browser, with 5,000 instances in the account', () => {
  let browser: TestBrowser;

  beforeAll(async () => {
    browser = await launch(chromium as string);
  });
  afterAll(() => browser?.close());

  test('a person turns the pages of the list, picks an instance and reads all about it', async () => {
    const { ready, stop } = await startCli(['--instances', '5000']);
    onTestFinished(stop);
    const { page, complaints } = await browser.newPage(ready.page);
    onTestFinished(async () => {
      await page.close();
      expect(complaints).toEqual([]);
    });
    await page.getByRole('button', { name: 'platform' }).click();
    const composer = page.getByRole('textbox', { name: /Message/ });
    await composer.fill('/ecs list');
    await composer.press('Enter');

    const table = page.getByRole('log').getByRole('table');
    await page.getByText('1–20 of 5,000 instances').waitFor();
    expect(await table.getByRole('row').count()).toBe(21);
    await screenshot(page, 'list-first-page');
    await page.getByRole('button', { name: 'Next page' }).click();
    await page.getByText('21–40 of 5,000 instances').waitFor();
    expect(await table.count()).toBe(1);

    const second = await table.getByRole('row').nth(2).getByRole('cell').first().innerText();
    await page.getByRole('combobox', { name: /Show one of them/ }).click();
    await page.getByRole('option', { name: new RegExp(`^${second}`) }).click();
    await page.getByRole('log').getByText('Private address').waitFor();
    await page.getByRole('log').getByText('40 GiB').waitFor();
    expect(await page.getByRole('heading', { name: second }).count()).toBe(1);
    await screenshot(page, 'show');
  });
});
