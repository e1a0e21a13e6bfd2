import { createRequire } from 'node:module';
import type CredentialsPackage from '@alicloud/credentials';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CredentialsConfig } from '../../../src/config.ts';
import {
  type Credential,
  CredentialsUnavailable,
  resolveCredentials,
} from '../../../src/ecs/credentials/credentials.ts';
import { failureOfThrown } from '../../../src/ecs/failures/failures.ts';

const library = createRequire(import.meta.url)('@alicloud/credentials') as typeof CredentialsPackage;

/** A source of the library whose answers are scripted: an id, or an error that quotes a secret as the library's do. */
const scripted = (answers: (string | null)[]): Credential =>
  new library.default(null, {
    getProviderName: () => 'scripted',
    getCredentials: async () => {
      const id = answers.shift();
      if (id === null || id === undefined)
        throw new Error('error retrieving credentials: {"AccessKeySecret":"hunter2"}');
      return { accessKeyId: id, accessKeySecret: 'hunter2', securityToken: 'token', providerName: 'scripted' };
    },
  });

const saved = { ...process.env };
beforeEach(() => {
  for (const name of Object.keys(process.env)) if (name.startsWith('ALIBABA_CLOUD_')) delete process.env[name];
});
afterEach(() => {
  process.env = { ...saved };
});

const staticKey: CredentialsConfig = {
  mode: 'static',
  accessKeyId: 'LTAIid',
  accessKeySecret: 'hunter2',
  securityToken: null,
};

test('a static AccessKey is used as it is, with its token when it has one', async () => {
  const plain = await resolveCredentials(staticKey);
  expect(plain.ok && (await plain.value.credential.getCredential())).toMatchObject({
    accessKeyId: 'LTAIid',
    accessKeySecret: 'hunter2',
  });
  const temporary = await resolveCredentials({ ...staticKey, securityToken: 'sts' });
  expect(temporary.ok && (await temporary.value.credential.getCredential())).toMatchObject({
    accessKeyId: 'LTAIid',
    securityToken: 'sts',
  });
});

test('a missing AccessKey is reported with the variables to set', async () => {
  for (const missing of [{ accessKeyId: '' }, { accessKeySecret: ' ' }]) {
    const refused = await resolveCredentials({ ...staticKey, ...missing } as CredentialsConfig);
    expect(refused).toMatchObject({ ok: false, error: expect.stringContaining('ALIBABA_CLOUD_ACCESS_KEY_ID') });
    expect(JSON.stringify(refused)).not.toContain('hunter2');
  }
});

test('the default chain reads the environment', async () => {
  process.env.ALIBABA_CLOUD_ACCESS_KEY_ID = 'LTAIfromenv';
  process.env.ALIBABA_CLOUD_ACCESS_KEY_SECRET = 'hunter2';
  const found = await resolveCredentials({ mode: 'chain' });
  expect(found.ok && (await found.value.credential.getCredential()).accessKeyId).toBe('LTAIfromenv');
});

test('RRSA without its variables is reported with what it needs', async () => {
  expect(await resolveCredentials({ mode: 'rrsa' })).toMatchObject({
    ok: false,
    error: expect.stringContaining('ALIBABA_CLOUD_OIDC_TOKEN_FILE'),
  });
});

test('every mode that finds nothing says what to do and repeats nothing the source said', async () => {
  for (const mode of ['chain', 'rrsa', 'ecs-ram-role'] as const) {
    const config = mode === 'ecs-ram-role' ? { mode, roleName: null } : { mode };
    const refused = await resolveCredentials(config, { make: () => scripted([null]) });
    expect(refused).toMatchObject({ ok: false, error: expect.stringContaining(`ALIBABA_CLOUD_CREDENTIALS=${mode}`) });
    expect(JSON.stringify(refused)).not.toContain('hunter2');
  }
});

test('a source that never answers is given up', async () => {
  const silent = new library.default(null, {
    getProviderName: () => 'silent',
    getCredentials: () => new Promise(() => undefined),
  });
  const refused = await resolveCredentials(
    { mode: 'ecs-ram-role', roleName: 'bot' },
    { make: () => silent, patienceMs: 20 },
  );
  expect(refused).toMatchObject({ ok: false, error: expect.stringContaining('ECS_RAM_ROLE') });
});

test('after a failure the credential source is created again, and the failure names no secret', async () => {
  const sources = [['first', null], ['second']];
  let made = 0;
  const found = await resolveCredentials({ mode: 'chain' }, { make: () => scripted(sources[made++] ?? []) });
  if (!found.ok) throw new Error(found.error);
  const thrown = await found.value.credential.getCredential().catch((error: unknown) => error);
  expect(thrown).toBeInstanceOf(CredentialsUnavailable);
  expect(failureOfThrown(thrown, 'CreateInstance')).toMatchObject({ kind: 'credentials', api: 'CreateInstance' });
  expect(JSON.stringify([thrown, String(thrown)])).not.toContain('hunter2');
  expect((await found.value.credential.getCredential()).accessKeyId).toBe('second');
  expect(made).toBe(2);
});
