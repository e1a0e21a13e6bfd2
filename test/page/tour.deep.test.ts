import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { SCENES } from '../../src/sandbox/page/tour/scenes.ts';
import { screenshot } from './browser.ts';
import { inBrowser, MARCUS } from './sandbox-page.ts';

const bar = (page: Page) => page.getByRole('complementary', { name: 'Guided tour' });
const line = (page: Page) => bar(page).getByRole('status');
const forward = (page: Page, name: string) => bar(page).getByRole('button', { name, exact: true });

/** What a step needs at twenty times the cloud's speed, on a busy machine. */
const COMES_ABOUT = 90_000;

/** The step has come about: the tour waits for a click. */
async function shown(page: Page, says: string): Promise<void> {
  await expect.poll(() => line(page).innerText(), { timeout: COMES_ABOUT }).toBe(says);
  await expect.poll(() => line(page).getAttribute('aria-busy'), { timeout: COMES_ABOUT, message: says }).toBe('false');
}

inBrowser('the guided tour, on the real bot', ({ open, browser }) => {
  test.each([
    ['light', { width: 1440, height: 900 }],
    ['dark', { width: 390, height: 844 }],
  ] as const)(
    'plays its seven scenes by clicks on Next alone, %s, at %o',
    async (theme, size) => {
      const { page } = await open({ theme, size, at: 'first' });
      await page.getByRole('button', { name: 'Take the tour' }).click();
      for (const [at, scene] of SCENES.entries())
        for (const [stepAt, step] of scene.steps.entries()) {
          await shown(page, step.says.en);
          await screenshot(page, `tour-${theme}-${at + 1}-${stepAt + 1}`);
          const isLast = at === SCENES.length - 1 && stepAt === scene.steps.length - 1;
          await forward(page, isLast ? 'Finish' : 'Next').click();
        }
      await bar(page).waitFor({ state: 'detached' });
    },
    600_000,
  );

  test('whoever reads Chinese has the tour in Chinese to its end, with a person who reads it too', async () => {
    const { page, be } = await open({ at: 'first' });
    await be('陈思远');
    await page.getByRole('button', { name: /^2\. / }).click();
    const strip = page.getByRole('complementary', { name: '导览' });
    const [form, card, marcus] = SCENES[1]?.steps ?? [];
    for (const [step, person] of [
      [form, '陈思远'],
      [card, '陈思远'],
      [marcus, MARCUS],
    ] as const) {
      const line = strip.getByRole('status');
      await expect.poll(() => line.innerText(), { timeout: COMES_ABOUT }).toBe(step?.says.zh);
      await expect.poll(() => line.getAttribute('aria-busy'), { timeout: COMES_ABOUT }).toBe('false');
      await page
        .getByRole('button', { name: /You are|当前身份/, includeHidden: true })
        .getByText(person)
        .waitFor();
      await strip.getByRole('button', { name: '下一步' }).click();
    }
    await strip.getByRole('button', { name: '结束导览' }).click();
  });

  test('whoever acts takes over: the tour lets go, waits, and goes on where it was', async () => {
    const { page, window } = await open({ at: 'first' });
    await page
      .getByRole('button', { name: /Request approval, and approve/ })
      .first()
      .click();
    const scene = SCENES[1];
    await shown(page, scene?.steps[0]?.says.en ?? '');
    await window().getByRole('button', { name: 'Request approval' }).click();
    await expect.poll(() => line(page).innerText()).toContain('You have taken over');
    await window().getByText(MARCUS).waitFor();
    await window().getByRole('button', { name: 'Close' }).last().click();
    // What the person did is not done again: the tour finds the request waiting, and goes on from there.
    await forward(page, 'Continue').click();
    await shown(page, scene?.steps[1]?.says.en ?? '');
    await forward(page, 'Next').click();
    await shown(page, scene?.steps[2]?.says.en ?? '');
    expect(await page.getByRole('article').filter({ hasText: 'tour-1-shop' }).count()).toBe(1);
    await forward(page, 'End tour').click();
    await bar(page).waitFor({ state: 'detached' });
  }, 240_000);

  test('a second window waits for the first, which plays with the same people', async () => {
    const first = await open({ at: 'first' });
    const second = await browser().newPage(first.url, {});
    const begin = (page: Page) => page.getByRole('button', { name: SCENES[0]?.title.en ?? '' }).click();
    await begin(first.page);
    await shown(first.page, SCENES[0]?.steps[0]?.says.en ?? '');
    // Both are Lena, and the form is open in both.
    await forward(first.page, 'Next').click();
    await shown(first.page, SCENES[0]?.steps[1]?.says.en ?? '');
    await begin(second.page);
    await expect.poll(() => line(second.page).innerText()).toContain('on the tour in another window');
    await forward(first.page, 'End tour').click();
    await forward(second.page, 'Continue').click();
    await shown(second.page, SCENES[0]?.steps[0]?.says.en ?? '');
    await forward(second.page, 'End tour').click();
    await second.page.close();
  }, 240_000);
});
