import { type CompiledQuery, createQueryId, type Kysely, type KyselyPlugin, type RootOperationNode, sql } from 'kysely';
import type { DatabaseKind, Tables } from '../../../src/store/schema.ts';

/** A statement as it was sent. */
export type Sent = Pick<CompiledQuery, 'sql' | 'parameters'>;

/** Keeps every statement that goes through Kysely, each once whatever its values. */
export function recording(db: Kysely<Tables>): { readonly db: Kysely<Tables>; take(): readonly Sent[] } {
  const nodes: RootOperationNode[] = [];
  const plugin: KyselyPlugin = {
    transformQuery({ node }) {
      nodes.push(node);
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  const executor = db.getExecutor();
  return {
    db: db.withPlugin(plugin),
    take() {
      const sent = nodes.splice(0).map((node) => executor.compileQuery(node, createQueryId()));
      return [...new Map(sent.map((one) => [one.sql, one])).values()];
    },
  };
}

/** These are small whatever has happened: one row per setting. */
const SMALL: ReadonlySet<string> = new Set(['settings', 'chain', 'liveness', 'kysely_migration']);

/** How a table may be read, by the index and a column that must be among its conditions where there are many rows without it. */
const BOUNDED: Readonly<Record<string, { readonly by?: string; readonly why: string }>> = {
  requests_due: { why: 'what waits for the lifecycle' },
  instances_due: { why: 'what waits for the lifecycle' },
  instances_to_create: { by: 'region', why: 'what is to be created in a region' },
  instances_to_see_to: { by: 'region', why: 'what is in flight in a region' },
  instances_by_expiry: { why: 'what exists and has an end' },
  outbox_due: { why: 'messages that wait' },
  requests_claimed: { why: 'what is in hand' },
  instances_claimed: { why: 'what is in hand' },
  mailboxes_claimed: { why: 'what is in hand' },
  requests_held: { why: 'what a freeze holds up' },
  instances_held: { why: 'what a freeze holds up' },
  requests_waiting: { why: 'what waits for approval' },
  requests_pending_of: { why: 'what waits for approval' },
  instances_existing: { by: 'requester', why: 'what exists of one person' },
  instances_at_rest: { by: 'region', why: 'what exists in a region' },
  instances_by_name: { by: 'name_key', why: 'what exists of one name' },
  instances_by_cloud_id: { by: 'cloud_id', why: 'at most one' },
  instances_of_channel: { by: 'ended_at', why: 'what exists, or ended lately' },
  instances_of_request: { by: 'request_id', why: 'those of one request' },
  events_of_request: { by: 'request_id', why: 'those of one request' },
  outbox_of_request: { by: 'request_id', why: 'those of one request' },
  outbox_one_ask: { by: 'request_id', why: 'those of one request' },
  outbox_asked: { by: 'asked_at', why: 'what one person was asked lately' },
  outbox_led: { by: 'leader', why: 'those of one message' },
  spending_of: { by: 'month', why: 'the sums of two months' },
  submitted_by: { by: 'actor', why: 'the newest of one person, as many as are asked for' },
  regions_used_by_region: { by: 'region', why: 'the next one' },
  requests_renewing: { by: 'created_at', why: 'renewals asked for lately' },
  requests_of: { by: 'created_at', why: 'what one person asked for lately' },
  requests_finished: { by: 'finished_at', why: 'what ended first, as many as are asked for' },
  archived_rows_by_cloud_id: { by: 'cloud_id', why: 'at most one' },
  archived_events_of_request: { by: 'request_id', why: 'those of one request' },
  archived_submitted_by: { by: 'actor', why: 'the newest of one person, as many as are asked for' },
  own_keys_due: { why: 'keys that are being added' },
  own_keys_of: { by: 'owner', why: 'the few that one person may have' },
  deliveries_at: { by: 'at', why: 'the oldest, as many as are asked for' },
};

/** How a statement would read more than it has to: what the database says of each such step. */
export async function unboundedReads(db: Kysely<Tables>, kind: DatabaseKind, sent: Sent): Promise<readonly string[]> {
  const reads = kind === 'sqlite' ? await readsOnSqlite(db, sent) : await readsOnPostgres(db, sent);
  return reads.filter((read) => !isBounded(read, sent.sql)).map(({ says }) => says);
}

interface Read {
  readonly table: string;
  readonly index: string | null;
  /** What it is found by; empty where the index is read from its beginning. */
  readonly condition: string;
  readonly says: string;
}

/** The first or last of the audit trail, as many as are asked for. */
const ENDS_OF_TRAIL = /order by ("events"\.)?"seq"( desc)? limit \S+$/u;

function isBounded({ table, index, condition }: Read, statement: string): boolean {
  if (SMALL.has(table)) return true;
  if (index === null) return false;
  // A primary key or what is unique: by its value at most one, or a few where it has more columns.
  if (/^sqlite_autoindex_|_pkey$|_key$|_once$|^rowid$/u.test(index))
    return (condition.includes('=') && !/[<>]/u.test(condition)) || ENDS_OF_TRAIL.test(statement);
  const known = BOUNDED[index];
  return known !== undefined && condition.includes(known.by ?? '');
}

async function readsOnSqlite(db: Kysely<Tables>, sent: Sent): Promise<readonly Read[]> {
  const explain = { ...sent, sql: `explain query plan ${sent.sql}` };
  const { rows } = await db.executeQuery<{ detail: string }>(explain as CompiledQuery<{ detail: string }>);
  return rows.flatMap(({ detail }) => {
    const [, alias, index, condition = ''] =
      /^(?:SCAN|SEARCH) (\w+)(?: USING (?:COVERING )?(?:INDEX (\w+)|INTEGER PRIMARY KEY))?(?: \((.*)\))?/u.exec(
        detail,
      ) ?? [];
    if (alias === undefined || /^SCAN ((\d+ )?CONSTANT ROW|pragma_)/u.test(detail)) return [];
    const [, table = alias] = new RegExp(`"(\\w+)" as "${alias}"`, 'u').exec(sent.sql) ?? [];
    const byRowid = detail.includes('INTEGER PRIMARY KEY') ? 'rowid' : null;
    return [{ table, index: index ?? byRowid, condition, says: detail }];
  });
}

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Index Cond'?: string;
  readonly Plans?: readonly PlanNode[];
}

/** A plan that reads a whole table is only made where there is no other, even for a table of a few rows. */
async function readsOnPostgres(db: Kysely<Tables>, sent: Sent): Promise<readonly Read[]> {
  return db.connection().execute(async (one) => {
    await sql`set enable_seqscan = off`.execute(one);
    const explain = { ...sent, sql: `explain (format json) ${sent.sql}` };
    const { rows } = await one.executeQuery<{ 'QUERY PLAN': readonly { Plan: PlanNode }[] }>(
      explain as CompiledQuery<never>,
    );
    await sql`reset enable_seqscan`.execute(one);
    return rows.flatMap((row) => row['QUERY PLAN'].flatMap(({ Plan }) => readsBelow(Plan, null)));
  });
}

/** What reads a table or an index. A bitmap is read by the index scans below it, and a subquery or a list of values is no table. */
const READS: ReadonlySet<string> = new Set(['Seq Scan', 'Index Scan', 'Index Only Scan', 'Bitmap Index Scan']);

function readsBelow(node: PlanNode, above: string | null): readonly Read[] {
  const table = node['Relation Name'] ?? above;
  const below = (node.Plans ?? []).flatMap((one) => readsBelow(one, table));
  const type = node['Node Type'];
  if (!READS.has(type) || table === null) return below;
  const index = node['Index Name'] ?? null;
  const condition = node['Index Cond'] ?? '';
  return [...below, { table, index, condition, says: `${type} on ${table} by ${index} ${condition}` }];
}
