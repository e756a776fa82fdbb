// Rules that people of a tenant wrote; what else than batches and decisions moved a site, in the same sequence: what was
// noticed of its sensors, and which rules hold from then on; and keys of sensors that were revoked, so that their use is
// noticed.
import { type Kysely, sql } from 'kysely'

const OF_TENANT = ['rules', 'site_events'] as const

const TABLES = `
create table rules (
  tenant text not null references tenants (id), id uuid not null default gen_random_uuid(),
  name text not null, source text not null, enabled boolean not null default false,
  made_by text, made_at timestamptz not null default now(),
  changed_by text, changed_at timestamptz not null default now(),
  primary key (tenant, id)
);

create table site_events (
  tenant text not null, site text not null, number bigint not null,
  kind text not null,
  data jsonb not null, made_at timestamptz not null default now(),
  primary key (tenant, site, number)
);

alter table sensors add column revoked_hash text;
create index sensors_revoked on sensors (revoked_hash) where revoked_hash is not null;
`

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(TABLES).execute(db)
  for (const table of OF_TENANT) {
    const name = sql.table(table)
    await sql`grant select, insert, update, delete on ${name} to nautilus_tenant`.execute(db)
    await sql`alter table ${name} enable row level security`.execute(db)
    await sql`create policy own on ${name} to nautilus_tenant
      using (tenant = current_setting('nautilus.tenant', true))
      with check (tenant = current_setting('nautilus.tenant', true))`.execute(db)
  }
}
