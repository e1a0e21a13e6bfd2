import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { screenshot } from './browser.ts';
import { choose } from './choose.ts';
import { COMES_TO_RUNNING, inBrowser, type SandboxPage, sendForm } from './sandbox-page.ts';

inBrowser('in a browser, on the real bot', ({ open }) => {
  test.each(['socket', 'http'])(
    '/ecs create leads through the form to Running with an address, over %s',
    async (transport) => {
      const sandbox = await open(over(transport));
      const { page } = sandbox;
      const form = await openForm(sandbox, '/ecs create');
      await choose(form, [
        ['Region', 'beijing', /China \(Beijing\)/],
        ['Zone', 'beijing-h', /^cn-beijing-h/],
        ['Instance type', 'g7.large', /^ecs\.g7\.large/],
        ['Image', 'ubuntu 22', /Ubuntu +22\.04/],
        ['Network', 'production', /^production/],
      ]);
      await form.getByRole('textbox', { name: 'Public bandwidth' }).fill('5');
      await form.getByRole('textbox', { name: 'Name' }).fill('browser-made');
      await sendForm(form);

      await page.getByRole('button', { name: /\d repl/ }).click();
      const thread = page.getByRole('complementary', { name: 'Thread' });
      await thread.getByText(/^Running:/).waitFor(COMES_TO_RUNNING);
      const told = (await thread.getByText(/^Running:/).innerText()).match(/\d+\.\d+\.\d+\.\d+/)?.[0] ?? 'no address';
      await screenshot(page, `running-${transport}`);

      await page.getByRole('tab', { name: 'Cloud' }).click();
      const row = page.getByRole('table', { name: 'Instances' }).getByRole('row', { name: /browser-made/ });
      expect(await row.count()).toBe(1);
      expect(await row.innerText()).toContain('Running');
      expect(await row.innerText()).toContain(`${told} public`);
      await page.getByRole('tab', { name: 'Slack' }).click();
      await page.getByRole('button', { name: 'ECS bot' }).click();
      await page.getByRole('log').getByText(told).waitFor(COMES_TO_RUNNING);
    },
  );

  test('a command with values opens the form filled in', async () => {
    const sandbox = await open();
    const form = await openForm(sandbox, '/ecs create type=ecs.g7.large region=cn-beijing image=ubuntu amount=2');
    await expect.poll(() => form.getByRole('combobox', { name: 'Region' }).inputValue()).toContain('cn-beijing');
    await expect
      .poll(() => form.getByRole('combobox', { name: 'Instance type' }).inputValue())
      .toContain('ecs.g7.large');
    await expect.poll(() => form.getByRole('combobox', { name: 'Image' }).inputValue()).toMatch(/ubuntu/i);
    expect(await form.getByRole('textbox', { name: 'Quantity' }).inputValue()).toBe('2');
  });

  test('what cannot be is refused at its field, what was typed stays, and a mended form is taken', async () => {
    const sandbox = await open();
    const { page } = sandbox;
    const form = await openForm(sandbox, '/ecs create name=<!channel>');
    const submit = () => form.getByRole('button', { name: /^(Create|Request approval)$/ }).click();
    await submit();
    await expect.poll(() => form.getByText('Please complete this required field.').count()).toBe(2);
    await choose(form, [
      ['Instance type', 'g7.large', /^ecs\.g7\.large/],
      ['Image', 'ubuntu 22', /Ubuntu +22\.04/],
    ]);
    // Each change is drawn once more: what is told at a field would go with it.
    await form.getByText('1 × ecs.g7.large').waitFor();
    const bandwidth = form.getByRole('textbox', { name: 'Public bandwidth' });
    await bandwidth.fill('101');
    await submit();
    await form.getByText('Please enter a number of at most 100.').waitFor();
    await bandwidth.fill('5');
    const name = form.getByRole('textbox', { name: 'Name' });
    expect(await name.getAttribute('aria-invalid')).toBeNull();
    await submit();
    await expect.poll(() => name.getAttribute('aria-invalid')).toBe('true');
    await screenshot(page, 'refused');
    expect(await name.inputValue()).toBe('<!channel>');
    expect(await form.getByRole('combobox', { name: 'Network' }).inputValue()).toContain('development');
    await name.fill('mended');
    await submit();
    await form.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: /\d repl/ }).click();
    await page
      .getByRole('complementary', { name: 'Thread' })
      .getByText(/^Running:/)
      .waitFor(COMES_TO_RUNNING);
  });

  test('unknown subcommands are answered, and a bot that is down is reported as Slack tells it', async () => {
    const sandbox = await open();
    const { page, say } = sandbox;
    await say('/ecs nonsense');
    await page.getByRole('article').getByText('There is no command “nonsense”').waitFor();
    expect(await page.getByRole('article').getByText('Only visible to you').count()).toBe(1);
    await orderBot(page, 'Kill', 'stopped');
    await say('/ecs create');
    await page.getByRole('alert').filter({ hasText: '/ecs failed with the error' }).waitFor();
    await orderBot(page, 'Start', 'running');
    await openForm(sandbox, '/ecs create');
  });

  test('killed from the cloud tab in the middle of a create and started again, the bot brings it to Running once', async () => {
    const sandbox = await open({ with: ['--time-scale', '5'] });
    const { page } = sandbox;
    const form = await openForm(sandbox, '/ecs create type=ecs.g7.large image=ubuntu bandwidth=5 name=survivor');
    await choose(form, [['Network', 'production', /^production/]]);
    await form.getByRole('button', { name: /^(Create|Request approval)$/ }).click();
    await page.getByRole('button', { name: /\d repl/ }).waitFor();
    await orderBot(page, 'Kill', 'stopped');
    await orderBot(page, 'Start', 'running');
    await page.getByRole('button', { name: /\d repl/ }).click();
    const thread = page.getByRole('complementary', { name: 'Thread' });
    await thread.getByText(/^Running:/).waitFor(COMES_TO_RUNNING);
    expect(await page.getByRole('log', { name: 'Messages in #platform' }).getByRole('article').count()).toBe(1);
    await page.getByRole('tab', { name: 'Cloud' }).click();
    expect(
      await page
        .getByRole('table', { name: 'Instances' })
        .getByRole('row', { name: /survivor/ })
        .count(),
    ).toBe(1);
  });
});

const over = (transport: string) => ({ with: ['--time-scale', '20', '--transport', transport] });

/** Types a command and waits for a form that can be filled in. */
async function openForm({ say, window }: SandboxPage, command: string): Promise<Locator> {
  await say(command);
  const form = window();
  await form.getByRole('combobox', { name: 'Network' }).waitFor();
  return form;
}

async function orderBot(page: Page, order: 'Kill' | 'Start', then: string): Promise<void> {
  await page.getByRole('tab', { name: 'Cloud' }).click();
  await page.getByRole('region', { name: 'Bot process' }).getByRole('button', { name: order, exact: true }).click();
  await page
    .getByRole('status')
    .filter({ hasText: `Bot ${then}` })
    .waitFor(COMES_TO_RUNNING);
  await page.getByRole('tab', { name: 'Slack' }).click();
}
