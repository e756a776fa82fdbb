// Approved work with its versions; threat feeds of a tenant and of the provider (tenant '*'); exercises. A site works by
// orders and feeds from events of its own sequence, so that replay meets them where they came.
import { type Kysely, sql } from 'kysely'

const TABLES = `
alter table sites add column approve_work boolean not null default false;

-- Nothing wrote it before.
drop table work_orders;
create table work_orders (
  tenant text not null, site text not null, id text not null, version integer not null,
  -- waiting: another person must approve it; approved; cancelled.
  state text not null,
  data jsonb not null,
  -- What holds: the version that was approved last; null where none was, or where it was cancelled.
  force_version integer, force_data jsonb,
  made_by text, made_at timestamptz not null default now(),
  changed_by text, changed_at timestamptz not null default now(),
  approved_by text, approved_at timestamptz,
  primary key (tenant, site, id)
);

create table work_order_steps (
  tenant text not null, site text not null, work_order text not null, seq integer not null,
  version integer not null, step text not null, data jsonb not null, reason text,
  who text not null, at timestamptz not null default now(),
  primary key (tenant, site, work_order, seq)
);

create table feeds (
  tenant text not null, id uuid not null default gen_random_uuid(),
  name text not null, hash text not null, bytes bigint not null,
  -- Of the file: how many indicators can be used, how many are over, what could not be used.
  indicators integer not null, others integer not null, faults jsonb not null, last_until bigint,
  made_by text, made_at timestamptz not null default now(),
  changed_by text, changed_at timestamptz not null default now(),
  expires_at timestamptz,
  primary key (tenant, id)
);
create unique index feeds_name on feeds (tenant, lower(name));

-- Never changed: what a site knew at a time is found again under its hash.
create table feed_bodies (
  tenant text not null, hash text not null, name text not null, body bytea not null, made_at timestamptz not null default now(),
  -- Since when no feed has it any more.
  released_at timestamptz,
  primary key (tenant, hash)
);

create table exercises (
  tenant text not null, site text not null, id text not null,
  story text not null, title text not null, playbook text, state text not null,
  incident text not null, people jsonb not null, goals jsonb not null, note text,
  started_by text not null, started_at timestamptz not null default now(), ended_by text, ended_at timestamptz,
  -- What was measured at its end.
  report jsonb,
  primary key (tenant, site, id)
);
create index exercises_incident on exercises (tenant, site, incident);
`

const own = (table: string): string => `
alter table ${table} enable row level security;
create policy own on ${table} to nautilus_tenant
  using (tenant = current_setting('nautilus.tenant', true))
  with check (tenant = current_setting('nautilus.tenant', true));
`

/** Those of the provider are read by every tenant, and written by none. */
const shared = (table: string): string => `
${own(table)}
create policy provider on ${table} for select to nautilus_tenant using (tenant = '*');
`

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(TABLES).execute(db)
  await sql
    .raw('grant select, insert, update, delete on work_orders, feeds, feed_bodies, exercises to nautilus_tenant')
    .execute(db)
  await sql.raw('grant select, insert on work_order_steps to nautilus_tenant').execute(db)
  for (const table of ['work_orders', 'work_order_steps', 'exercises']) await sql.raw(own(table)).execute(db)
  for (const table of ['feeds', 'feed_bodies']) await sql.raw(shared(table)).execute(db)
}
