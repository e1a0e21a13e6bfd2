import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { networkOf } from './ecs/catalogue/network.ts';
import { REGIONS } from './ecs/catalogue/regions.ts';
import type { SandboxUser } from './ports.ts';

/** Creates the file once; then it belongs to the person who edits it. The bot reads a change within seconds. */
export function keepSandboxPolicy(dataDir: string, users: readonly SandboxUser[]): string {
  const path = join(dataDir, 'policy.yml');
  mkdirSync(dataDir, { recursive: true });
  if (!existsSync(path)) writeFileSync(path, sandboxPolicy(users));
  return path;
}

/** The networks by name: in every region the default one for trying things, and the customers' one. */
function networkLines(): string {
  return REGIONS.flatMap((region) => {
    const { vSwitches, groups } = networkOf(region);
    const ids = (all: readonly { readonly id: string; readonly name: string }[], of: string): string =>
      all.flatMap(({ id, name }) => (name.startsWith(of) ? [id] : [])).join(', ');
    const line = (name: string, more: string): string =>
      `  ${name}${region.id === HOME ? '' : `-${region.id}`}: { region: ${region.id}, vSwitches: [${ids(vSwitches, name)}], securityGroups: [${ids(groups, name)}], ${more} }`;
    return [
      line('development', 'about: "for trying things, open to the office", default: true'),
      line('production', 'about: "what customers see, HTTP and HTTPS for everyone"'),
    ];
  }).join('\n');
}

/** The networks of this region have no region in their names. */
const HOME = 'cn-hangzhou';

/** Only prepaid orders wait for an approval, so that a visitor who just wants to see instances start can. */
export function sandboxPolicy(users: readonly SandboxUser[]): string {
  const ids = (is: (user: SandboxUser) => boolean) =>
    `[${users.flatMap((user) => (is(user) ? [user.id] : [])).join(', ')}]`;
  const names = users.map(({ id, name, role }) => `#   ${id}  ${name}, ${role}`).join('\n');
  return `# The policy of this sandbox. Change it while the bot runs: a new version is in force within seconds, and /readyz and the log tell
# what is wrong with one that is not. policy.example.yml of the project explains every key.
#
${names}
#   S07FINANCE1  the user group finance: Priya Raman and Marcus Okafor
#   S07ONCALLS2  the user group oncall: Inês Carvalho and Marcus Okafor

currency: CNY
admins: ${ids(({ role }) => role === 'admin')}

create:
  - who: everyone
    channels: any
    charges: [payAsYouGo, spot]
  - who: ${ids(({ role }) => role !== 'outsider')}
    channels: any
    charges: [prepaid]

# Those of others: /ecs list all shows them, --instances 30 puts some there.
act:
  - who: ${ids(({ role }) => role === 'approver')}
    tag: team=search

approvers: ${ids(({ role }) => role === 'approver')}
approvals:
  - when: { charge: prepaid }
  - when: { charge: prepaid, totalAbove: 5000 }
    approvers: 2

# Short, so that it can be watched.
remindAfter: 5m
escalateAfter: 10m
escalateTo: ${ids(({ role }) => role === 'admin')}
expireAfter: 2h

networks:
${networkLines()}

presets:
  # For everyone to see: in production, with HTTP and HTTPS open.
  web-small: { region: cn-hangzhou, network: production, type: g7.large, image: ubuntu_24_04, bandwidth: 5 }
  batch: { region: cn-beijing, type: c7.xlarge, image: aliyun_3, amount: 4 }
  # From a launch template of the account.
  web-servers: { region: cn-hangzhou, launchTemplate: web-servers }
  # This template contains what can't be requested: the form, /ecs policy check and /ecs doctor say what.
  # app-2019: { region: cn-hangzhou, launchTemplate: app-2019 }
`;
}
