// The first tables. Times of the wire are µs since 1970-01-01 UTC as bigint, exact; times of people are timestamptz.
import { type Kysely, sql } from 'kysely'

/** Tables of a tenant: row-level security holds for each of them. */
const OF_TENANT = [
  'sites',
  'sensors',
  'enrolments',
  'batches',
  'positions',
  'snapshots',
  'assets',
  'asset_edits',
  'links',
  'points',
  'findings',
  'finding_work',
  'acceptances',
  'notices',
  'work_orders',
  'members',
  'invitations',
  'api_keys',
  'saved',
  'audit',
  'uploads',
  'site_models',
  'site_facts',
] as const

const TABLES = `
create table tenants (
  id text primary key check (id ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  name text not null,
  branding jsonb not null default '{}',
  retention jsonb not null default '{}',
  created_at timestamptz not null default now()
);

create table sites (
  tenant text not null references tenants (id),
  id text not null check (id ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  name text not null,
  time_zone text not null default 'UTC',
  demo boolean not null default false,
  created_at timestamptz not null default now(),
  primary key (tenant, id)
);

create table site_models (
  tenant text not null, site text not null,
  source text not null,
  version integer not null,
  changed_by text, changed_at timestamptz not null default now(),
  primary key (tenant, site, version)
);

create table sensors (
  tenant text not null, site text not null, id text not null,
  name text not null,
  kind text not null,
  key_hash text,
  enrolled_at timestamptz not null default now(),
  revoked_at timestamptz,
  last_seen timestamptz,
  version text,
  health jsonb not null default '{}',
  primary key (tenant, site, id)
);

create table enrolments (
  tenant text not null, site text not null,
  token_hash text primary key,
  name text not null, created_by text, expires_at timestamptz not null, used_at timestamptz
);

create table batches (
  tenant text not null, site text not null, number bigint not null,
  sensor text not null, epoch text not null, seq bigint not null,
  file text, taught boolean not null, body bytea not null,
  received_at timestamptz not null default now(),
  primary key (tenant, site, number)
);

create table positions (
  tenant text not null, site text not null, sensor text not null, epoch text not null,
  seq bigint not null, number bigint not null,
  activities bigint not null default 0, at bigint not null default 0,
  primary key (tenant, site, sensor, epoch)
);

create table snapshots (
  tenant text not null, site text not null, number bigint not null,
  format integer not null, body bytea not null, made_at timestamptz not null default now(),
  primary key (tenant, site, number)
);

create table assets (
  tenant text not null, site text not null, id text not null,
  name text, ip text[] not null, mac text[] not null,
  vendor text, model text, firmware text, role text, confidence real,
  level real, zone text, criticality text, protocols text[] not null,
  first bigint, last bigint,
  data jsonb not null,
  seen_at timestamptz not null default now(),
  primary key (tenant, site, id)
);
create index assets_last on assets (tenant, site, last desc);
create index assets_text on assets using gin (to_tsvector('simple', coalesce(name, '') || ' ' || coalesce(vendor, '') || ' ' || coalesce(model, '')));

create table asset_edits (
  tenant text not null, site text not null, asset text not null,
  owner text, note text, criticality text, zone text, process text, label text,
  changed_by text, changed_at timestamptz not null default now(),
  primary key (tenant, site, asset)
);

create table links (
  tenant text not null, site text not null, id text not null,
  client text not null, server text not null, protocol text not null, port integer not null,
  first bigint, last bigint, data jsonb not null,
  primary key (tenant, site, id)
);
create index links_client on links (tenant, site, client);
create index links_server on links (tenant, site, server);

create table points (
  tenant text not null, site text not null, id text not null,
  asset text not null, object text not null, last bigint, data jsonb not null,
  primary key (tenant, site, id)
);
create index points_asset on points (tenant, site, asset, object);

create table findings (
  tenant text not null, site text not null, id text not null,
  rule text not null, title text not null, severity text not null, rank smallint not null,
  first bigint not null, last bigint not null, count bigint not null,
  source text, target text, assets text[] not null, protocol text, verb text,
  data jsonb not null,
  made_at timestamptz not null default now(),
  primary key (tenant, site, id)
);
create index findings_queue on findings (tenant, site, rank desc, last desc, id);
create index findings_last on findings (tenant, last desc, id);
create index findings_assets on findings using gin (assets);

create table finding_work (
  tenant text not null, site text not null, finding text not null,
  status text not null default 'open' check (status in ('open', 'confirmed', 'accepted', 'suppressed', 'closed')),
  reason text, assignee text, changed_by text, changed_at timestamptz not null default now(),
  primary key (tenant, site, finding)
);

create table acceptances (
  tenant text not null, site text not null, id uuid primary key default gen_random_uuid(),
  kind text not null check (kind in ('accept', 'suppress')),
  rule text not null, source text, target text, verb text,
  reason text not null, expires_at timestamptz,
  made_by text, made_at timestamptz not null default now(), ended_at timestamptz
);

create table notices (
  tenant text not null, site text not null, id text not null,
  code text not null, message text not null, count bigint not null, at bigint not null, sensor text,
  primary key (tenant, site, id)
);

create table site_facts (
  tenant text not null, site text not null, name text not null, data jsonb not null, changed_at timestamptz not null default now(),
  primary key (tenant, site, name)
);

create table work_orders (
  tenant text not null, site text not null, id text not null,
  state text not null, data jsonb not null,
  changed_by text, changed_at timestamptz not null default now(),
  primary key (tenant, site, id)
);

create table members (
  tenant text not null, user_id text not null, site text not null default '*', role text not null,
  added_by text, added_at timestamptz not null default now(),
  primary key (tenant, user_id, site)
);

create table invitations (
  tenant text not null, token_hash text primary key, email text not null, site text not null default '*', role text not null,
  made_by text, expires_at timestamptz not null, used_at timestamptz
);

create table api_keys (
  tenant text not null, id uuid primary key default gen_random_uuid(),
  name text not null, key_hash text not null unique, scopes text[] not null, site text not null default '*',
  made_by text, made_at timestamptz not null default now(), expires_at timestamptz, revoked_at timestamptz, used_at timestamptz
);

create table saved (
  tenant text not null, id uuid primary key default gen_random_uuid(), kind text not null, name text not null,
  owner text, shared boolean not null default false, data jsonb not null, changed_at timestamptz not null default now()
);

create table uploads (
  tenant text not null, site text not null, id uuid primary key default gen_random_uuid(),
  name text not null, bytes bigint not null, sha256 text, state text not null, progress real not null default 0,
  message text, made_by text, made_at timestamptz not null default now()
);

create table audit (
  tenant text not null, id bigint generated always as identity primary key,
  at timestamptz not null default now(), who text not null, site text,
  action text not null, object text, detail jsonb not null default '{}'
);
create index audit_tenant on audit (tenant, id desc);
`

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(TABLES).execute(db)
  const exists = await sql`select 1 from pg_roles where rolname = 'nautilus_tenant'`.execute(db)
  if (exists.rows.length === 0) await sql`create role nautilus_tenant nologin nosuperuser nobypassrls`.execute(db)
  await sql`grant nautilus_tenant to current_user`.execute(db)
  await sql`grant select on tenants to nautilus_tenant`.execute(db)
  await sql`grant update (name, branding, retention) on tenants to nautilus_tenant`.execute(db)
  for (const table of OF_TENANT) await guard(db, table)
  await sql`alter table tenants enable row level security`.execute(db)
  await sql`create policy own on tenants to nautilus_tenant using (id = current_setting('nautilus.tenant', true))`.execute(
    db,
  )
}

async function guard(db: Kysely<unknown>, table: string): Promise<void> {
  const name = sql.table(table)
  // The record of what was done can be added to, and not changed.
  const rights = table === 'audit' ? sql`select, insert` : sql`select, insert, update, delete`
  await sql`grant ${rights} on ${name} to nautilus_tenant`.execute(db)
  await sql`alter table ${name} enable row level security`.execute(db)
  await sql`create policy own on ${name} to nautilus_tenant
    using (tenant = current_setting('nautilus.tenant', true))
    with check (tenant = current_setting('nautilus.tenant', true))`.execute(db)
}
