import type { Board } from '../../world/slack.ts';
import type { Stage } from '../stage.ts';

/**
 * What only says that an answer was heard, or how an instance was when it was looked at: who dies before hears it not, and the next one
 * sees what has come of it.
 */
const HEARD: ReadonlySet<string> = new Set([
  ...['instance.observed', 'instance.placed', 'instance.starting', 'instance.stopping', 'instance.restarting'],
  ...['instance.releasing', 'renewal.accepted'],
]);

/** Everything that can be counted of a world: what exists, what was paid, and what was told and written down, one line each. */
export async function pictureOf(stage: Stage, board: Board, paidBefore: number): Promise<readonly string[]> {
  const { cloud, truth } = stage;
  const state = cloud.state();
  const ids = new Set([...board.posts.values()].map(({ requestId }) => requestId));
  const requests = await truth.queries.requests([...ids].filter((id) => id.startsWith('r-')));
  const lines = [`paid ${paidBefore - state.balance.minor}`];
  for (const vm of state.instances) lines.push(`instance ${vm.InstanceName} ${vm.Status}`);
  for (const { RegionId, Size, Status } of disksOf(stage)) lines.push(`disk of ${Size} in ${RegionId} ${Status}`);
  for (const { region, name } of state.keyPairs) lines.push(`key pair ${name} in ${region}`);
  for (const { kind } of board.posts.values())
    if (kind !== 'thread' && kind !== 'notice') lines.push(`message ${kind}`);
  // Who dies right after a window has told it does not know that, and tells it once more in a message.
  if (board.windows.length + board.notices.length > 0) lines.push('told of the key');
  for (const { about } of board.notices.slice(1)) lines.push(`message about ${about}`);
  for (const { note } of board.notes)
    if (note.milestone !== 'releasing') lines.push(`line ${note.milestone} of ${note.ordinal}`);
  for (const { state: end, id } of requests.values()) {
    lines.push(`request ${end}`);
    for (const { kind } of await truth.eventsOf(id)) if (!HEARD.has(kind)) lines.push(`event ${kind}`);
    for (const { outcome, wanted, ordinal } of await truth.instancesOf(id))
      lines.push(`row ${ordinal} ${outcome} ${wanted}`);
  }
  return lines.toSorted();
}

interface DiskShown {
  readonly RegionId: string;
  readonly Size: number;
  readonly Status: string;
}

function disksOf({ cloud }: Stage): readonly DiskShown[] {
  const regions = new Set(cloud.state().instances.map(({ RegionId }) => String(RegionId)));
  return [...regions].flatMap((RegionId) => {
    const { body } = cloud.call('DescribeDisks', '2014-05-26', { RegionId, PageSize: '100' });
    return (body.Disks as { readonly Disk: readonly DiskShown[] }).Disk;
  });
}
