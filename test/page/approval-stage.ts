import type { Locator, Page } from 'playwright-core';
import { expect, vi } from 'vitest';
import { screenshot } from './browser.ts';

export const LENA = 'Lena Hoffmann';
export const MARCUS = 'Marcus Okafor';
export const PRIYA = 'Priya Raman';

/** One person after another before the same screen, as in the sandbox. */
export interface Stage {
  readonly page: Page;
  be(name: string): Promise<void>;
  /** Opens a channel, or the direct messages with the bot. */
  go(place: 'platform' | 'ECS bot'): Promise<void>;
  /** What of the channel or the direct messages speaks of an instance of this name. */
  about(name: string): Locator;
  thread(name: string): Promise<Locator>;
  /** In fen, as the Cloud tab shows it; with a picture of that, when it is named. */
  balance(shot?: string): Promise<number>;
  fault(name: string, more?: object): Promise<void>;
  /** Lena asks for one prepaid instance of this name, and closes the window. Resolves to its price in fen. */
  ask(name: string): Promise<number>;
  /** Presses Approve and agrees to the question, which has to name the price (in fen). */
  approve(where: Locator, price: number): Promise<void>;
}

export function stageOn(page: Page, url: string): Stage {
  const state = { me: LENA };
  const log = page.getByRole('log');
  const about = (name: string) => log.getByRole('article').filter({ hasText: name });
  const tab = (name: string) => page.getByRole('tab', { name }).click();
  const go: Stage['go'] = async (place) => {
    await page.getByRole('navigation', { name: 'Workspace' }).getByRole('button', { name: place, exact: true }).click();
  };
  return {
    page,
    about,
    go,
    async be(name) {
      await page
        .getByRole('button', { name: new RegExp(state.me) })
        .last()
        .click();
      await page.getByRole('option', { name: new RegExp(`^${name}`) }).click();
      state.me = name;
    },
    async thread(name) {
      await about(name)
        .getByRole('button', { name: /\d repl/ })
        .click();
      return page.getByRole('complementary', { name: 'Thread' });
    },
    async balance(shot) {
      await tab('Cloud');
      const shown = await page.getByRole('definition').filter({ hasText: 'CNY' }).innerText();
      if (shot !== undefined) await screenshot(page, shot);
      await tab('Slack');
      return fen(shown);
    },
    async fault(name, more = {}) {
      const body = JSON.stringify({ name, ...more });
      const answer = await fetch(`${url}/sandbox/faults`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
      expect(answer.ok).toBe(true);
    },
    async ask(name) {
      await go('platform');
      const composer = page.getByRole('textbox', { name: 'Message #platform' });
      await composer.fill(`/ecs create type=ecs.g7.large image=ubuntu charge=prepaid period=1m name=${name}`);
      await composer.press('Enter');
      const form = page.getByRole('dialog', { name: 'Create instances' });
      await form.getByText('After this purchase:').waitFor();
      await pick(form, 'vSwitch', /^production/);
      await pick(form, 'Security group', /^production-web/);
      const shown = await form.innerText();
      const price = fen(/CNY [\d,.]+(?= at once)/.exec(shown)?.[0] ?? '');
      const now = fen(/Account balance now: (CNY [\d,]+\.\d\d)/.exec(shown)?.[1] ?? '');
      const after = fen(/After this purchase: (CNY [\d,]+\.\d\d)/.exec(shown)?.[1] ?? '');
      expect(price).toBeGreaterThan(0);
      expect(now - after, 'what the form takes off the balance').toBe(price);
      await form.getByText('After this purchase:').scrollIntoViewIfNeeded();
      await screenshot(page, `approval-form-${name}`);
      await form.getByRole('button', { name: /^(Create|Ask for approval)$/ }).click();
      await form.getByText('waits for approval. Nothing was bought.').waitFor();
      await form.getByText(MARCUS).waitFor();
      await screenshot(page, `approval-submitted-${name}`);
      await form.getByRole('button', { name: 'Close' }).last().click();
      await about(name).getByRole('button', { name: 'Approve', exact: true }).waitFor();
      await screenshot(page, `approval-card-${name}`);
      return price;
    },
    async approve(where, price) {
      await where.getByRole('button', { name: 'Approve', exact: true }).click();
      const question = page.getByRole('alertdialog', { name: `Approve for ${money(price)}?` });
      await question.getByText(`${money(price)} is charged immediately`).waitFor();
      await screenshot(page, `approval-question-${price}`);
      await question.getByRole('button', { name: 'Approve', exact: true }).click();
    },
  };
}

/** A choice may be emptied by a redraw a moment later, and is then made again. */
async function pick(form: Locator, label: string, wanted: RegExp): Promise<void> {
  const field = form.getByRole('combobox', { name: label });
  await vi.waitFor(
    async () => {
      if (!wanted.test(await field.inputValue())) {
        await field.fill('production');
        await form.page().getByRole('option', { name: wanted }).first().click({ timeout: 4000 });
      }
      expect(await field.inputValue()).toMatch(wanted);
    },
    { timeout: 40_000 },
  );
}

/** `CNY 1,416.20` -> 141620. */
export const fen = (text: string): number => Math.round(Number(text.replace(/[^\d.]/g, '')) * 100);

export const money = (minor: number): string =>
  `CNY ${(minor / 100).toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
