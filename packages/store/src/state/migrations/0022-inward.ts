// What other systems know: tables that people upload or that are fetched, places to fetch from, what is known of
// vulnerabilities, and which of them concern the devices of a site.
import { type Kysely, sql } from 'kysely'

const TABLES = `
create table inward_sources (
  tenant text not null, id uuid not null default gen_random_uuid(),
  -- Null: of the whole tenant.
  site text,
  kind text not null, name text not null, settings jsonb not null, sealed bytea not null,
  hours integer not null, enabled boolean not null, version integer not null,
  made_by text not null, made_at timestamptz not null default now(),
  changed_by text not null, changed_at timestamptz not null default now(),
  -- Written by whoever fetches.
  next_at timestamptz not null, last_at timestamptz, last_ok_at timestamptz, last_error text, last_result jsonb,
  primary key (tenant, id)
);
create unique index inward_sources_name on inward_sources (tenant, lower(name));
create index inward_sources_due on inward_sources (next_at) where enabled;

create table lists (
  tenant text not null, site text not null, id uuid not null,
  kind text not null, name text not null,
  -- Where it is fetched from; null: a file.
  source uuid,
  mapping jsonb not null,
  -- Under which its rows are found: a new edition is written beside the old one.
  edition uuid not null,
  rows integer not null, matched integer not null, faults jsonb not null, more integer not null,
  changed_by text not null, changed_at timestamptz not null default now(), matched_at timestamptz not null default now(),
  primary key (tenant, site, id)
);
create unique index lists_name on lists (tenant, site, lower(name));

create table list_rows (
  tenant text not null, site text not null, edition uuid not null, line integer not null,
  key text not null, ip text[] not null, mac text[] not null, data jsonb not null,
  -- The device that it is about, by which rule, and what the two say differently.
  asset text, rule text, conflicts jsonb not null,
  primary key (tenant, site, edition, line)
);
create index list_rows_key on list_rows (tenant, site, edition, key);
create index list_rows_asset on list_rows (tenant, site, asset) where asset is not null;

-- What lists of assets say of a device, the list that was changed last first. It never stands in place of what was heard.
create table asset_claims (
  tenant text not null, site text not null, asset text not null,
  name text, owner text, location text, criticality text,
  primary key (tenant, site, asset)
);

create table intelligence (
  tenant text not null, id uuid not null default gen_random_uuid(),
  -- csaf, kev, epss.
  kind text not null, name text not null,
  -- Where it was fetched from; null: a file.
  source uuid,
  hash text not null, version text not null, released text not null, entries integer not null, faults jsonb not null,
  bytes bigint not null, body bytea not null,
  changed_by text not null, changed_at timestamptz not null default now(), checked_at timestamptz not null default now(),
  primary key (tenant, id)
);
create unique index intelligence_name on intelligence (tenant, lower(name));

create table vulnerabilities (
  tenant text not null, site text not null, id text not null,
  asset text not null, vulnerability text not null, verdict text not null, urgency text, rank integer not null,
  score double precision, likelihood double precision,
  -- In the catalogue of what is exploited; since when we know that of this device, and who has seen it.
  known boolean not null, known_at timestamptz, seen_by text, seen_at timestamptz,
  first_at timestamptz not null default now(), data jsonb not null,
  primary key (tenant, site, id)
);
create index vulnerabilities_asset on vulnerabilities (tenant, site, asset);

create table vulnerability_runs (
  tenant text not null, site text not null,
  at timestamptz not null, counts jsonb not null, age jsonb not null,
  primary key (tenant, site)
);
`

const NAMES = [
  ...['inward_sources', 'lists', 'list_rows', 'asset_claims', 'intelligence', 'vulnerabilities'],
  'vulnerability_runs',
]

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
