import type { Locator } from 'playwright-core';
import { expect, vi } from 'vitest';
import { screenshot } from './browser.ts';
import { MARCUS, type SandboxPage } from './sandbox-page.ts';

/** One person after another before the same screen, as in the sandbox. */
export interface Stage extends SandboxPage {
  /** What of the channel or the direct messages speaks of an instance of this name. */
  about(name: string): Locator;
  thread(name: string): Promise<Locator>;
  /** In fen, as the Cloud tab shows it; with a picture of that, when it is named. */
  balance(shot?: string): Promise<number>;
  /** Lena asks for one prepaid instance of this name, and closes the window. Resolves to its price in fen. */
  ask(name: string): Promise<number>;
  /** Presses Approve and agrees to the question, which has to name the price (in fen). */
  approve(where: Locator, price: number): Promise<void>;
}

export function stageOn(sandbox: SandboxPage): Stage {
  const { page } = sandbox;
  const log = page.getByRole('log');
  const about = (name: string) => log.getByRole('article').filter({ hasText: name });
  const tab = (name: string) => page.getByRole('tab', { name }).click();
  return {
    ...sandbox,
    about,
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
    async ask(name) {
      await sandbox.go('platform');
      await sandbox.say(`/ecs create type=ecs.g7.large image=ubuntu charge=prepaid period=1m name=${name}`);
      const form = page.getByRole('dialog', { name: 'Create instances' });
      await form.getByText('After this purchase:').waitFor();
      await pick(form, 'Network', /^production/);
      const shown = await form.innerText();
      const price = fen(/CNY [\d,.]+(?= upfront)/.exec(shown)?.[0] ?? '');
      const now = fen(/Account balance now: (CNY [\d,]+\.\d\d)/.exec(shown)?.[1] ?? '');
      const after = fen(/After this purchase: (CNY [\d,]+\.\d\d)/.exec(shown)?.[1] ?? '');
      expect(price).toBeGreaterThan(0);
      expect(now - after, 'what the form takes off the balance').toBe(price);
      await form.getByText('After this purchase:').scrollIntoViewIfNeeded();
      await screenshot(page, `approval-form-${name}`);
      await form.getByRole('button', { name: /^(Create|Request approval)$/ }).click();
      await form.getByText('was sent for approval. Nothing is bought before it’s approved.').waitFor();
      await form.getByText(MARCUS).waitFor();
      await form.getByRole('link', { name: 'Its card and thread' }).waitFor();
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
