import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { findChromium, launch, screenshot, type TestBrowser } from './browser.ts';
import { choose } from './choose.ts';
import { startCli } from './cli.ts';

const chromium = findChromium();

describe.skipIf(chromium === null)('in a browser, on the real bot', () => {
  let browser: TestBrowser;

  beforeAll(async () => {
    browser = await launch(chromium as string);
  });
  afterAll(() => browser?.close());

  test('the price follows what is put in, and the card keeps it', async () => {
    const { ready, stop } = await startCli(['--time-scale', '20']);
    onTestFinished(stop);
    const { page, complaints } = await browser.newPage(ready.page, { width: 1300, height: 1500 });
    await page.getByRole('button', { name: 'platform' }).click();
    const composer = page.getByRole('textbox', { name: 'Message #platform' });
    await composer.fill('/ecs create type=ecs.g7.large image=ubuntu amount=2 bandwidth=5');
    await composer.press('Enter');
    const form = page.getByRole('dialog');
    await form.getByText('CNY 1.2546 per hour, about CNY 915.86 per month of 730 hours').waitFor();
    await form.getByText('Account balance now: CNY 10,000.00.').waitFor();
    await form.getByText('Public traffic is billed by use and comes on top.').waitFor();
    await screenshot(page, 'price-form');

    const amount = form.getByRole('textbox', { name: 'How many' });
    await amount.fill('');
    await form.getByText('The price is shown here as soon as').waitFor();
    await amount.pressSequentially('12', { delay: 60 });
    await form.getByText('12 × ecs.g7.large, 40 GiB ESSD PL1').waitFor();
    expect(await amount.inputValue()).toBe('12');
    const size = form.getByRole('textbox', { name: 'System disk size' });
    await size.fill('120');
    await form.getByText('12 × ecs.g7.large, 120 GiB ESSD PL1').waitFor();
    await page.getByRole('dialog').getByText('Account balance now').scrollIntoViewIfNeeded();

    const fault = (method: string, body?: object) =>
      fetch(`${ready.page}/sandbox/faults`, {
        method,
        ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
      });
    await fault('POST', { name: 'price-not-found', times: 0 });
    await amount.fill('3');
    await form.getByText('Price unknown: Alibaba Cloud names none for this choice').waitFor();
    await screenshot(page, 'price-unknown');
    await fault('DELETE');
    await amount.fill('4');
    await form.getByText('4 × ecs.g7.large, 120 GiB ESSD PL1').waitFor();

    await choose(form, [
      ['vSwitch', 'production', /^production/],
      ['Security group', 'production', /^production-web/],
    ]);
    const shown = await form.getByText(/per month of 730 hours/).innerText();
    const perHour = /CNY [\d.]+ per hour/.exec(shown)?.[0] ?? 'no price';
    await form.getByRole('button', { name: /^(Create|Ask for approval)$/ }).click();
    await form.waitFor({ state: 'detached' });
    const card = page.getByRole('log', { name: 'Messages in #platform' }).getByRole('article');
    await card.getByText('Price when asked for').waitFor();
    expect(await card.innerText()).toContain(perHour);
    await screenshot(page, 'price-card');
    expect(complaints).toEqual([]);
  });
});
