import { expect, test } from 'vitest';
import { fen, money, stageOn } from './approval-stage.ts';
import { screenshot } from './browser.ts';
import { COMES_TO_RUNNING, inBrowser, LENA, MARCUS, PRIYA } from './sandbox-page.ts';

inBrowser('in a browser, on the real bot', ({ open }) => {
  const stageIn = async () => stageOn(await open({ size: { width: 1440, height: 1250 } }));

  test('what is prepaid is asked for, cannot be approved by its requester, and is bought when an approver agrees', async () => {
    const stage = await stageIn();
    const { page } = stage;
    const before = await stage.balance();
    const price = await stage.ask('bought-one');
    await stage.approve(stage.about('bought-one'), price);
    const alone = page.getByRole('article').filter({ hasText: 'Only visible to you' });
    await alone.getByText('You requested this yourself, so somebody else must decide.').waitFor();
    for (const button of ['Deny…', 'Approve with a note…']) {
      const told = await alone.count();
      await stage.about('bought-one').getByRole('button', { name: button }).click();
      await expect.poll(() => alone.count()).toBe(told + 1);
      expect(await page.getByRole('dialog').count()).toBe(0);
    }
    await screenshot(page, 'approval-own');
    expect(await stage.balance()).toBe(before);

    await stage.be(MARCUS);
    expect(await alone.count()).toBe(0);
    await stage.approve(stage.about('bought-one'), price);
    await alone.getByText('You’ve approved it: 1 instance is being bought.').waitFor();
    await stage.about('bought-one').getByText(`Approved by`).waitFor();
    const thread = await stage.thread('bought-one');
    await thread.getByText(/^Running:/).waitFor(COMES_TO_RUNNING);
    await screenshot(page, 'approval-running');
    expect(await stage.balance('approval-cloud')).toBe(before - price);
    await stage.be(LENA);
    await stage.go('ECS bot');
    await page
      .getByRole('log')
      .getByText(/\d+\.\d+\.\d+\.\d+/)
      .first()
      .waitFor(COMES_TO_RUNNING);
    await screenshot(page, 'approval-requester-told');
  });

  test('a denial needs a reason, which the requester reads, and the form opens again as it was filled in', async () => {
    const stage = await stageIn();
    const { page } = stage;
    const before = await stage.balance();
    await stage.ask('denied-one');
    await stage.be(PRIYA);
    await stage.about('denied-one').getByRole('button', { name: 'Deny…' }).click();
    const form = page.getByRole('dialog', { name: 'Deny the request' });
    const reason = form.getByRole('textbox', { name: 'Why?' });
    const deny = () => form.getByRole('button', { name: 'Deny', exact: true }).click();
    await deny();
    await form.getByText('Please complete this required field.').waitFor();
    await reason.fill('   ');
    await deny();
    await expect.poll(() => reason.getAttribute('aria-invalid')).toBe('true');
    await screenshot(page, 'approval-deny');
    await reason.fill('A *smaller* one will do, <!channel>');
    await deny();
    await form.getByText('Denied. Nothing was bought.').waitFor();
    await screenshot(page, 'approval-denied-window');
    await form.getByRole('button', { name: 'Close' }).last().click();

    await stage.be(LENA);
    await stage.go('ECS bot');
    const told = stage.about('Your request was denied');
    await told.getByText('smaller').waitFor();
    await screenshot(page, 'approval-denied-told');
    await stage.go('platform');
    await stage.about('denied-one').getByRole('button', { name: 'Edit and request again' }).click();
    const again = page.getByRole('dialog', { name: 'Create instances' });
    await expect.poll(() => again.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('denied-one');
    for (const [label, wanted] of [
      ['Instance type', /^ecs\.g7\.large/],
      ['Network', /^production/],
      ['Image', /Ubuntu/],
    ] as const)
      await expect.poll(() => again.getByRole('combobox', { name: label }).inputValue()).toMatch(wanted);
    await screenshot(page, 'approval-ask-again');
    await again.getByRole('button', { name: 'Cancel' }).click();
    expect(await stage.balance()).toBe(before);
  });

  test('a price that moved is asked for again, and what is debited is the new one', async () => {
    const stage = await stageIn();
    const { page } = stage;
    const before = await stage.balance();
    const old = await stage.ask('moved-one');
    await stage.fault('price-change', { percent: 10, times: 0 });
    await stage.be(MARCUS);
    await stage.approve(stage.about('moved-one'), old);
    await stage.about('The price has changed from').waitFor();
    const card = stage.about('moved-one').first();
    await card.getByText('Price now').waitFor();
    const now = fen((await card.innerText()).match(/Price now\s*(CNY [\d,.]+)/)?.[1] ?? '');
    expect(Math.abs(now - old * 1.1)).toBeLessThanOrEqual(1);
    expect(await card.innerText()).toMatch(new RegExp(`Price before\\s*${money(old)}`));
    await screenshot(page, 'approval-asked-again');
    expect(await stage.balance()).toBe(before);

    await stage.approve(card, now);
    await (await stage.thread('moved-one')).getByText(/^Running:/).waitFor(COMES_TO_RUNNING);
    await screenshot(page, 'approval-moved-running');
    expect(await stage.balance()).toBe(before - now);
  });

  test('an approver decides in the direct messages with the bot, with a note', async () => {
    const stage = await stageIn();
    const { page } = stage;
    const before = await stage.balance();
    const price = await stage.ask('direct-one');
    await stage.be(PRIYA);
    await stage.go('ECS bot');
    const asked = stage.about('Approval requested by');
    await asked.getByRole('button', { name: 'Approve with a note…' }).waitFor();
    await screenshot(page, 'approval-ask');
    await asked.getByRole('button', { name: 'Approve with a note…' }).click();
    const form = page.getByRole('dialog', { name: 'Approve with a note' });
    await form.getByText(money(price)).first().waitFor();
    await form.getByRole('textbox', { name: 'Note' }).fill('for the launch');
    await screenshot(page, 'approval-note');
    await form.getByRole('button', { name: 'Approve', exact: true }).click();
    await form.getByText('You’ve approved it').waitFor();
    await screenshot(page, 'approval-note-window');
    await form.getByRole('button', { name: 'Close' }).last().click();
    await expect
      .poll(() => page.getByRole('log').getByRole('button', { name: 'Approve', exact: true }).count())
      .toBe(0);
    await screenshot(page, 'approval-ask-decided');
    await stage.go('platform');
    const thread = await stage.thread('direct-one');
    await thread.getByText('for the launch').waitFor();
    await thread.getByText(/^Running:/).waitFor(COMES_TO_RUNNING);
    expect(await stage.balance()).toBe(before - price);
  });

  test('its requester takes it back, and nobody can approve it any more', async () => {
    const stage = await stageIn();
    const { page } = stage;
    const before = await stage.balance();
    await stage.ask('taken-one');
    await stage.about('taken-one').getByRole('button', { name: 'Withdraw' }).click();
    const question = page.getByRole('alertdialog', { name: 'Withdraw this request?' });
    await screenshot(page, 'approval-withdraw');
    await question.getByRole('button', { name: 'Withdraw' }).click();
    await stage.about('Withdrawn. Nothing was bought.').waitFor();
    await stage.about('taken-one').getByText('Withdrawn by').waitFor();
    await screenshot(page, 'approval-withdrawn');
    await stage.be(MARCUS);
    expect(
      await stage
        .about('taken-one')
        .getByRole('button', { name: /^(Approve|Deny)/ })
        .count(),
    ).toBe(0);
    await stage.go('ECS bot');
    await expect
      .poll(() =>
        page
          .getByRole('log')
          .getByRole('button', { name: /^(Approve|Deny)/ })
          .count(),
      )
      .toBe(0);
    await screenshot(page, 'approval-withdrawn-ask');
    expect(await stage.balance()).toBe(before);
  });
});
