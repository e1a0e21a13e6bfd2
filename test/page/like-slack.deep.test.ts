import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { offeredCommands } from '../../src/sandbox/commands.ts';
import type { SandboxState, SlackMessage } from '../../src/sandbox/state.ts';
import { screenshot } from './browser.ts';
import { card, fixture, form, message } from './fixture.ts';
import type { Stub } from './stub.ts';
import { onStub } from './stub-page.ts';

const nav = (page: Page) => page.getByRole('navigation', { name: /Workspace|工作区/ });
const entry = (page: Page, name: string) => nav(page).getByRole('button', { name, exact: true });

/** A workspace with a private channel and a Chinese colleague, who is U2. */
function bilingual(): SandboxState {
  const state = fixture();
  const leads = { id: 'C3', name: 'leads', is_im: false, is_private: true, members: ['U1', 'U3'], messages: [] };
  return {
    ...state,
    users: state.users.map((user) => (user.id === 'U2' ? { ...user, name: '陈思远', locale: 'zh-CN' } : user)),
    slack: { ...state.slack, channels: [...state.slack.channels, leads] },
  };
}

function post(stub: Stub, id: string, more: SlackMessage): void {
  stub.change(({ slack }) => ({
    slack: {
      ...slack,
      channels: slack.channels.map((channel) =>
        channel.id === id ? { ...channel, messages: [...channel.messages, more] } : channel,
      ),
    },
  }));
}

