import { expect, test } from 'vitest';
import { screenshot } from './browser.ts';
import { choose } from './choose.ts';
import { inBrowser, sendForm } from './sandbox-page.ts';

inBrowser('in a browser, on the real bot', ({ open }) => {
  test('the price follows what is put in, and the card keeps it', async () => {
    const { page, say, fault, mendFaults, window } = await open({ size: { width: 1300, height: 1500 } });
    await say('/ecs create type=ecs.g7.large image=ubuntu amount=2 bandwidth=5');
    const form = window();
    await form.getByText('CNY 1.2546 per hour, about CNY 915.86 per month (730 hours)').waitFor();
    await form.getByText('Account balance now: CNY 10,000.00.').waitFor();
    await form.getByText('Public traffic is billed separately by usage.').waitFor();
    await screenshot(page, 'price-form');

    const amount = form.getByRole('textbox', { name: 'Quantity' });
    await amount.fill('');
    await form.getByText('Fill in Quantity to see the price here.').waitFor();
    await amount.pressSequentially('12', { delay: 60 });
    await form.getByText('12 × ecs.g7.large, 40 GiB ESSD PL1').waitFor();
    expect(await amount.inputValue()).toBe('12');
    const size = form.getByRole('textbox', { name: 'System disk size' });
    await size.fill('120');
    await form.getByText('12 × ecs.g7.large, 120 GiB ESSD PL1').waitFor();
    await form.getByText('Account balance now').scrollIntoViewIfNeeded();

    await fault('price-not-found', { times: 0 });
    await amount.fill('3');
    await form.getByText('Price unknown: Alibaba Cloud names none for this choice').waitFor();
    await screenshot(page, 'price-unknown');
    await mendFaults();
    await amount.fill('4');
    await form.getByText('4 × ecs.g7.large, 120 GiB ESSD PL1').waitFor();

    await choose(form, [['Network', 'production', /^production/]]);
    const shown = await form.getByText(/per month \(730 hours\)/).innerText();
    const perHour = /CNY [\d.]+ per hour/.exec(shown)?.[0] ?? 'no price';
    await sendForm(form);
    const card = page.getByRole('log', { name: 'Messages in #platform' }).getByRole('article');
    await card.getByText('Price when requested').waitFor();
    expect(await card.innerText()).toContain(perHour);
    await screenshot(page, 'price-card');
  });
});
