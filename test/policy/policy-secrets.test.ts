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
  // Only in a preset or a default is a script one; elsewhere it is a word like any other.
  'tags:\n  fixed: { script: "#!/bin/sh password=x1y2" }\n',
  'presets:\n  web: { tags: { userData: "# password=x1y2" } }\n',
  'networks:\n  a: { region: cn-beijing, vSwitches: [vsw-1], securityGroups: [sg-1], about: "# password=x1y2" }\n',
  'presets:\n  web: { purpose: &p x1y2z3, tags: { password: *p } }\n',
  'presets:\n  web: { tags: { pa\u00ADssword: x1y2z3 } }\n',
  'presets:\n  web: { Tag: [{ Key: note, Value: "密码：x1y2z3" }] }\n',
  'presets:\n  web: { Password: [x1y2z3] }\n',
  'presets:\n  "password=x1y2": { size: 40 }\n',
  'presets:\n  web: { InstanceName: "web", HostName: "pass:x1y2" }\n',
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
