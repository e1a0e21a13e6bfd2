import { VARIABLES } from '../config-variables.ts';

/** The text of `.env.example`: every variable with its sentence; what has a default is commented out and shows it. */
export function envExample(): string {
  const lines = ['# Copy to .env and fill in. `npm start` reads it; variables that are already set win.'];
  let group: string | null = null;
  for (const variable of VARIABLES) {
    if (variable.group !== group) lines.push('', `## ${variable.group}`);
    group = variable.group;
    lines.push(`# ${variable.sentence.replaceAll('`', '')}`);
    const example = 'example' in variable ? variable.example : null;
    lines.push(example === null ? `#${variable.name}=${variable.default ?? ''}` : `${variable.name}=${example}`);
  }
  return `${lines.join('\n')}\n`;
}
