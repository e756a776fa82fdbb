// Reports that were made, as data: what each said can be had again in every form.
import { type Kysely, sql } from 'kysely'

const TABLES = `
create table reports (
  tenant text not null references tenants (id), id uuid not null default gen_random_uuid(),
  kind text not null, language text not null, sites text[] not null,
  -- Money is in it: not everybody may read it.
  money boolean not null,
  -- µs since 1970-01-01 UTC; the end is not in it.
  period_from bigint not null, period_to bigint not null,
  -- SHA-256 of the document.
  hash text not null, document text not null,
  made_by text not null, made_at timestamptz not null default now(),
  primary key (tenant, id)
);
create index reports_made on reports (tenant, made_at desc, id);
grant select, insert on reports to nautilus_tenant;
alter table reports enable row level security;
create policy own on reports to nautilus_tenant
  using (tenant = current_setting('nautilus.tenant', true))
  with check (tenant = current_setting('nautilus.tenant', true));
`

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(TABLES).execute(db)
}
