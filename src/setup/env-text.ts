import type { VariableName } from '../config-variables.ts';

export type Answers = Readonly<Partial<Record<VariableName, string>>>;

/**
 * The text of `.env` with these answers; everything else stays. A variable that was commented out is set in its place; one that
 * came from a file (`NAME_FILE`) no longer does.
 */
export function withAnswers(text: string, answers: Answers): string {
  let lines = text.split('\n');
  for (const [name, value] of Object.entries(answers)) {
    const set = new RegExp(`^\\s*(?:export\\s+)?${name}\\s*=`, 'u');
    const fromFile = new RegExp(`^\\s*(?:export\\s+)?${name}_FILE\\s*=`, 'u');
    const place = placeOf(lines, set, new RegExp(`^#\\s*${name}=`, 'u'));
    const line = `${name}=${quoted(value)}`;
    lines = lines.flatMap((one, n) => {
      if (n === place) return [line];
      return set.test(one) || fromFile.test(one) ? [] : [one];
    });
    if (place === -1) lines = [...(lines.at(-1) === '' ? lines.slice(0, -1) : lines), line, ''];
  }
  return lines.join('\n');
}

function placeOf(lines: readonly string[], set: RegExp, commented: RegExp): number {
  const place = lines.findIndex((line) => set.test(line));
  return place === -1 ? lines.findIndex((line) => commented.test(line)) : place;
}

/** Quoted so that `parseEnv` of Node.js reads the same value. */
function quoted(value: string): string {
  if (/^[\w.:/@%+,=~-]*$/u.test(value)) return value;
  const quote = ["'", '"', '`'].find((mark) => !value.includes(mark)) ?? "'";
  return `${quote}${value}${quote}`;
}
