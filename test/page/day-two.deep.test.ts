import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { type DayTwo, fillIn, startDayTwo } from './day-two-stage.ts';
import { inBrowser } from './sandbox-page.ts';

const SOON = { timeout: 70_000 };
const HOUR_MS = 3_600_000;

// One instance lives through it, from its creation to its release; each scene begins where the one before has ended.
inBrowser('in a browser, the life of an instance after its creation', ({ browser }) => {
  let day: DayTwo;

  const names = async () => (await day.acts()).map(({ action }) => action);

  beforeAll(async () => {
    day = await startDayTwo(browser());
  });
  beforeEach(() => day.go('platform'));
  afterAll(() => day?.close());

  test('it is created with the lease of the policy, which is set so that a warning is about to come', async () => {
    await day.create('/ecs create web-small name=shop-1');
    await day.comesTo('shop-1', 'Running');
    await expect.poll(async () => (await day.instance('shop-1'))?.AutoReleaseTime ?? '', SOON).not.toBe('');
    const before = String((await day.instance('shop-1'))?.AutoReleaseTime);
    // Two hours before the end is the next full minute.
    await day.say('/ecs lease shop-1 2h');
    await day.alone().getByText('New auto-release of shop-1').waitFor();
    await day.picture('lease');
    await expect.poll(async () => (await day.instance('shop-1'))?.AutoReleaseTime, SOON).not.toBe(before);
  });

  test('it is found in the list: by its pages, by whose it is and by a part of its name', async () => {
    const { page } = day;
    const rows = () => day.alone().getByRole('table').getByRole('row');
    await day.say('/ecs list cn-hangzhou');
    await day.alone().getByText('1–20 of 46 instances').waitFor();
    expect(await rows().count()).toBe(21);
    await day.picture('list');
    await day.alone().getByRole('button', { name: 'Next page' }).click();
    await day.alone().getByText('21–40 of 46 instances').waitFor();
    await day.alone().getByRole('button', { name: 'Next page' }).click();
    await day.alone().getByText('41–46 of 46 instances').waitFor();
    expect(await rows().count()).toBe(7);
    expect(await day.alone().getByRole('button', { name: 'Next page' }).count()).toBe(0);
    await day.alone().getByRole('button', { name: 'Previous page' }).click();
    await day.alone().getByText('21–40 of 46 instances').waitFor();

    await day.say('/ecs list');
    await day.alone().getByText('1 instance').waitFor();
    expect(await rows().nth(1).innerText()).toContain('shop-1');
    await day.say('/ecs list cn-hangzhou api');
    await day.alone().getByText('named like “api”').waitFor();
    for (const row of (await rows().all()).slice(1)) expect(await row.innerText()).toMatch(/api-\d+/);
    await day.say('/ecs list cn-hangzou');
    await day.alone().getByText('Did you mean /ecs list cn-hangzhou?').waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);
  });

  test('shown, it is stopped by its button without being charged for', async () => {
    await day.say('/ecs show shop-1');
    const shown = day.alone();
    await shown.getByText('Private IP').waitFor();
    await day.picture('show');
    await shown.getByRole('button', { name: 'Stop…', exact: true }).click();
    const window = day.window();
    await window.getByText('shop-1').first().waitFor();
    await day.picture('stop-window');
    await window.getByRole('radio', { name: /Economical mode/ }).check({ force: true });
    await window.getByRole('button', { name: 'Stop', exact: true }).click();
    await window
      .getByText('You requested a stop of shop-1 in economical mode: no charge for vCPUs and memory')
      .waitFor();
    await window.getByRole('button', { name: 'Close' }).last().click();
    await day.comesTo('shop-1', 'Stopped');
    expect((await day.instance('shop-1'))?.StoppedMode).toBe('StopCharging');
    await day.page.getByText('no charge for vCPUs and memory').first().waitFor(SOON);
    await day.picture('stopped');
  });

  test('it is started by a word', async () => {
    await day.say('/ecs start shop-1');
    await day.alone().getByText('You requested a start of shop-1.').waitFor();
    await day.comesTo('shop-1', 'Running');
    // The cloud knows that it runs a moment before the bot does; until then it is still being started.
    await vi.waitFor(async () => {
      await day.say('/ecs start shop-1');
      await day.alone().getByText('shop-1 is already running').waitFor({ timeout: 3000 });
    }, SOON);
  });

  test('it is restarted once its window has been agreed to, and not when that is closed', async () => {
    const window = day.window();
    await day.say('/ecs restart shop-1');
    await window.getByText('It will be shut down and started again').waitFor();
    await window.getByRole('button', { name: 'Cancel' }).click();
    await window.waitFor({ state: 'detached' });
    await day.say('/ecs restart shop-1');
    await window.getByText('It will be shut down and started again').waitFor();
    expect(await names()).not.toContain('RebootInstance');
    await day.picture('restart-window');
    await window.getByRole('button', { name: 'Restart', exact: true }).click();
    await window.getByText('You requested a restart of shop-1.').waitFor();
    await window.getByRole('button', { name: 'Close' }).last().click();
    await expect.poll(names, SOON).toContain('RebootInstance');
    await day.comesTo('shop-1', 'Running');
  });

  test('a type that is sold out is available elsewhere: an alternative is picked and submitted unchanged', async () => {
    await day.fault('no-stock', { action: 'CreateInstance' });
    await day.create('/ecs create web-small type=ecs.c7.large name=shop-2');
    const card = day.page.getByRole('log').getByRole('article').filter({ hasText: 'Sold out' });
    await card.getByRole('button', { name: 'Show alternatives' }).waitFor(SOON);
    await day.picture('sold-out');
    await card.getByRole('button', { name: 'Show alternatives' }).click();
    const first = day
      .alone()
      .getByRole('button', { name: /in zone/ })
      .first();
    await first.waitFor(SOON);
    const [, type = ''] = /(ecs\.\S+) in zone/.exec(await first.innerText()) ?? [];
    await day.picture('alternatives');
    await first.click();
    const form = day.window();
    await expect.poll(() => form.getByRole('combobox', { name: 'Instance type' }).inputValue()).toContain(type);
    expect(await form.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('shop-2');
    await fillIn(form);
    await day.comesTo('shop-2', 'Running');
    expect((await day.instance('shop-2'))?.InstanceType).toBe(type);
  });

  test('the warning that its lease ends comes as a direct message, and its button gives it a week more', async () => {
    const before = Date.parse(String((await day.instance('shop-1'))?.AutoReleaseTime));
    await day.go('ECS bot');
    const warning = day.page.getByRole('article').filter({ hasText: 'shop-1 auto-releases soon' });
    await warning.getByRole('button', { name: 'Extend', exact: true }).waitFor(SOON);
    await day.picture('lease-warning');
    await warning.getByRole('button', { name: 'Extend', exact: true }).click();
    await day.alone().getByText('New auto-release of shop-1').waitFor();
    await expect
      .poll(async () => Date.parse(String((await day.instance('shop-1'))?.AutoReleaseTime)) - before, SOON)
      .toBe(7 * 24 * HOUR_MS);
    await day.picture('extended');
  });

  test('it is released only when its own name has been typed into the window that names it', async () => {
    await day.say('/ecs release shop-1');
    const window = day.window();
    const name = window.getByRole('textbox', { name: 'Type shop-1 to release it' });
    await name.fill('shop-2');
    await day.picture('release-window');
    const send = () => window.getByRole('button', { name: 'Release', exact: true }).click();
    await send();
    await window.getByText('That isn’t the instance’s name.').waitFor();
    await day.picture('release-wrong-name');
    expect(await names()).not.toContain('DeleteInstance');
    await name.fill('shop-1');
    await send();
    await window.getByText('You requested the release of shop-1, which permanently deletes it.').waitFor();
    await window.getByRole('button', { name: 'Close' }).last().click();
    await day.comesTo('shop-1', 'gone');
    expect((await day.instance('shop-2'))?.Status).toBe('Running');
    await vi.waitFor(async () => {
      await day.say('/ecs list mine');
      await day.alone().getByText('1 instance').waitFor({ timeout: 3000 });
    }, SOON);
    expect(await day.alone().getByRole('table').innerText()).toContain('shop-2');
  });

  test('and all the while the cloud was asked for nothing that its state does not allow', async () => {
    const refused = (await day.acts()).flatMap(({ action, code }) => (code === null ? [] : [[action, code]]));
    // The one that was made so.
    expect(refused).toEqual([['CreateInstance', 'OperationDenied.NoStock']]);
    expect((await names()).filter((action) => /^(Create|Stop|Reboot|Delete)Instance$/.test(action))).toEqual([
      'CreateInstance',
      'StopInstance',
      'RebootInstance',
      'CreateInstance',
      'CreateInstance',
      'DeleteInstance',
    ]);
  });
});
