import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';

/** A person at a terminal. */
export interface Terminal {
  say(text: string): void;
  /** Returns the typed answer. A secret is not shown while it is typed. @throws Interrupted */
  ask(question: string, how?: { readonly secret?: boolean }): Promise<string>;
  close(): void;
}

/** The person pressed Ctrl-C, or the input has ended. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

export function openTerminal(
  input: NodeJS.ReadableStream & { readonly isTTY?: boolean },
  output: NodeJS.WritableStream,
): Terminal {
  // Text typed or pasted before a question may be the next secret.
  let isMuted = true;
  const shown = new Writable({
    write(chunk, _encoding, done) {
      if (!isMuted) output.write(chunk);
      done();
    },
  });
  const lines = createInterface({ input, output: shown, terminal: input.isTTY === true, historySize: 0 });
  // Piped input arrives before its question.
  const come: string[] = [];
  let waiting: { take(line: string): void; leave(): void } | null = null;
  let isOver = false;
  const end = (): void => {
    isOver = true;
    waiting?.leave();
  };
  lines.on('line', (line) => {
    if (waiting === null) come.push(line);
    else waiting.take(line);
  });
  lines.on('SIGINT', end);
  lines.on('close', end);
  return {
    say: (text) => void output.write(`${text}\n`),
    ask(question, { secret = false } = {}) {
      return new Promise((resolve, reject) => {
        lines.setPrompt(`${question} `);
        if (secret) output.write(`${question} `);
        isMuted = secret;
        lines.prompt();
        const settle = (then: () => void): void => {
          waiting = null;
          if (secret) output.write('\n');
          isMuted = true;
          then();
        };
        const line = come.shift();
        if (line !== undefined) return settle(() => resolve(line));
        if (isOver) return settle(() => reject(new Interrupted()));
        waiting = {
          take: (typed) => settle(() => resolve(typed)),
          leave: () => settle(() => reject(new Interrupted())),
        };
      });
    },
    close: () => lines.close(),
  };
}
