import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';

export interface CommandEnded {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a built command as an operator starts it, told nothing but what is given. @param entry below `dist/` */
export function runCommand(
  entry: string,
  environment: Readonly<Record<string, string>>,
  args: readonly string[],
  cwd = tmpdir(),
): Promise<CommandEnded> {
  const script = fileURLToPath(new URL(`../../dist/${entry}`, import.meta.url));
  const env = { PATH: process.env.PATH, ...environment };
  return new Promise((resolve) => {
    execFile(process.execPath, [script, ...args], { env, cwd }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });
}
