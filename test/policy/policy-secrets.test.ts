import { expect, test } from 'vitest';
import { mistakeLine, readPolicy } from '../../src/policy/read-policy.ts';

const SENTENCE = 'A policy must not contain passwords or keys.';

test.each([
  'tags:\n  fixed: { password: x1y2 }\n',
  'tags:\n  fixed: { note: "password=x1y2" }\n',
  'tags:\n  allowed: { env: [dev, "pwd=x1y2"] }\n',
  'presets:\n  web: { disks: ["essd:100,about=password=x1y2"] }\n',
  'presets:\n  web: { DataDisk: [{ Size: 100, Description: "password: x1y2" }] }\n',
  'presets:\n  web: { Tag: [{ Key: note, Value: "#token=x1y2" }] }\n',
  'presets:\n  web: { LoginPassword: x1y2z3 }\n',
  'presets:\n  web: { Password: 12345678 }\n',
  'presets:\n  web: { purpose: "#password=x1y2" }\n',
  'groups:\n  ops: ["-----BEGIN PRIVATE KEY-----"]\n',
  'regions: [cn-beijing]\nfamilies: ["AKIAIOSFODNN7EXAMPLE"]\n',
  'defaults: { description: "dbpass=x1y2" }\n',
])('a policy that holds a secret is refused and says nothing else of it: %j', (text) => {
  const read = readPolicy(`admins: [U07PRIYARA4]\n${text}`);
  const said = read.ok ? [] : read.error.map(mistakeLine);
  expect(said).toEqual([expect.stringContaining(SENTENCE)]);
  expect(said[0]).not.toMatch(/x1y2|12345678|AKIA/u);
});

test.each([
  'presets:\n  web: { PasswordInherit: true, HttpTokens: required }\n',
  'presets:\n  web: { password_inherit: true }\n',
  'presets:\n  web:\n    user_data: |\n      #!/bin/sh\n      DB_PASSWORD=$(aliyun kms get)\n',
  'userData:\n  web: |\n    #!/bin/sh\n    PASSWORD="$(fetch)"\n',
  'tags: { required: [team], fixed: { keys: rotated } }\n',
])('one that only names them is read: %j', (text) => {
  const read = readPolicy(text);
  expect(read.ok ? [] : read.error.map(mistakeLine)).toEqual([]);
});
