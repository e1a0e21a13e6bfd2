import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { galleryEntries } from '../../src/sandbox/gallery/gallery.ts';
import type { SlackView } from '../../src/sandbox/state.ts';
import { screenshot } from './browser.ts';
import { card, form, message, option } from './fixture.ts';
import type { Stub } from './stub.ts';
import { onStub } from './stub-page.ts';

onStub('the page, against a stub', ({ open }) => {
  async function openForm() {
    const { stub, page } = await open();
    show(stub, [form('h1')]);
    await page.getByRole('dialog', { name: 'Create instances' }).waitFor();
    return { stub, page, dialog: page.getByRole('dialog', { name: 'Create instances' }) };
  }

  test('a channel shows messages, blocks, mentions and edits, and nothing a person typed is markup', async () => {
    const { page } = await open();
    const log = page.getByRole('log', { name: 'Messages in #platform' });
    await expect.poll(() => log.innerText()).toContain('@here & <b>all</b>');
    expect(await log.getByRole('heading', { name: '2 × ecs.g7.large in Beijing' }).count()).toBe(1);
    const text = await log.innerText();
    for (const part of ['@Rita', '#platform', 'web <1>', '(edited)', 'Nov 23, 2026', 'Only visible to you']) {
      expect(text).toContain(part);
    }
    await screenshot(page, 'channel');
  });

  test('the thread opens beside the channel and follows without a reload', async () => {
    const { stub, page } = await open();
    await page.getByRole('button', { name: '2 replies' }).click();
    const thread = page.getByRole('complementary', { name: 'Thread' });
    await thread.getByText('47.93.1.3').waitFor();
    const grown = { ...card, replies: [...card.replies, message(63, 'All is well')] };
    post(stub, grown);
    await thread.getByText('All is well').waitFor();
    await expect.poll(() => page.getByRole('status', { name: 'New messages' }).innerText()).toContain('All is well');
    await screenshot(page, 'thread');
    await thread.getByRole('button', { name: 'Close thread' }).click();
    await thread.waitFor({ state: 'detached' });
  });

  test('another persona sees their own direct messages and not what only the first may see', async () => {
    const { stub, page } = await open();
    await page.getByRole('button', { name: 'ECS bot' }).click();
    await page.getByText('Your instances are ready, Rita.').waitFor();
    await page.getByRole('button', { name: /You are/ }).click();
    await screenshot(page, 'personas');
    await page.getByRole('option', { name: 'Anton, approver' }).click();
    await page.getByText('Anton, please decide.').waitFor();
    expect(await page.getByText('Your instances are ready, Rita.').count()).toBe(0);
    await page.getByRole('button', { name: 'platform' }).click();
    await page.getByText('2 × ecs.g7.large').waitFor();
    expect(await page.getByText('Only visible to you').count()).toBe(0);
    await say(page, '/ecs help');
    await expect.poll(() => stub.sent).toEqual([['POST /sandbox/slash', slash('U2', 'help')]]);
    await page.getByRole('button', { name: /Anton approver/ }).click();
    await page.getByRole('option', { name: 'Otto, outsider' }).click();
    await page.getByRole('button', { name: 'ECS bot' }).click();
    await say(page, '/ecs help');
    await page.getByText('The bot has not written to you yet').waitFor();
    expect(stub.sent).toHaveLength(1);
    await page.reload();
    await page.getByRole('button', { name: 'Otto outsider You are' }).waitFor();
  });

  test('the composer sends slash commands, explains itself on other words, and tells when the bot is silent', async () => {
    const { stub, page } = await open();
    await say(page, 'hello');
    await page.getByText('Only slash commands are played here').waitFor();
    expect(stub.sent).toEqual([]);
    stub.on('POST /sandbox/slash', () => ({ ok: false, error: 'operation_timeout' }));
    await say(page, '/ecs create type=ecs.g7.large');
    await page.getByRole('alert').filter({ hasText: '/ecs failed with the error “operation_timeout”' }).waitFor();
    expect(stub.sent).toEqual([['POST /sandbox/slash', slash('U1', 'create type=ecs.g7.large')]]);
    await page.getByRole('textbox', { name: 'Message #platform' }).press('ArrowUp');
    expect(await page.getByRole('textbox', { name: 'Message #platform' }).inputValue()).toBe(
      '/ecs create type=ecs.g7.large',
    );
  });

  test('a button asks first when it must, and the bot hears only a yes', async () => {
    const { stub, page } = await open();
    await page.getByRole('button', { name: 'Release' }).click();
    const question = page.getByRole('alertdialog', { name: 'Release two instances?' });
    await screenshot(page, 'confirm');
    await question.getByRole('button', { name: 'Keep' }).click();
    await question.waitFor({ state: 'detached' });
    expect(stub.sent).toEqual([]);
    await page.getByRole('button', { name: 'Release' }).click();
    await question.getByRole('button', { name: 'Release' }).click();
    const where = { user: 'U1', channel: 'C1', message_ts: card.ts, block_id: 'a' };
    await expect
      .poll(() => stub.sent)
      .toEqual([['POST /sandbox/action', { ...where, action_id: 'release', value: 'r1', values: {} }]]);
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Show log' }).click();
    await expect.poll(() => stub.sent.at(-1)?.[1].selected_option).toEqual(option('Show log', 'log'));
  });

  test('a form is filled by label, its lists are searched, and the submit carries Slack’s values', async () => {
    const { stub, page, dialog } = await openForm();
    stub.on('POST /sandbox/options', ({ value }) => ({
      ok: true,
      options: ['Ubuntu 22.04', 'Debian 12']
        .filter((name) => name.toLowerCase().includes(String(value)))
        .map((name) => option(name)),
    }));
    await dialog.getByRole('textbox', { name: 'Name' }).fill('web');
    await dialog.getByRole('combobox', { name: 'Region' }).click();
    await page.getByRole('option', { name: 'Shanghai' }).click();
    await dialog.getByRole('combobox', { name: 'Image' }).fill('deb');
    await screenshot(page, 'type-ahead');
    await page.getByRole('option', { name: 'Debian 12' }).click();
    expect(await dialog.getByRole('combobox', { name: 'Image' }).inputValue()).toBe('Debian 12');
    await dialog.getByRole('textbox', { name: 'Amount' }).fill('2');
    await dialog.getByRole('radio', { name: 'SSD', exact: true }).check({ force: true });
    await dialog.getByRole('combobox', { name: 'Labels' }).click();
    await page.getByRole('option', { name: 'red' }).click();
    await page.getByRole('option', { name: 'blue' }).click();
    await page.keyboard.press('Escape');
    await dialog.getByRole('button', { name: 'Remove red' }).click();
    await dialog.getByRole('checkbox', { name: 'Backups' }).check({ force: true });
    await dialog.getByLabel('Release on').fill('2026-12-01');
    await screenshot(page, 'form-filled');
    await dialog.getByRole('button', { name: 'Create' }).click();
    await expect.poll(() => stub.sent.at(-1)?.[0]).toBe('POST /sandbox/submit');
    expect(stub.sent.at(-1)?.[1]).toEqual({ user: 'U1', view_id: 'V1', values: FILLED });
    const action = stub.sent.find(([route]) => route === 'POST /sandbox/action')?.[1];
    expect(action).toMatchObject({ user: 'U1', view_id: 'V1', block_id: 'region', action_id: 'it' });
    expect(action?.selected_option).toEqual(option('Shanghai', 'cn-shanghai'));
    expect(action?.values).toMatchObject({ name: { it: { value: 'web' } } });
  });

  test('an update keeps what was typed, resets a list whose block_id changed, and pushes stack up', async () => {
    const { stub, page, dialog } = await openForm();
    stub.on('POST /sandbox/options', () => ({ ok: true, options: [option('Ubuntu 22.04')] }));
    await dialog.getByRole('textbox', { name: 'Name' }).fill('web');
    await dialog.getByRole('combobox', { name: 'Image' }).click();
    await page.getByRole('option', { name: 'Ubuntu 22.04' }).click();
    show(stub, [form('h2', 'cn-shanghai')]);
    await expect.poll(() => dialog.getByRole('combobox', { name: 'Image' }).inputValue()).toBe('');
    expect(await dialog.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('web');
    show(stub, [form('h2', 'cn-shanghai'), { ...form('h3'), id: 'V2', title: { text: 'Really?' }, blocks: [] }]);
    await page.getByRole('dialog', { name: 'Really?' }).waitFor();
    show(stub, [form('h2', 'cn-shanghai')]);
    expect(await dialog.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('web');
  });

  test('what is missing is reported at once and what the bot refuses is shown at its field', async () => {
    const { stub, page, dialog } = await openForm();
    await dialog.getByRole('button', { name: 'Create' }).click();
    expect(await dialog.getByText('Please complete this required field.').count()).toBe(4);
    expect(stub.sent).toEqual([]);
    await screenshot(page, 'required');
    await expect.poll(() => focused(page)).toContain('Name');
    await fillBare(page, stub);
    stub.on('POST /sandbox/submit', () => ({ ok: false, errors: { name: 'A name starts with a letter.' } }));
    await dialog.getByRole('button', { name: 'Create' }).click();
    await dialog.getByText('A name starts with a letter.').waitFor();
    const field = dialog.getByRole('textbox', { name: 'Name' });
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    await field.fill('better');
    await dialog.getByText('A name starts with a letter.').waitFor({ state: 'detached' });
    stub.on('POST /sandbox/submit', () => ({ ok: false, error: 'operation_timeout' }));
    await dialog.getByRole('button', { name: 'Create' }).click();
    await dialog.getByRole('alert').filter({ hasText: 'We had some trouble connecting. Try again?' }).waitFor();
  });

  test('a bot that gives no options is reported as such, and a later answer heals the list', async () => {
    const { stub, page, dialog } = await openForm();
    stub.on('POST /sandbox/options', () => ({ ok: false, error: 'operation_timeout' }));
    await dialog.getByRole('combobox', { name: 'Image' }).click();
    await page.getByText('The list could not be loaded. Type again to retry.').waitFor();
    stub.on('POST /sandbox/options', () => ({ ok: true, options: [option('Ubuntu 22.04')] }));
    await dialog.getByRole('combobox', { name: 'Image' }).fill('u');
    await page.getByRole('option', { name: 'Ubuntu 22.04' }).waitFor();
  });

  test('everything can be done with the keyboard alone, and focus comes back where it was', async () => {
    const { stub, page } = await open();
    stub.on('POST /sandbox/slash', () => show(stub, [form('h1')]));
    stub.on('POST /sandbox/options', () => ({ ok: true, options: [option('Ubuntu 22.04'), option('Debian 12')] }));
    stub.on('POST /sandbox/close', () => show(stub, []));
    const composer = page.getByRole('textbox', { name: 'Message #platform' });
    await composer.focus();
    await page.keyboard.type('/ecs create');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Create instances' }).waitFor();
    await expect.poll(() => focused(page)).toContain('Name');
    await page.keyboard.type('web');
    await tabTo(page, 'Region');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await tabTo(page, 'Image');
    await page.keyboard.type('deb');
    await page.getByRole('option', { name: 'Debian 12' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await tabTo(page, 'ESSD');
    await page.keyboard.press('Space');
    await tabTo(page, 'Create');
    await page.keyboard.press('Enter');
    await expect.poll(() => stub.sent.at(-1)?.[0]).toBe('POST /sandbox/submit');
    const values = stub.sent.at(-1)?.[1].values;
    expect(values).toMatchObject({
      name: { it: { value: 'web' } },
      region: { it: { selected_option: { value: 'cn-shanghai' } } },
      'image|null': { it: { selected_option: { value: 'Debian 12' } } },
      disk: { it: { selected_option: { value: 'essd' } } },
    });
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expect.poll(() => focused(page)).toContain('Message #platform');
  });

  test.each([
    { width: 1280, height: 800 },
    { width: 390, height: 844 },
  ])('the cloud tab shows what a machine got, at $width pixels', async (size) => {
    const { page } = await open({ size });
    await page.getByRole('tab', { name: 'Cloud' }).click();
    const details = page.getByRole('button', {
      name: 'Details of web-1: key pair lena · start script · 2 disks · 1 tag',
    });
    await details.click();
    const got = page.getByLabel('What web-1 got');
    const text = await got.innerText();
    for (const part of ['key pair lena', '1,204 bytes, begins #!/bin/bash', 'EcsWebRole', 'team=web', '/dev/xvdb'])
      expect(text).toContain(part);
    await screenshot(page, `machine-${size.width}`);
    const box = await got.boundingBox();
    expect(box && box.x >= 0 && box.x + box.width <= size.width).toBe(true);
    expect(await page.getByRole('region', { name: 'Disks of no instance' }).innerText()).toContain('left-over');
    expect(await page.getByRole('region', { name: 'Imported key pairs' }).innerText()).toContain('lena, cn-beijing');
    await details.press('Enter');
    expect(await got.count()).toBe(0);
  });

  test('the cloud tab shows instances, balance and calls, and switches faults and the bot', async () => {
    const { stub, page } = await open();
    const names = {
      'unavailable-after-create': 'Answers 503 though the instance was created.',
      throttle: 'Throttles.',
    };
    stub.on('GET /sandbox/faults', () => ({ names, active: [] }));
    await page.getByRole('tab', { name: 'Cloud' }).click();
    const row = page.getByRole('table', { name: 'Instances' }).getByRole('row', { name: /web-1/ });
    await expect.poll(() => row.innerText()).toContain('47.93.1.2');
    expect(await page.getByRole('main', { name: 'Cloud' }).innerText()).toContain('9,876.54');
    expect(await page.getByRole('button', { name: 'CreateInstance, 2 calls' }).count()).toBe(1);
    await page.getByText('Advanced: every fault').click();
    const advanced = page.getByRole('group').filter({ hasText: 'Only this action' });
    await advanced.getByRole('button', { name: /Fault/ }).click();
    await page.getByRole('option', { name: 'unavailable-after-create' }).click();
    await page.getByRole('textbox', { name: 'Only this action' }).fill('CreateInstance');
    await advanced.getByRole('textbox', { name: 'Times' }).fill('2');
    await advanced.getByRole('button', { name: 'Switch on' }).click();
    const fault = { name: 'unavailable-after-create', action: 'CreateInstance', times: 2 };
    await expect.poll(() => stub.sent.at(-1)).toEqual(['POST /sandbox/faults', fault]);
    stub.change(() => ({ faults: [fault], bot: 'stopped' }));
    await page.getByText('unavailable-after-create on CreateInstance, 2 more').waitFor();
    await screenshot(page, 'cloud');
    await page.getByRole('button', { name: 'Clear all' }).click();
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await expect.poll(() => stub.sent.at(-1)).toEqual(['POST /sandbox/bot', { do: 'start' }]);
    await page.getByText('10×', { exact: true }).click();
    await expect.poll(() => stub.sent.at(-1)).toEqual(['POST /sandbox/clock', { scale: 10 }]);
  });

  test('App Home tells the bot that it was opened and shows what it publishes', async () => {
    const { stub, page } = await open();
    stub.on('POST /sandbox/home', () => {
      const blocks = [{ type: 'header', block_id: 'h', text: { type: 'plain_text', text: 'Your instances' } }];
      stub.change(({ slack }) => ({
        slack: { ...slack, home: { U1: { ...form('x'), id: 'VH', type: 'home', blocks } } },
      }));
    });
    await page.getByRole('button', { name: 'App Home' }).click();
    await page.getByRole('heading', { name: 'Your instances' }).waitFor();
    expect(stub.sent[0]).toEqual(['POST /sandbox/home', { user: 'U1' }]);
  });

  test.each([
    { width: 1440, height: 900 },
    { width: 1024, height: 700 },
  ])('nothing sticks out at $width × $height', async (size) => {
    const { stub, page } = await open({ size });
    await page.getByRole('button', { name: '2 replies' }).click();
    await page.getByRole('complementary', { name: 'Thread' }).waitFor();
    expect(await overflowing(page)).toEqual([]);
    await screenshot(page, `thread-${size.width}`);
    show(stub, [form('h1')]);
    await page.getByRole('dialog').waitFor();
    expect(await overflowing(page)).toEqual([]);
    await screenshot(page, `form-${size.width}`);
    show(stub, []);
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('tab', { name: 'Cloud' }).click();
    await page.getByRole('table', { name: 'Instances' }).getByRole('row', { name: /web-1/ }).waitFor();
    expect(await overflowing(page)).toEqual([]);
    await screenshot(page, `cloud-${size.width}`);
  });

  test('the gallery draws a group when it is opened, in the language that is picked, and finds entries by name', async () => {
    const { page } = await open({
      path: '/gallery',
      gallery: [
        ['card: running', card.blocks],
        ['form: create', form('h1')],
        ['everything else', EVERYTHING],
        ['card: running (zh)', [{ type: 'header', text: { type: 'plain_text', text: '运行中' } }]],
      ],
    });
    const group = (name: string) => page.locator('summary', { hasText: name });
    await group('card').click();
    await page
      .getByRole('region', { name: 'card: running' })
      .getByRole('heading', { name: /ecs.g7.large/ })
      .waitFor();
    expect(await page.getByRole('region').count()).toBe(1);
    await group('everything else').click();
    const everything = await page.getByRole('region', { name: 'everything else' }).innerText();
    for (const part of ['Step two', 'A note', 'cell 1', 'Bold words', 'a picture', 'preformatted']) {
      expect(everything).toContain(part);
    }
    expect(everything).not.toContain('does not draw');
    await screenshot(page, 'gallery');
    const search = page.getByRole('searchbox', { name: 'Find by name' });
    await search.fill('form');
    await expect.poll(() => page.getByRole('region').count()).toBe(1);
    await search.fill('');
    await page.getByRole('button', { name: '中文' }).click();
    await page.getByText('1 of 1', { exact: true }).waitFor();
    await group('申请卡片').click();
    await page.getByRole('heading', { name: '运行中' }).waitFor();
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { name: /ecs.g7.large/ }).waitFor();
    await page.getByRole('button', { name: '中文' }).click();
    await page.getByRole('heading', { name: '运行中' }).waitFor();
    expect(await page.getByRole('region').count()).toBe(1);
  });

  test.each(['English', '中文'])(
    'everything the bot can show is drawn, nothing sticks out of its frame, %s',
    async (language) => {
      const { page } = await open({ path: '/gallery', gallery: galleryEntries() });
      await page.getByRole('button', { name: language }).click();
      const half = galleryEntries().length / 2;
      await page.getByText(`${half} of ${half}`, { exact: true }).waitFor();
      let drawn = 0;
      await expect.poll(() => page.locator('.gallery-ten .exhibit').count()).toBe(10);
      for (const group of await page.locator('.gallery-group').all()) {
        const summary = group.locator('> summary');
        const exhibits = group.locator('.exhibit');
        const size = Number(await group.locator('.gallery-size').innerText());
        // Seventy windows take a busy machine a while to draw, and to take away.
        await summary.click({ timeout: 60_000 });
        await expect.poll(() => exhibits.count(), { timeout: 60_000 }).toBe(size);
        expect(await page.getByText('This page does not draw').count()).toBe(0);
        expect(await page.evaluate(TOO_WIDE)).toEqual([]);
        await summary.click({ timeout: 60_000 });
        await expect.poll(() => exhibits.count(), { timeout: 60_000 }).toBe(0);
        drawn += size;
      }
      expect(drawn).toBe(half);
    },
    240_000,
  );
});

const slash = (user: string, text: string) => ({ user, channel: 'C1', command: '/ecs', text });

const FILLED = {
  name: { it: { type: 'plain_text_input', value: 'web' } },
  region: { it: { type: 'static_select', selected_option: option('Shanghai', 'cn-shanghai') } },
  'image|null': { it: { type: 'external_select', selected_option: option('Debian 12') } },
  amount: { it: { type: 'number_input', value: '2' } },
  disk: { it: { type: 'radio_buttons', selected_option: option('SSD', 'ssd') } },
  tags: { it: { type: 'multi_static_select', selected_options: [option('blue')] } },
  extras: { it: { type: 'checkboxes', selected_options: [option('Backups')] } },
  until: { it: { type: 'datepicker', selected_date: '2026-12-01' } },
};

/** Exhibits whose content is wider than their frame. */
const TOO_WIDE = `[...document.querySelectorAll('.framed')]
  .filter((frame) => frame.scrollWidth > frame.clientWidth + 1)
  .map((frame) => frame.closest('section').getAttribute('aria-label'))`;

const rich = (text: string, style = {}) => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text, style }] }],
});

