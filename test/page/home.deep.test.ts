import { test } from 'vitest';
import { screenshot } from './browser.ts';
import { COMES_TO_RUNNING, inBrowser, LENA, MARCUS } from './sandbox-page.ts';

inBrowser('in a browser, in the home of the bot', ({ open }) => {
  test('what one person asks for is approved by another from App Home, and the first finds it running in theirs', async () => {
    const { page, be, go, say, window } = await open();
    const home = page.getByRole('main', { name: 'App Home' });
    await page.getByRole('button', { name: 'App Home' }).click();
    await home.getByText('No requests yet').waitFor();
    await screenshot(page, 'home-empty');

    await go('platform');
    await say('/ecs create web-small charge=prepaid period=1m name=from-home');
    const form = window();
    await form
      .getByText(/upfront/)
      .first()
      .waitFor();
    await form.getByRole('button', { name: /^(Create|Request approval)$/ }).click();
    await form
      .getByText(/was sent for approval/)
      .first()
      .waitFor();
    await form.getByRole('button', { name: 'Close' }).first().click();
    await form.waitFor({ state: 'detached' });

    await be(MARCUS);
    await page.getByRole('button', { name: 'App Home' }).click();
    await home.getByText('from-home').first().waitFor();
    await screenshot(page, 'home-waiting');
    await home.getByRole('button', { name: 'Approve', exact: true }).click();
    await page.getByRole('alertdialog').or(page.getByRole('dialog')).getByRole('button', { name: 'Approve' }).click();
    const told = page.getByRole('dialog').filter({ hasText: 'You’ve approved it' });
    await told.waitFor();
    await screenshot(page, 'home-approved');
    await told.getByRole('button', { name: 'Close' }).first().click();
    await home.getByText('Nothing is waiting for your approval').waitFor();

    await be(LENA);
    await page.getByRole('button', { name: 'App Home' }).click();
    await home
      .getByText(/^from-home/)
      .first()
      .waitFor();
    // By itself, as the instance comes to it.
    await home.getByText('Running', { exact: true }).waitFor(COMES_TO_RUNNING);
    await screenshot(page, 'home-running');
    await home.getByRole('button', { name: 'Show', exact: true }).click();
    await page.getByRole('dialog').getByText('Private IP').waitFor();
    await screenshot(page, 'home-show');
  });
});
