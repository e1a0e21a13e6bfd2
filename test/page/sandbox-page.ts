import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished } from 'vitest';
import { findChromium, type Looks, launch, type TestBrowser } from './browser.ts';
import { startCli } from './cli.ts';

export const LENA = 'Lena Hoffmann';
export const MARCUS = 'Marcus Okafor';
export const PRIYA = 'Priya Raman';

/** What the cloud may need to bring an instance to Running, at twenty times its speed. */
export const COMES_TO_RUNNING = { timeout: 60_000 };

/** A sandbox of its own with its page before a person, who is Lena at first and sees #platform. */
export interface SandboxPage {
  readonly page: Page;
  readonly url: string;
  /** Opens a channel, or the direct messages with the bot. */
  go(place: 'platform' | 'ECS bot'): Promise<void>;
  /** Writes into #platform. */
  say(words: string): Promise<void>;
  /** Another person sits down before the same screen. */
  be(name: string): Promise<void>;
  /** The window that is open. */
  window(): Locator;
  /** The newest message that only this person can see. */
  alone(): Locator;
  fault(name: string, more?: object): Promise<void>;
  mendFaults(): Promise<void>;
  /** Fails when the page has complained of anything. */
  close(): Promise<void>;
}

/** What the sandbox is started with, as on the command line, and the screen before which its person is. */
export interface Opening extends Looks {
  readonly with?: readonly string[];
  /** Where the person is: what a visitor sees first, or #platform where it is not told. */
  readonly at?: 'first';
}

interface InBrowser {
  /** A sandbox for one test, taken down at its end. */
  open(opening?: Opening): Promise<SandboxPage>;
  readonly browser: () => TestBrowser;
}

/** Tests that share a browser; skipped where there is none. */
export function inBrowser(title: string, tests: (given: InBrowser) => void): void {
  const chromium = findChromium();
  describe.skipIf(chromium === null)(title, () => {
    let browser: TestBrowser;
    beforeAll(async () => {
      browser = await launch(chromium as string);
    });
    afterAll(() => browser?.close());
    const open = async (opening?: Opening) => {
      const opened = await openSandboxPage(browser, opening);
      onTestFinished(opened.close);
      return opened;
    };
    tests({ open, browser: () => browser });
  });
}

/** The same for several tests: whoever opens it closes it. */
export async function openSandboxPage(browser: TestBrowser, opening: Opening = {}): Promise<SandboxPage> {
  const { ready, stop } = await startCli(opening.with ?? ['--time-scale', '20']);
  const { page, complaints } = await browser.newPage(ready.page, opening);
  const faults = async (method: string, body?: object) => {
    const json = body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    expect((await fetch(`${ready.page}/sandbox/faults`, { method, ...json })).ok).toBe(true);
  };
  const go: SandboxPage['go'] = (place) =>
    page
      .getByRole('navigation', { name: 'Workspace' })
      .getByRole('button', { name: new RegExp(`^${place}( |$)`) })
      .click();
  if (opening.at !== 'first') await go('platform');
  return {
    page,
    url: ready.page,
    go,
    async say(words) {
      const composer = page.getByRole('textbox', { name: /^(Message|发消息到) #platform$/ });
      await composer.fill(words);
      await composer.press('Enter');
    },
    async be(name) {
      await page.getByRole('button', { name: /You are|当前身份/ }).click();
      await page.getByRole('option', { name: new RegExp(`^${name}`) }).click();
    },
    window: () => page.getByRole('dialog'),
    alone: () =>
      page
        .getByRole('article')
        .filter({ hasText: /Only visible to you|仅对您可见/ })
        .last(),
    fault: (name, more = {}) => faults('POST', { name, ...more }),
    mendFaults: () => faults('DELETE'),
    async close() {
      await page.close();
      await stop();
      expect(complaints).toEqual([]);
    },
  };
}

/** Sends the form of a create, which then goes. */
export async function sendForm(form: Locator): Promise<void> {
  await form.getByRole('button', { name: /^(Create|Request approval)$/ }).click();
  await form.waitFor({ state: 'detached' });
}
