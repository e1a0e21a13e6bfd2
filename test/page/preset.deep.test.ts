import type { Locator } from 'playwright-core';
import { expect, test } from 'vitest';
import { screenshot } from './browser.ts';
import { COMES_TO_RUNNING, inBrowser, MARCUS, type SandboxPage, sendForm } from './sandbox-page.ts';

inBrowser('from a preset, in a browser', ({ open }) => {
  const fieldsOf = (form: Locator): Promise<number> =>
    form.locator('input:visible, textarea:visible, [role=combobox]:visible').count();

  async function typed({ say, window }: SandboxPage, command: string): Promise<Locator> {
    await say(command);
    const form = window();
    await form.getByText(/Account balance now/).waitFor();
    return form;
  }

  test('a newcomer comes to Running with three clicks, and at most six fields', async () => {
    const sandbox = await open();
    const { page } = sandbox;
    const form = await typed(sandbox, '/ecs create');
    await screenshot(page, 'form-whole');
    await form.getByRole('combobox', { name: 'Start from' }).click();
    await page.getByRole('option', { name: 'web-small' }).click();
    await form.getByRole('button', { name: 'Change the details…' }).waitFor();
    await form.getByText(/Needs no approval/).waitFor();
    await screenshot(page, 'form-preset');
    expect(await fieldsOf(form)).toBeLessThanOrEqual(6);
    await sendForm(form);
    await page.getByRole('button', { name: /\d repl/ }).click();
    await page
      .getByRole('complementary', { name: 'Thread' })
      .getByText(/^Running:/)
      .waitFor(COMES_TO_RUNNING);
    await screenshot(page, 'preset-running');
  });

  test('who approves reads the whole request on one screen', async () => {
    const sandbox = await open();
    const { page } = sandbox;
    const form = await typed(
      sandbox,
      '/ecs create web-small charge=prepaid period=1m name=spring tag:team=web purpose=test',
    );
    await form.getByText(/Needs approval/).waitFor();
    await screenshot(page, 'form-asks');
    await form.getByRole('button', { name: 'Request approval' }).click();
    await form.getByRole('button', { name: 'Close' }).first().click();
    await sandbox.be(MARCUS);
    await sandbox.go('ECS bot');
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
