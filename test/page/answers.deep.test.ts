import { expect, test } from 'vitest';
import { COMES_TO_RUNNING, inBrowser, MARCUS, sendForm } from './sandbox-page.ts';

inBrowser('what the page answers where one clicks', ({ open }) => {
  test('an answer comes in the thread of the button, a link stays closed, and the welcome can be had again', async () => {
    const { page, say, window, be } = await open();
    await say('/ecs create web-small name=web-1');
    await sendForm(window());
    await page
      .getByRole('article')
      .getByRole('button', { name: /repl(y|ies)/ })
      .click();
    const thread = page.getByRole('complementary', { name: 'Thread' });
    const channel = page.getByRole('main');
    const inThread = thread.getByRole('article').filter({ hasText: 'Log in:' }).last();
    await inThread.waitFor(COMES_TO_RUNNING);

    await inThread.getByRole('button', { name: 'Show', exact: true }).click();
    await thread.getByText('Only visible to you').waitFor();
    expect(await channel.getByText('Only visible to you').count()).toBe(0);
    await channel.getByRole('button', { name: 'Show', exact: true }).click();
    await channel.getByText('Only visible to you').waitFor();

    await inThread.getByRole('link', { name: 'Open terminal' }).click();
    expect(await window().textContent()).toContain('https://ecs-workbench.aliyun.com/');
    expect(page.context().pages()).toHaveLength(1);
    const overhang = () => page.evaluate<number>('document.documentElement.scrollHeight - window.innerHeight');
    expect(await overhang()).toBe(0);
    await page.setViewportSize({ width: 390, height: 844 });
    const box = await window().boundingBox();
    expect((box?.x ?? 0) + (box?.width ?? 391)).toBeLessThanOrEqual(390);
    await page.setViewportSize({ width: 1280, height: 900 });
    await window().getByRole('button', { name: 'Close' }).click();
    await window().waitFor({ state: 'detached' });

    const again = channel.getByRole('button', { name: 'Try this' });
    await again.click();
    await page.getByRole('button', { name: 'List servers' }).click();
    expect(await page.getByRole('textbox', { name: 'Message #platform' }).inputValue()).toBe('/ecs list');
    expect(await again.getAttribute('aria-pressed')).toBe('false');
    await say('/ecs policy');
    await channel.getByText('Who must approve').waitFor();

    const spoken = page.getByRole('status', { name: 'New messages' });
    await expect.poll(() => spoken.textContent()).toContain('Only visible to you');
    expect(await spoken.textContent()).not.toMatch(/<[@#!]/);
    await be(MARCUS);
    await expect.poll(() => spoken.textContent()).not.toContain('Only visible to you');
  });
});
