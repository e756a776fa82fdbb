// Playbooks: those that came along with this installation, and those that a tenant wrote. None is ever changed.
import { type Kysely, sql } from 'kysely'

const TABLES = `
-- Of no tenant: what incidents began with stays readable when a later release brings another version.
create table playbook_editions (
  id text not null, version integer not null,
  data jsonb not null, source text not null, made_at timestamptz not null default now(),
  primary key (id, version)
);
grant select on playbook_editions to nautilus_tenant;

-- The newest version of an id is in force. Without data it was withdrawn: what came along is in force again.
create table playbooks (
  tenant text not null references tenants (id), id text not null, version integer not null,
  -- The edition that it was made from; null: none.
  basis text, data jsonb, source text,
  note text not null, made_by text not null, made_at timestamptz not null default now(),
  primary key (tenant, id, version)
);
grant select, insert on playbooks to nautilus_tenant;
alter table playbooks enable row level security;
create policy own on playbooks to nautilus_tenant
  using (tenant = current_setting('nautilus.tenant', true))
  with check (tenant = current_setting('nautilus.tenant', true));
`

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(TABLES).execute(db)
}
