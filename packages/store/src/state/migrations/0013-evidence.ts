// Packets of findings: what is in the file of that hash.
import { type Kysely, sql } from 'kysely'

const TABLES = `
create table evidence (
  tenant text not null, site text not null, finding text not null,
  sha256 text not null, bytes bigint not null,
  -- Frames in the file, and how many the finding named when it was made.
  frames integer not null, named integer not null,
  made_at timestamptz not null default now(),
  primary key (tenant, site, finding)
);

grant select, insert, update, delete on evidence to nautilus_tenant;
alter table evidence enable row level security;
create policy own on evidence to nautilus_tenant
  using (tenant = current_setting('nautilus.tenant', true))
  with check (tenant = current_setting('nautilus.tenant', true));
`

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(TABLES).execute(db)
}