const EVERYTHING = [
  {
    type: 'plan',
    title: 'Creating web-1',
    tasks: [
      { type: 'task_card', task_id: '1', title: 'Step one', status: 'complete' },
      { type: 'task_card', task_id: '2', title: 'Step two', status: 'in_progress', details: rich('looking') },
      { type: 'task_card', task_id: '3', title: 'Step three', status: 'error' },
    ],
  },
  { type: 'alert', level: 'warning', text: { type: 'plain_text', text: 'A note' } },
  {
    type: 'table',
    rows: [
      [
        { type: 'raw_text', text: 'Name' },
        { type: 'raw_text', text: 'Type' },
      ],
      [{ type: 'raw_text', text: 'cell 1' }, rich('cell 2', { bold: true })],
    ],
  },
  { type: 'markdown', text: '## Help\n**Bold words** and\n- a list' },
  { type: 'image', image_url: 'https://elsewhere.example/x.png', alt_text: 'a picture' },
  {
    type: 'rich_text',
    elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'preformatted' }] }],
  },
  { type: 'divider' },
  {
    type: 'section',
    text: { type: 'mrkdwn', text: 'Choose a person' },
    accessory: { type: 'users_select', action_id: 'u', placeholder: { type: 'plain_text', text: 'Who' } },
  },
];

