// What other systems are told. One log of a tenant for all of its destinations, written in the transactions that make
// what it tells; each destination remembers how far it has come.
import { type Kysely, sql } from 'kysely'

const TABLES = `
-- Transactions end in another order than they begin, so numbers that they draw would be passed over by whoever reads
-- behind them. A row gets its position afterwards, from the one that reads: what is not visible yet comes later.
create table outward_events (
  tenant text not null, id bigint generated always as identity, position bigint,
  -- The same over a restore of a backup too, in which positions come again.
  uid uuid not null default gen_random_uuid(),
  at timestamptz not null default clock_timestamp(),
  site text, kind text not null, object text not null, body jsonb not null,
  primary key (tenant, id)
);
create unique index outward_events_position on outward_events (tenant, position) where position is not null;
create index outward_events_fresh on outward_events (tenant, id) where position is null;

create table outward_heads (tenant text primary key, position bigint not null);

create table destinations (
  tenant text not null, id uuid not null default gen_random_uuid(),
  kind text not null, name text not null,
  settings jsonb not null, sealed bytea not null,
  -- Which events; names and texts of one's own.
  filter jsonb not null, mapping jsonb not null,
  enabled boolean not null, version integer not null,
  made_by text, made_at timestamptz not null default now(),
  changed_by text, changed_at timestamptz not null default now(),
  primary key (tenant, id)
);
create unique index destinations_name on destinations (tenant, lower(name));

-- Written by the sender alone.
create table destination_states (
  tenant text not null, destination uuid not null,
  -- Everything up to here has its end; so have those in ahead.
  position bigint not null, ahead jsonb not null,
  -- ok, waiting, broken, fault.
  state text not null,
  tries integer not null, next_at timestamptz not null,
  last_error text, last_error_at timestamptz, last_sent_at timestamptz,
  sent bigint not null, refused bigint not null, dropped bigint not null, failures bigint not null,
  -- Of a replay of a period: where it ends, and where to go on then.
  replay_until bigint, resume_at bigint,
  primary key (tenant, destination)
);

create table dead_letters (
  tenant text not null, id uuid not null default gen_random_uuid(), destination uuid not null,
  event jsonb not null, object text not null, reason text not null,
  made_at timestamptz not null, again_at timestamptz,
  primary key (tenant, id)
);
create index dead_letters_of on dead_letters (tenant, destination, made_at, id);
create index dead_letters_again on dead_letters (tenant, destination, again_at) where again_at is not null;

-- What a receiver calls an object of ours, and what we heard of it last.
create table destination_refs (
  tenant text not null, destination uuid not null, object text not null,
  remote text not null, state text, seen_at timestamptz not null,
  primary key (tenant, destination, object)
);
`

const NAMES = [
  'outward_events',
  'outward_heads',
  'destinations',
  'destination_states',
  'dead_letters',
  'destination_refs',
] as const

const own = (table: string): string => `
alter table ${table} enable row level security;
create policy own on ${table} to nautilus_tenant
  using (tenant = current_setting('nautilus.tenant', true))
  with check (tenant = current_setting('nautilus.tenant', true));
`

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(TABLES).execute(db)
  await sql.raw(`grant select, insert, update, delete on ${NAMES.join(', ')} to nautilus_tenant`).execute(db)
  for (const table of NAMES) await sql.raw(own(table)).execute(db)
}
