import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { type DayTwo, startDayTwo } from './day-two-stage.ts';
import { inBrowser } from './sandbox-page.ts';

const NAMES = ['fleet-1', 'fleet-2', 'fleet-3'];

// Three instances live through it together; each scene begins where the one before has ended.
inBrowser('in a browser, several instances at once', ({ browser }) => {
  let day: DayTwo;

  const window = () => day.window();
  const send = (name: string) => window().getByRole('button', { name, exact: true }).click();
  const close = () => window().getByRole('button', { name: 'Close' }).last().click();
  const calls = async (action: string) => (await day.acts()).filter((one) => one.action === action).length;
  const allCome = async (status: string) => {
    for (const name of NAMES) await day.comesTo(name, status);
  };

  beforeAll(async () => {
    day = await startDayTwo(browser());
  });
  beforeEach(() => day.go('platform'));
  afterAll(() => day?.close());

  test('three are stopped together by a pattern, after one window that lists them', async () => {
    await day.create('/ecs create web-small name=fleet amount=3');
    await allCome('Running');
    await day.say('/ecs stop fleet-* nobody-1');
    await window().getByText('These 3 instances will be stopped:').waitFor();
    for (const name of NAMES) await window().getByText(name, { exact: true }).waitFor();
    await window().getByText('Not found: ').waitFor();
    await day.picture('several-stop-window');
    expect(await calls('StopInstances')).toBe(0);
    await window()
      .getByRole('radio', { name: /Economical mode/ })
      .check({ force: true });
    await send('Stop 3 instances');
    await window()
      .getByText(/^You requested a stop of 3 instances:/)
      .waitFor();
    await day.picture('several-stopped');
    await close();
    await allCome('Stopped');
    for (const name of NAMES) expect((await day.instance(name))?.StoppedMode).toBe('StopCharging');
    expect(await calls('StopInstances')).toBe(1);
  });

  test('of what is stopped already, each is named and nothing is done', async () => {
    await vi.waitFor(
      async () => {
        // A command that comes before the bot has seen them Stopped asks in a window whether to stop them.
        if (await window().isVisible()) await close();
        await day.say('/ecs stop *');
        await day.alone().getByText('None of these can be stopped').waitFor({ timeout: 3000 });
        await day.alone().getByText('Already stopped').waitFor({ timeout: 3000 });
      },
      { timeout: 70_000 },
    );
    await day.picture('several-none');
    expect(await calls('StopInstances')).toBe(1);
  });

  test('three are released together by the boxes of the list, once their number has been typed', async () => {
    await day.say('/ecs list');
    await day.alone().getByText('3 instances').waitFor();
    for (const name of NAMES) {
      const box = day.alone().getByRole('checkbox', { name: new RegExp(name) });
      await box.press('Space');
      await expect.poll(() => box.isChecked()).toBe(true);
    }
    await day.picture('several-list');
    await day.alone().getByRole('button', { name: 'Release…' }).click();
    await window().getByText('These 3 instances will be released:').waitFor();
    const number = window().getByRole('textbox', { name: /type how many there are: 3/ });
    await number.fill('2');
    await send('Release 3 instances');
    await window().getByText('Type 3, the number of instances listed above').waitFor();
    await day.picture('several-release-window');
    expect(await calls('DeleteInstance')).toBe(0);
    await number.fill('3');
    await send('Release 3 instances');
    await window()
      .getByText(/^You requested the release of 3 instances:/)
      .waitFor();
    await close();
    await allCome('gone');
    expect(await calls('DeleteInstance')).toBe(3);
  });
});
