// Batches that could not be taken: the log says why in their place, and their bytes are kept for whoever looks into it.
import { type Kysely, sql } from 'kysely'

const TABLES = `
alter table batches add column failure text;

create table set_aside (
  tenant text not null, site text not null, number bigint not null,
  sensor text not null, epoch text not null, seq bigint not null,
  file text, body bytea not null, failure text not null,
  set_aside_at timestamptz not null default now(),
  primary key (tenant, site, number)
);

grant select, insert, update, delete on set_aside to nautilus_tenant;
alter table set_aside enable row level security;
create policy own on set_aside to nautilus_tenant
  using (tenant = current_setting('nautilus.tenant', true))
  with check (tenant = current_setting('nautilus.tenant', true));
`

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(TABLES).execute(db)
}
