import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { RSA } from '../sandbox/ecs/keys.ts';
import { screenshot } from './browser.ts';
import { choose } from './choose.ts';
import { COMES_TO_RUNNING, inBrowser, sendForm } from './sandbox-page.ts';

inBrowser('a key, in a browser, on the real bot', ({ open }) => {
  test('is added, offered first by the form, used, and named by how to connect', async () => {
    const { page, say, ...sandbox } = await open();
    const window = sandbox.window();
    await say('/ecs key add');
    await window.getByRole('textbox', { name: 'Public key' }).fill('-----BEGIN OPENSSH PRIVATE KEY-----');
    await window.getByRole('button', { name: 'Add', exact: true }).click();
    await window
      .getByText(/private key/i)
      .last()
      .waitFor();
    await screenshot(page, 'key-private');
    await window.getByRole('textbox', { name: 'Public key' }).fill(RSA);
    await screenshot(page, 'key-add');
    await window.getByRole('button', { name: 'Add', exact: true }).click();
    await window.getByText('“lena-laptop” was added.').waitFor();
    await screenshot(page, 'key-added');
    await window.getByRole('button', { name: 'Close', exact: true }).last().click();
    await window.waitFor({ state: 'detached' });

    await say('/ecs create region=cn-hangzhou type=ecs.g7.large image=ubuntu_24 name=with-key bandwidth=5');
    await window.getByRole('combobox', { name: 'Network' }).waitFor();
    await choose(window, [['Network', 'production', /^production/]]);
    const login = window.getByRole('combobox', { name: 'Login' });
    await login.fill('key');
    await login.fill('');
    await page.getByRole('option').first().waitFor();
    // The sandbox's account has had another key of hers from the beginning.
    const offered = await page.getByRole('option').allInnerTexts();
    expect(offered.slice(0, 2).join(' ')).toMatch(/key-lena.*lena-laptop/s);
    await screenshot(page, 'key-form');
    await page.getByRole('option', { name: /lena-laptop/ }).click();
    await sendForm(window);

    await page.getByRole('button', { name: /\d repl/ }).click(COMES_TO_RUNNING);
    const thread = page.getByRole('complementary', { name: 'Thread' });
    await thread.getByText('Log in:').waitFor(COMES_TO_RUNNING);
    await thread.getByText('(key pair lena-laptop)').waitFor();
    await screenshot(page, 'key-running');
    // The card above the thread may have the same button by now.
    await thread.getByRole('button', { name: 'Connect', exact: true }).last().click();
    const answer = onlyVisible(page).filter({ hasText: 'Session Manager' }).last();
    await answer.getByText('key pair lena-laptop').waitFor(COMES_TO_RUNNING);
    await answer
      .getByText(/Port 22 is|port 22/i)
      .first()
      .waitFor(COMES_TO_RUNNING);
    await screenshot(page, 'key-connect');

    await say('/ecs key');
    await page.getByText('used by with-key').waitFor(COMES_TO_RUNNING);
    await screenshot(page, 'key-list');
    await say('/ecs key remove lena-laptop');
    await window.getByText('can’t be removed while instances use it').waitFor(COMES_TO_RUNNING);
    await screenshot(page, 'key-in-use');
  });
});

/** What is for the person alone. */
const onlyVisible = (page: Page): Locator => page.getByRole('article').filter({ hasText: 'Only visible to you' });
