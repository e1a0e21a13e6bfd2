import { VARIABLES } from '../config-variables.ts';

/** The text of `.env.example`: every variable with its explanation; one with a default is commented out and shows it. */
export function envExample(): string {
  const lines = [
    '# Copy to .env and fill in. `npm start` reads it; variables that are already set win.',
    '# A secret may come from a file instead: NAME_FILE is the path of a file that holds it and nothing else.',
  ];
  let group: string | null = null;
  for (const variable of VARIABLES) {
    if (variable.group !== group) lines.push('', `## ${variable.group}`);
    group = variable.group;
    lines.push(`# ${variable.sentence.replaceAll('`', '')}`);
    const example = 'example' in variable ? variable.example : null;
    const isInFile = 'secret' in variable;
    lines.push(example === null ? `#${variable.name}=${variable.default ?? ''}` : `${variable.name}=${example}`);
    if (isInFile) lines.push(`#${variable.name}_FILE=`);
  }
  return `${lines.join('\n')}\n`;
}
