// Provider members and their emergency access, decisions about what is normal, documents of what should be there, and
// answers that are given again to a request that comes again.
import { type Kysely, sql } from 'kysely'

const OF_TENANT = ['break_glass', 'decisions', 'expected', 'answers'] as const

const TABLES = `
create table provider_members (
  user_id text primary key, added_by text, added_at timestamptz not null default now()
);

create table break_glass (
  tenant text not null references tenants (id), id uuid primary key default gen_random_uuid(),
  user_id text not null, who text not null, role text not null, reason text not null,
  began_at timestamptz not null default now(), until timestamptz not null, ended_at timestamptz,
  check (until > began_at and until <= began_at + interval '8 hours')
);
create index break_glass_user on break_glass (user_id, until);

create table decisions (
  tenant text not null, site text not null, number bigint not null,
  data jsonb not null, made_by text not null, made_at timestamptz not null default now(),
  primary key (tenant, site, number)
);

create table expected (
  tenant text not null, site text not null, file text not null,
  data jsonb not null, added_by text, added_at timestamptz not null default now(),
  primary key (tenant, site, file)
);

create table answers (
  tenant text not null, key_hash text not null, request_hash text not null,
  status smallint, body bytea, made_at timestamptz not null default now(),
  primary key (tenant, key_hash)
);
create index answers_age on answers (made_at);

alter table invitations add column id uuid not null default gen_random_uuid(), add column made_at timestamptz not null default now(), add column revoked_at timestamptz;
create unique index invitations_id on invitations (id);
alter table enrolments add column id uuid not null default gen_random_uuid(), add column made_at timestamptz not null default now(), add column revoked_at timestamptz;
create unique index enrolments_id on enrolments (id);
create unique index sensors_key on sensors (key_hash) where key_hash is not null;
create index acceptances_rule on acceptances (tenant, site, rule) where ended_at is null;
create index saved_owner on saved (tenant, kind, name);
`

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(TABLES).execute(db)
  for (const table of OF_TENANT) await guard(db, table)
}

async function guard(db: Kysely<unknown>, table: (typeof OF_TENANT)[number]): Promise<void> {
  const name = sql.table(table)
  // What was decided is part of the log that a site is made anew from: it is added to, and not changed.
  const rights = table === 'decisions' ? sql`select, insert` : sql`select, insert, update, delete`
  await sql`grant ${rights} on ${name} to nautilus_tenant`.execute(db)
  await sql`alter table ${name} enable row level security`.execute(db)
  await sql`create policy own on ${name} to nautilus_tenant
    using (tenant = current_setting('nautilus.tenant', true))
    with check (tenant = current_setting('nautilus.tenant', true))`.execute(db)
}
