import type { Kysely } from 'kysely';

/**
 * What counts against budgets is kept as sums per month, person and currency, written in the commit that changes them, beside
 * what each request and instance costs, from which the change follows.
 */
export async function spendingSums(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('expenses')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('body', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('spending')
    .addColumn('month', 'bigint', (column) => column.notNull())
    .addColumn('requester', 'text', (column) => column.notNull())
    .addColumn('currency', 'text', (column) => column.notNull())
    .addColumn('sum', 'text', (column) => column.notNull())
    .addColumn('amount', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('spending_of', ['month', 'requester', 'currency', 'sum'])
    .execute();
}
