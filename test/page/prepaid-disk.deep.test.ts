import { expect, test } from 'vitest';
import { fen, money, stageOn } from './approval-stage.ts';
import { screenshot } from './browser.ts';
import { COMES_TO_RUNNING, inBrowser, LENA, MARCUS } from './sandbox-page.ts';

inBrowser('in a browser, on the real bot', ({ open }) => {
  test('a prepaid disk is shown with its price, approved by somebody else, and charged that once', async () => {
    const stage = stageOn(await open({ size: { width: 1300, height: 1500 } }));
    const { page, about, ask, approve, balance, be, say, go, alone } = stage;
    const paid = await ask('disky');
    await be(MARCUS);
    await go('platform');
    await approve(about('disky').first(), paid);
    await about('disky').first().getByText('running').first().waitFor(COMES_TO_RUNNING);
    await be(LENA);
    await go('platform');
    const before = await balance();

    await say('/ecs set disky disk=100');
    await alone().getByText('Resize disky: system disk 40 → 100 GiB').waitFor();
    const price = fen(/This costs (CNY [\d,.]+\d)/.exec(await alone().innerText())?.[1] ?? '');
    expect(price).toBeGreaterThan(0);
    await screenshot(page, 'prepaid-disk-price');
    await alone().getByRole('button', { name: 'Request approval' }).click();
    await alone().getByText('was sent for approval. Nothing is charged before it’s approved.').waitFor();
    const card = about('Resize disky').filter({ hasText: 'New size' }).first();
    await card.getByRole('button', { name: 'Approve', exact: true }).waitFor();
    await screenshot(page, 'prepaid-disk-card');
    expect(await balance()).toBe(before);

    await be(MARCUS);
    await go('platform');
    await approve(card, price);
    await card.getByText('Resized:').waitFor(COMES_TO_RUNNING);
    await screenshot(page, 'prepaid-disk-done');
    expect(before - (await balance())).toBe(price);
    expect(money(price)).toContain('CNY');
    await be(LENA);
    await go('platform');
    await say('/ecs show disky');
    await alone().getByText('100 GiB').first().waitFor();
    await screenshot(page, 'prepaid-disk-show');
    await say('/ecs history disky');
    await alone().getByText('A prepaid disk was resized').waitFor();
    await screenshot(page, 'prepaid-disk-history');
  }, 180_000);
});
