import type { Locator } from 'playwright-core';
import { expect, vi } from 'vitest';

type Choice = readonly [label: string, typed: string, wanted: RegExp];

/**
 * Types into lists and picks what fits, as a person would. A choice may empty the lists that depend on it a moment later, so
 * it is gone over again until every field shows what was wanted.
 */
export async function choose(form: Locator, choices: readonly Choice[]): Promise<void> {
  const shows = async ([label, , wanted]: Choice) =>
    wanted.test(await form.getByRole('combobox', { name: label }).inputValue());
  await vi.waitFor(
    async () => {
      for (const choice of choices) if (!(await shows(choice))) await pick(form, choice);
      for (const choice of choices) expect(await shows(choice), `${choice[0]} is chosen`).toBe(true);
    },
    { timeout: 40_000 },
  );
}

async function pick(form: Locator, [label, typed, wanted]: Choice): Promise<void> {
  await form.getByRole('combobox', { name: label }).fill(typed);
  await form.page().getByRole('option', { name: wanted }).first().click({ timeout: 4000 });
}
