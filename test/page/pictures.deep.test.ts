import { test } from 'vitest';
import { screenshot } from './browser.ts';
import { COMES_TO_RUNNING, inBrowser, MARCUS } from './sandbox-page.ts';

/** `npm run pictures` writes them to `docs/images`, where the READMEs show them. */
inBrowser('the pictures of the READMEs', ({ open }) => {
  test('a request that was approved and runs, with its thread', async () => {
    const sandbox = await open({ size: { width: 1440, height: 900 } });
    const { page, window } = sandbox;
    await sandbox.say('/ecs create web-small charge=prepaid period=1m name=shop purpose="Spring sale"');
    await window()
      .getByText(/Needs approval/)
      .waitFor();
    await window().getByRole('button', { name: 'Request approval' }).click();
    await window().getByRole('button', { name: 'Close' }).first().click();
    await sandbox.be(MARCUS);
    // The thread beside it shows it too.
    const card = page
      .getByRole('log', { name: /^Messages/ })
      .getByRole('article')
      .filter({ hasText: 'shop' })
      .first();
    await card.getByRole('button', { name: 'Approve', exact: true }).waitFor();
    await screenshot(page, 'request');
    await card.getByRole('button', { name: 'Approve', exact: true }).click();
    await page
      .getByRole('alertdialog')
      .or(window())
      .getByRole('button', { name: /^Approve/ })
      .last()
      .click();
    await card.getByRole('button', { name: /\d repl/ }).click();
    const thread = page.getByRole('complementary', { name: 'Thread' });
    await thread.getByText(/^Running:/).waitFor(COMES_TO_RUNNING);
    await card.getByRole('button', { name: 'Connect', exact: true }).waitFor(COMES_TO_RUNNING);
    await screenshot(page, 'running');
  });

  test('the form in Chinese', async () => {
    const sandbox = await open({ size: { width: 1440, height: 900 } });
    await sandbox.be('陈思远');
    // The first answer tells the bot the language.
    await sandbox.say('/ecs help');
    await sandbox.alone().waitFor();
    await sandbox.say('/ecs create web-small charge=prepaid period=1m name=shop');
    await sandbox
      .window()
      .getByText(/需要|人同意/)
      .first()
      .waitFor();
    await screenshot(sandbox.page, 'form.zh');
  });
});
