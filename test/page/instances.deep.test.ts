import { expect, test } from 'vitest';
import { screenshot } from './browser.ts';
import { inBrowser } from './sandbox-page.ts';

inBrowser('in a browser, with 5,000 instances in the account', ({ open }) => {
  test('a person turns the pages of the list, picks an instance and reads all about it', async () => {
    const { page, say } = await open({ with: ['--instances', '5000'] });
    await say('/ecs list');

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
    await page.getByRole('log').getByText('Private IP').waitFor();
    await page.getByRole('log').getByText('40 GiB').waitFor();
    expect(await page.getByRole('heading', { name: second }).count()).toBe(1);
    await screenshot(page, 'show');
  });
});