onStub('the page is used as Slack is', ({ open }) => {
  test('what is new is bold, what is for oneself has a number, and looking clears both, also after a reload', async () => {
    const { stub, page } = await open();
    await entry(page, 'ECS bot 1 unread').waitFor();
    await expect.poll(() => page.title()).toBe('(1) #platform · ECS sandbox');
    post(stub, 'C2', message(200, 'something for all'));
    post(stub, 'C2', message(201, 'and for <@U1>'));
    await entry(page, 'random 1 unread').waitFor();
    await expect.poll(() => page.title()).toBe('(2) #platform · ECS sandbox');
    post(stub, 'C1', message(202, 'what is on the screen was seen'));
    await page.getByRole('log').getByText('what is on the screen was seen').waitFor();
    expect(await entry(page, 'platform').count()).toBe(1);
    await screenshot(page, 'unread');
    await entry(page, 'random 1 unread').click();
    await entry(page, 'random').waitFor();
    await entry(page, 'ECS bot 1 unread').click();
    await expect.poll(() => page.title()).toBe('ECS bot · ECS sandbox');
    await page.reload();
    await page.getByText('Your instances are ready, Rita.').waitFor();
    expect(await page.title()).toBe('ECS bot · ECS sandbox');
    expect(
      await nav(page)
        .getByRole('button', { name: /unread/ })
        .count(),
    ).toBe(0);
  });

  test('what came while one was elsewhere begins below a line; the switcher tells what waits for the others', async () => {
    const { stub, page } = await open();
    await entry(page, 'random').click();
    post(stub, 'C1', message(300, 'came meanwhile'));
    await entry(page, 'platform unread').click();
    const log = page.getByRole('log', { name: 'Messages in #platform' });
    await expect.poll(() => log.innerText()).toMatch(/New\s[\s\S]*came meanwhile/);
    await page.getByRole('button', { name: /You are/ }).click();
    await page.getByRole('option', { name: 'Anton, approver, 1 unread' }).waitFor();
  });

  test('typing / offers the bot’s commands and what they take; keys or the mouse choose', async () => {
    const { stub, page } = await open({ commands: offeredCommands() });
    const composer = page.getByRole('textbox', { name: 'Message #platform' });
    const list = page.getByRole('listbox', { name: 'Commands' });
    await composer.fill('/');
    await list.getByRole('option', { name: /^\/ecs/ }).waitFor();
    await composer.press('Enter');
    await expect.poll(() => composer.inputValue()).toBe('/ecs ');
    await expect.poll(() => list.getByRole('option').count()).toBe(offeredCommands().length);
    await composer.pressSequentially('re');
    await screenshot(page, 'hints');
    await composer.press('ArrowDown');
    await composer.press('Tab');
    const second = offeredCommands().filter(({ name }) => name.startsWith('re'))[1];
    await expect.poll(() => composer.inputValue()).toBe(`/ecs ${second?.name} `);
    await list.getByRole('option', { name: second?.usage.en ?? 'none' }).waitFor();
    expect(stub.sent).toEqual([]);
    await composer.press('Escape');
    await list.waitFor({ state: 'detached' });
    await composer.fill('/ecs cre');
    await list.getByRole('option').click();
    await expect.poll(() => composer.inputValue()).toMatch(/^\/ecs create/);
    await composer.fill('/ecs list');
    await composer.press('Enter');
    await expect.poll(() => stub.sent.at(-1)?.[1].text).toBe('list');
  });

  test('a link to a message leads to it in the page: channel, thread and the message itself', async () => {
    const { stub, page } = await open();
    const address = `https://sandbox-team.slack.com/archives/C1/p${(card.replies[0]?.ts ?? '').replace('.', '')}`;
    const button = {
      type: 'button',
      action_id: 'go',
      text: { type: 'plain_text', text: 'Open its card' },
      url: address,
    };
    post(stub, 'D1', message(400, 'see', { blocks: [{ type: 'actions', block_id: 'l', elements: [button] }] }));
    post(stub, 'D1', message(401, `or <${address}|this>, not <${address.replace('C1', 'D2')}|that>`));
    await entry(page, 'ECS bot 3 unread').click();
    await page.getByRole('link', { name: 'Open its card' }).click();
    const meant = page.getByRole('complementary', { name: 'Thread' }).locator('.meant');
    await expect.poll(() => meant.innerText()).toContain('Pending: web-1, web-2');
    await page.getByRole('log', { name: 'Messages in #platform' }).waitFor();
    await screenshot(page, 'linked');
    await page.reload();
    await page.getByRole('complementary', { name: 'Thread' }).getByText('47.93.1.3').waitFor();
    await page.keyboard.press('Alt+ArrowDown');
    await entry(page, 'ECS bot').click();
    await page.getByRole('link', { name: 'that', exact: true }).click();
    await page.getByText('That message cannot be opened').waitFor();
    await page.getByRole('link', { name: 'this', exact: true }).click();
    await meant.waitFor();
    expect(page.context().pages()).toHaveLength(1);
  });

  test('private channels have a lock and are seen by their members only', async () => {
    const { page } = await open({ state: bilingual() });
    await entry(page, 'leads private').click();
    await page.getByText('Private channel').waitFor();
    await page.getByRole('button', { name: /You are/ }).click();
    await page.getByRole('option', { name: /陈思远/ }).click();
    await page.getByRole('log', { name: '#platform 中的消息' }).waitFor();
    expect(await entry(page, 'leads private').count()).toBe(0);
  });

  test('for a Chinese persona the page and its dates are Chinese', async () => {
    const { stub, page } = await open({ state: bilingual(), path: '/?user=U2', commands: offeredCommands() });
    const start = offeredCommands().find(({ name }) => name === 'start');
    await page.getByRole('textbox', { name: '发消息到 #platform' }).fill('/ecs s');
    await page
      .getByRole('listbox', { name: '命令' })
      .getByText(start?.summary.zh ?? 'none')
      .waitFor();
    expect(await page.evaluate('document.documentElement.lang')).toBe('zh-CN');
    const log = await page.getByRole('log').innerText();
    for (const part of ['11月23日星期一', '2026年11月23日', '2 条回复']) expect(log).toContain(part);
    stub.change(({ slack }) => ({ slack: { ...slack, views: { U2: [form('h1')] } } }));
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Create' }).click();
    await dialog.getByText('此项必填。').first().waitFor();
    await screenshot(page, 'required.zh');
    expect(latinWordsOf(await page.locator('.top-bar, .rail, .sidebar').allInnerTexts())).toEqual([]);
  });

  test('Escape closes the thread but first the window, whose focus is kept and given back', async () => {
    const { stub, page } = await open();
    stub.on('POST /sandbox/close', () => stub.change(({ slack }) => ({ slack: { ...slack, views: {} } })));
    await page.getByRole('button', { name: '2 replies' }).click();
    await page.getByRole('textbox', { name: 'Message #platform' }).focus();
    stub.change(({ slack }) => ({ slack: { ...slack, views: { U1: [form('h1')] } } }));
    await page.getByRole('dialog').waitFor();
    for (let step = 0; step < 30; step += 1) {
      await page.keyboard.press('Tab');
      expect(await page.evaluate('document.activeElement.closest("[role=dialog]") !== null')).toBe(true);
    }
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    const focused = () => page.evaluate('document.activeElement.getAttribute("aria-label")');
    await expect.poll(focused).toBe('Message #platform');
    await page.getByRole('complementary', { name: 'Thread' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('complementary', { name: 'Thread' }).waitFor({ state: 'detached' });
  });

  test('the arrows go through the channel list, with Alt from channel to channel', async () => {
    const { page } = await open();
    await entry(page, 'platform').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('textbox', { name: 'Message #random' }).waitFor();
    await page.keyboard.press('Alt+ArrowUp');
    await page.getByRole('textbox', { name: 'Message #platform' }).waitFor();
    await page.keyboard.press('Alt+Shift+ArrowDown');
    await page.getByRole('textbox', { name: 'Message ECS bot' }).waitFor();
  });

  test('the app’s shortcut is behind the button beside the composer', async () => {
    const state = fixture();
    const shortcuts = [{ callback_id: 'create', name: 'Create an instance' }];
    const { stub, page } = await open({ state: { ...state, slack: { ...state.slack, shortcuts } } });
    await page.getByRole('button', { name: 'Shortcuts' }).click();
    await page.getByRole('menuitem', { name: /Create an instance/ }).click();
    await expect.poll(() => stub.sent).toEqual([['POST /sandbox/shortcut', { user: 'U1', callback_id: 'create' }]]);
  });
});

/** What is written in Latin letters and is no name. */
function latinWordsOf(texts: readonly string[]): readonly string[] {
  const names = ['ECS', 'sandbox', 'bot', 'Slack', 'platform', 'random', 'Rita', 'Ada', 'Otto'];
  return texts
    .join(' ')
    .split(/[\s,#·]+/)
    .filter((word) => /^[A-Za-z]{2,}$/.test(word) && !names.includes(word));
}
