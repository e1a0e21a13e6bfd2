import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { SlackMessage } from '../../src/sandbox/ports.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/sandbox.ts';

/** The built bot: deep tests run what `npm run build` made. */
export const BUILT_BOT = fileURLToPath(new URL('../../dist/bot/main.js', import.meta.url));

export interface TestSandbox extends Sandbox {
  readonly requester: string;
  readonly channel: string;
  readonly dataDir: string;
  /** What the bot has logged so far. */
  readonly lines: readonly string[];
}

/** A sandbox of its own for one test, taken down at its end. Twenty cloud seconds pass in one. */
export async function testSandbox(options: Partial<SandboxOptions> = {}): Promise<TestSandbox> {
  const sandbox = await openSandbox(options);
  onTestFinished(() => sandbox.close());
  return sandbox;
}

/** The same for several tests; the test that opens it closes it. */
export async function openSandbox(options: Partial<SandboxOptions> = {}): Promise<TestSandbox> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'ecs-chatops-test-'));
  const lines: string[] = [];
  const sandbox = await startSandbox({
    port: 0,
    ecsPort: 0,
    timeScale: 20,
    transport: 'socket',
    seed: 1,
    botEntry: BUILT_BOT,
    onBotLine: (line) => lines.push(line),
    ...options,
    dataDir,
  });
  const close = async () => {
    await sandbox.close();
    rmSync(dataDir, { recursive: true, force: true });
  };
  const requester = sandbox.slack.users.find((user) => user.role === 'requester')?.id ?? '';
  return { ...sandbox, close, requester, channel: sandbox.slack.channels[0]?.id ?? '', dataDir, lines };
}

/** Cards in a channel, oldest first: the bot's messages that are in no thread. */
export function cardsIn(sandbox: TestSandbox, channel = sandbox.channel): readonly SlackMessage[] {
  return sandbox.slack.state().channels.find(({ id }) => id === channel)?.messages ?? [];
}

/** What the bot told the requester privately. */
export function privateMessages(sandbox: TestSandbox): readonly SlackMessage[] {
  const direct = sandbox.slack.state().channels.filter(({ is_im, name }) => is_im && name === sandbox.requester);
  return direct.flatMap(({ messages }) => messages);
}

/** Cloud instances by the request they were made for, from their tag. */
export function instancesOf(sandbox: TestSandbox, requestId: string): readonly Readonly<Record<string, unknown>>[] {
  return sandbox.ecs.state().instances.filter((instance) => JSON.stringify(instance.Tags).includes(`"${requestId}-`));
}