function show(stub: Stub, views: SlackView[]): void {
  stub.change(({ slack }) => ({ slack: { ...slack, views: { U1: views } } }));
}

function post(stub: Stub, changed: typeof card): void {
  stub.change(({ slack }) => ({
    slack: {
      ...slack,
      channels: slack.channels.map((channel) => ({
        ...channel,
        messages: channel.messages.map((each) => (each.ts === changed.ts ? changed : each)),
      })),
    },
  }));
}

async function say(page: Page, words: string): Promise<void> {
  const composer = page.getByRole('textbox', { name: /^Message / });
  await composer.fill(words);
  await composer.press('Enter');
}

async function fillBare(page: Page, stub: Stub): Promise<void> {
  stub.on('POST /sandbox/options', () => ({ ok: true, options: [option('Ubuntu 22.04')] }));
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Name' }).fill('1web');
  for (const label of ['Region', 'Image']) {
    await dialog.getByRole('combobox', { name: label }).click();
    await page.getByRole('option').first().click();
  }
  await dialog.getByRole('radio', { name: 'SSD', exact: true }).check({ force: true });
}

/** The accessible words of what has the focus. */
function focused(page: Page): Promise<string> {
  return page.evaluate(`(() => {
    const active = document.activeElement;
    const labels = [...(active.labels ?? [])].map((label) => label.innerText);
    const by = (active.getAttribute('aria-labelledby') ?? '').split(' ').map((id) => document.getElementById(id)?.innerText);
    const own = active.tagName === 'BUTTON' ? active.innerText : '';
    return [active.getAttribute('aria-label'), ...labels, ...by, own].filter(Boolean).join(' ');
  })()`);
}

async function tabTo(page: Page, name: string): Promise<void> {
  for (let step = 0; step < 40; step += 1) {
    if ((await focused(page)).includes(name)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never came to ${name}; it is at ${await focused(page)}`);
}

/** What makes the page or one of its panes scroll sideways. */
function overflowing(page: Page): Promise<string[]> {
  return page.evaluate(`[...document.querySelectorAll('html, body, .screen, .messages, .modal-body, .channel, .thread, .cloud-main, .cloud-side')]
    .filter((element) => element.scrollWidth > element.clientWidth + 1)
    .map((element) => element.className || element.tagName)`);
}
