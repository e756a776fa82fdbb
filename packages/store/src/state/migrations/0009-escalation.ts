// Who is called when something happens, how each is reached, and what is still to be sent. Rosters and policies are never
// changed: the newest version counts, and an escalation goes on by the version with which it began.
import { type Kysely, sql } from 'kysely'

const TABLES = `
create table rosters (
  tenant text not null, site text not null, duty text not null, version integer not null,
  -- Null: removed.
  data jsonb, changed_by text, changed_at timestamptz not null default now(),
  primary key (tenant, site, duty, version)
);

create table policies (
  tenant text not null, site text not null, id text not null, version integer not null,
  data jsonb not null, changed_by text, changed_at timestamptz not null default now(),
  primary key (tenant, site, id, version)
);

create table contacts (
  -- Person '*': the site itself, a chat of the shift or a gateway.
  tenant text not null, site text not null, person text not null, channel text not null,
  -- What others may see of it, and all of it, sealed with the secret of the instance.
  kind text not null, shown text not null, sealed bytea not null, version integer not null,
  changed_by text, changed_at timestamptz not null default now(),
  primary key (tenant, site, person, channel)
);

create table outbox (
  tenant text not null, site text not null, id text not null,
  incident text, person text not null, channel text not null, payload jsonb not null,
  -- waiting, sent, by-hand, failed or dead
  state text not null, tries integer not null, next_at bigint not null, last_error text,
  made_at bigint not null, done_at bigint, acknowledged_at bigint,
  primary key (tenant, site, id)
);
create index outbox_waiting on outbox (next_at) where state = 'waiting';
create index outbox_newest on outbox (tenant, site, made_at desc, id);
create index incidents_wake_all on incidents (wake) where wake is not null;
`

const versioned = ['rosters', 'policies']
const changing = ['contacts', 'outbox']

const policyOf = (table: string): string => `
alter table ${table} enable row level security;
create policy own on ${table} to nautilus_tenant
  using (tenant = current_setting('nautilus.tenant', true))
  with check (tenant = current_setting('nautilus.tenant', true));
`

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(TABLES).execute(db)
  await sql.raw(`grant select, insert on ${versioned.join(', ')} to nautilus_tenant`).execute(db)
  await sql.raw(`grant select, insert, update, delete on ${changing.join(', ')} to nautilus_tenant`).execute(db)
  for (const table of [...versioned, ...changing]) await sql.raw(policyOf(table)).execute(db)
}
