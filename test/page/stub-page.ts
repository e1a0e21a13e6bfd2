import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect } from 'vitest';
import type { SandboxState } from '../../src/sandbox/state.ts';
import { buildPage, findChromium, type Looks, launch, type TestBrowser } from './browser.ts';
import { fixture } from './fixture.ts';
import { type Stub, startStub } from './stub.ts';

export interface StubPage {
  readonly stub: Stub;
  readonly page: Page;
}

export interface StubOpening extends Looks {
  readonly path?: string;
  readonly state?: SandboxState;
  readonly gallery?: unknown;
  readonly commands?: readonly object[];
}

interface OnStub {
  /** A page of its own before a stub of its own; the test fails when the page complains of anything. */
  open(opening?: StubOpening): Promise<StubPage>;
}

/** Tests of the page alone, which share a browser; skipped where there is none. */
export function onStub(title: string, tests: (given: OnStub) => void): void {
  const chromium = findChromium();
  describe.skipIf(chromium === null)(title, () => {
    let browser: TestBrowser;
    let built: Awaited<ReturnType<typeof buildPage>>;
    const stubs: Stub[] = [];
    const complaints: string[][] = [];
    beforeAll(async () => {
      built = await buildPage();
      browser = await launch(chromium as string);
    });
    afterEach(async () => {
      expect(complaints.splice(0).flat()).toEqual([]);
      await Promise.all(stubs.splice(0).map((stub) => stub.close()));
    });
    afterAll(async () => {
      await browser?.close();
      await built?.remove();
    });
    tests({
      async open({ path = '/', state = fixture(), gallery, commands = [], ...looks } = {}) {
        const stub = await startStub(built.folder, state, gallery);
        stub.on('GET /sandbox/commands', () => ({ commands }));
        stubs.push(stub);
        const opened = await browser.newPage(`${stub.url}${path}`, looks);
        complaints.push(opened.complaints);
        return { stub, page: opened.page };
      },
    });
  });
}
