import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { build } from 'vite';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The Chromium to test with; null, with the reason printed, where there is none. Throws where the one that is named is not there. */
export function findChromium(): string | null {
  const named = process.env.CHROMIUM;
  if (named !== undefined && !existsSync(named)) throw new Error(`CHROMIUM names ${named}, which is not there.`);
  const places = [named, '/usr/bin/chromium', '/usr/bin/google-chrome'];
  const found = places.find((place) => place !== undefined && existsSync(place)) ?? null;
  if (found === null) console.warn('No browser: set CHROMIUM to a Chromium executable. The page tests are skipped.');
  return found;
}

/** What the person's screen and system are like. */
export interface Looks {
  readonly size?: { readonly width: number; readonly height: number };
  readonly theme?: 'light' | 'dark';
}

export interface TestBrowser {
  /** A page of its own context. Anything it says on the console as an error, or throws, is collected in `complaints`. */
  newPage(url: string, looks?: Looks): Promise<{ page: Page; complaints: string[] }>;
  close(): Promise<void>;
}

export async function launch(executablePath: string): Promise<TestBrowser> {
  const browser: Browser = await chromium.launch({ executablePath, args: FLAGS });
  return {
    async newPage(url, { size: viewport = { width: 1440, height: 900 }, theme: colorScheme = 'light' } = {}) {
      const context = await browser.newContext({ viewport, colorScheme, locale: 'en-US', timezoneId: 'UTC' });
      const page = await context.newPage();
      page.setDefaultTimeout(15_000);
      const complaints: string[] = [];
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(message.text());
      });
      page.on('request', (request) => {
        const { origin } = new URL(request.url());
        if (origin !== 'null' && origin !== new URL(url).origin) complaints.push(`asked ${origin} for something`);
      });
      await page.goto(url);
      return { page, complaints };
    },
    close: () => browser.close(),
  };
}

/** Writes a picture for people to look at, when `SCREENSHOTS` names a folder. */
export async function screenshot(page: Page, name: string): Promise<void> {
  const folder = process.env.SCREENSHOTS;
  if (folder) await page.screenshot({ path: join(folder, `${name}.png`) });
}

/** Builds the page as it is in the sources into a folder of its own. */
export async function buildPage(): Promise<{ folder: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'sandbox-page-'));
  const root = new URL('../../src/sandbox/page', import.meta.url).pathname;
  await build({ root, logLevel: 'warn', build: { outDir: folder, emptyOutDir: true } });
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
