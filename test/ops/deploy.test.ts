import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { isSecret, VARIABLES } from '../../src/config-variables.ts';

const at = (path: string): URL => new URL(`../../${path}`, import.meta.url);
const file = (path: string): string => readFileSync(at(path), 'utf8');

/** What may be set: the bot's variables, and the file of each secret. */
const SETTABLE = VARIABLES.flatMap(({ name }) => (isSecret(name) ? [name, `${name}_FILE`] : [name]));

interface Service {
  readonly environment?: Readonly<Record<string, string>>;
  readonly profiles?: readonly string[];
  readonly secrets?: readonly string[];
  readonly volumes?: readonly string[];
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly user?: string;
}
interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes?: Readonly<Record<string, unknown>>;
  readonly secrets?: Readonly<Record<string, { readonly file: string }>>;
}
const compose = (path: string): Compose => parse(file(path)) as Compose;

test('compose sets what the bot knows, mounts its policy, and has the databases in a profile of their own', () => {
  const { services, volumes = {} } = compose('compose.yml');
  const { bot, ...others } = services;
  expect(Object.keys(bot?.environment ?? {}).filter((name) => !SETTABLE.includes(name as never))).toEqual([]);
  expect(bot).toMatchObject({ read_only: true, cap_drop: ['ALL'] });
  expect(bot?.volumes).toContain('./policy:/policy:ro');
  expect(Object.keys(others).sort()).toEqual(['postgres', 'redis']);
  for (const service of Object.values(others)) expect(service.profiles).toEqual(['postgres']);
  // A service that starts as root cannot drop to its user without capabilities.
  for (const { cap_drop, user } of Object.values(others)) expect(cap_drop === undefined).toBe(user === undefined);
  const named = Object.values(services).flatMap((one) =>
    (one.volumes ?? []).map((volume) => volume.split(':')[0] ?? ''),
  );
  for (const volume of named.filter((name) => !name.startsWith('.'))) expect(Object.keys(volumes)).toContain(volume);
});

test('with secrets from files, each that is named is there, under the path that the bot is told', () => {
  const { services, secrets = {} } = compose('deploy/compose/secrets.yml');
  const { environment = {}, secrets: used = [] } = services.bot ?? {};
  expect(Object.keys(environment).filter((name) => !SETTABLE.includes(name as never))).toEqual([]);
  expect(Object.values(environment)).toEqual(used.map((name) => `/run/secrets/${name}`));
  expect(Object.keys(secrets)).toEqual(used);
  expect(file('.dockerignore').split('\n')).toEqual(expect.arrayContaining(['secrets', '.env', 'policy.yml', 'data']));
});

type Tree = { readonly [key: string]: Tree } & readonly Tree[];

test('the example for Kubernetes holds together', () => {
  const documents = parseAllDocuments(file('deploy/kubernetes/ecs-chatops.yml'));
  expect(documents.flatMap((one) => [...one.errors, ...one.warnings])).toEqual([]);
  const all = documents.map((one) => one.toJS() as Tree);
  const of = (kind: string): Tree => all.find((one) => String(one.kind) === kind) as Tree;
  const pod = of('Deployment').spec?.template?.spec as Tree;
  const [bot] = pod.containers as Tree;
  const names = (bot?.env ?? []).map(({ name }) => String(name));
  expect(names.filter((name) => !SETTABLE.includes(name as never))).toEqual([]);
  expect(pod.serviceAccountName).toBe(of('ServiceAccount').metadata?.name);
  expect(of('ServiceAccount').metadata?.annotations).toHaveProperty(['pod-identity.alibabacloud.com/role-name']);
  expect(of('Namespace').metadata?.labels).toMatchObject({ 'pod-identity.alibabacloud.com/injection': 'on' });
  for (const one of all.slice(1)) expect(one.metadata?.namespace).toBe(of('Namespace').metadata?.name);
  expect(bot?.livenessProbe).toMatchObject({ httpGet: { path: '/livez', port: 'health' } });
  expect(bot?.readinessProbe).toMatchObject({ httpGet: { path: '/readyz', port: 'health' } });
  expect(bot?.securityContext).toEqual({
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  });
  expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
  const mounted = (bot?.volumeMounts ?? []).map(({ name }) => name);
  expect(mounted).toEqual((pod.volumes ?? []).map(({ name }) => name));
  // The root of a volume belongs to root and its group, so that the bot could not keep it to itself.
  expect(names).toContain('DATA_DIR');
  const paths = (bot?.volumeMounts ?? []).map(({ mountPath }) => String(mountPath));
  for (const { name, value } of bot?.env ?? [])
    if (String(value).startsWith('/'))
      expect(
        paths.some((path) => String(value).startsWith(`${path}/`)),
        String(name),
      ).toBe(true);
});

test('the image leaves out the sandbox, belongs to nobody who is root, and copies what is there', () => {
  const dockerfile = file('Dockerfile');
  expect(dockerfile).toContain('rm -rf dist/sandbox');
  expect(dockerfile).toContain('npm prune --omit=dev');
  expect(dockerfile).toMatch(/^USER 1000:1000$/mu);
  for (const [, sources = ''] of dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gmu))
    for (const source of sources.split(' ')) expect(existsSync(at(source)), source).toBe(true);
});

test('the health check of the image asks the port that the bot listens on, and is content where there is none', async () => {
  const [, command = ''] = /^HEALTHCHECK[^\n]*\\\n\s*CMD (.+)$/mu.exec(file('Dockerfile')) ?? [];
  const [node = '', ...args] = JSON.parse(command) as string[];
  expect(node).toBe('node');
  let isLive = true;
  const bot = createServer((request, response) => {
    response.writeHead(isLive && request.url === '/livez' ? 200 : 503).end();
  });
  await new Promise<void>((resolve) => bot.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void bot.close());
  const check = (port: string): Promise<number | null> =>
    new Promise((resolve) => {
      const child = spawn(process.execPath, args, { env: { HEALTH_PORT: port }, stdio: 'ignore' });
      child.once('close', resolve);
    });
  const port = String((bot.address() as AddressInfo).port);
  expect(await check(port)).toBe(0);
  isLive = false;
  expect(await check(port)).toBe(1);
  expect(await check('off')).toBe(0);
});

test('the version is one and has notes', () => {
  const { version } = JSON.parse(file('package.json')) as { version: string };
  const lock = JSON.parse(file('package-lock.json')) as {
    version: string;
    packages: Record<string, { version: string }>;
  };
  expect([lock.version, lock.packages['']?.version]).toEqual([version, version]);
  expect(file('CHANGELOG.md')).toMatch(
    new RegExp(`^## ${version.replaceAll('.', '\\.')} \\(\\d{4}-\\d\\d-\\d\\d\\)$`, 'mu'),
  );
  expect(file('deploy/kubernetes/ecs-chatops.yml')).toContain(`/ecs-chatops:${version}\n`);
});
