import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { COMMANDS } from '../src/commands/index.ts';
import { isSecret, VARIABLES } from '../src/config-variables.ts';
import { FIELDS } from '../src/core/spec/spec.ts';
import { ramPolicy } from '../src/ecs/rights/ram-policy.ts';
import { envExample } from '../src/ops/env-example.ts';
import { METRICS } from '../src/ops/metrics/catalogue.ts';
import { en } from '../src/text/en.ts';

// `npm test -- -u` writes these files again.

test('.env.example names every variable with its sentence', async () => {
  await expect(envExample()).toMatchFileSnapshot('../.env.example');
});

/** Where each table is, between two comments with its name. */
const TABLES = {
  values: { page: 'using.md', make: valueTable },
  commands: { page: 'using.md', make: commandTable },
  metrics: { page: 'operations.md', make: metricTable },
  settings: { page: 'configuration.md', make: settingTable },
  'ram-policy': { page: 'install.md', make: policyBlock },
} as const;

test.each(Object.entries(TABLES))('the table %s is that of the code', async (name, { page, make }) => {
  const text = readFileSync(new URL(`../docs/${page}`, import.meta.url), 'utf8');
  const place = new RegExp(`(<!-- ${name} -->\n)[^]*?(<!-- /${name} -->)`);
  expect(text).toMatch(place);
  const filled = text.replace(place, (_, open: string, close: string) => `${open}${make()}\n${close}`);
  await expect(filled).toMatchFileSnapshot(`../docs/${page}`);
});

function valueTable(): string {
  const rows = FIELDS.map((field) => `| \`${field}\` | ${en.commands.keys[field].replaceAll('|', '\\|')} |`);
  return ['| value | |', '|---|---|', ...rows].join('\n');
}

function commandTable(): string {
  const rows = COMMANDS.map(({ name, usage, who }) => {
    // A bar would end the cell, in code as well.
    const typed = `/ecs ${name} ${usage}`.trim().replaceAll('|', '\\|');
    return `| \`${typed}\` | ${who} | ${en.commands.summary[name]} |`;
  });
  return ['| command | who | does |', '|---|---|---|', ...rows].join('\n');
}

function settingTable(): string {
  const rows = VARIABLES.map(
    ({ name, sentence, default: value }) =>
      `| \`${name}\`${isSecret(name) ? ` or \`${name}_FILE\`` : ''} | ${value === null ? '' : `\`${value}\``} | ${sentence} |`,
  );
  return ['| variable | default | |', '|---|---|---|', ...rows].join('\n');
}

function metricTable(): string {
  const rows = Object.values(METRICS).map(({ name, type, help, labels }) => {
    const shown = Object.keys(labels).map((label) => `\`${label}\``);
    return `| \`${name}\` | ${type} | ${shown.join(', ')} | ${help} |`;
  });
  return ['| metric | kind | labels | |', '|---|---|---|---|', ...rows].join('\n');
}

function policyBlock(): string {
  return `\`\`\`json\n${JSON.stringify(ramPolicy(), null, 2)}\n\`\`\``;
}
