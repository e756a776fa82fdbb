// Several machines: who works on which sites, keys that all of them share, and what each sensor is told.
import { type Kysely, sql } from 'kysely'

const TABLES = `
create table workers (
  id text primary key, version text not null,
  started_at timestamptz not null default now(), beat_at timestamptz not null default now(),
  -- It stops in order, and takes nothing any more.
  leaving boolean not null default false
);

-- Sites fall into partitions; one worker at most has each. The token grows with every change of hands.
create table leases (
  partition integer primary key, worker text, token bigint not null, changed_at timestamptz not null default now()
);

-- Asked in every transaction that writes results of a site, under the role of its tenant. The row stays as it is until
-- that transaction ends: whoever takes the partition waits for it, and whoever lost it is refused.
create function nautilus_holds(p integer, t bigint) returns boolean
  language sql volatile security definer set search_path = public, pg_temp
  as 'select exists (select 1 from leases where partition = p and token = t for share)';
revoke execute on function nautilus_holds from public;
grant execute on function nautilus_holds to nautilus_tenant;

-- Sealed under the secret of the installation.
create table installation_keys (name text primary key, sealed bytea not null, made_at timestamptz not null default now());

-- The public key by which the bus knows a sensor; gone where it has none.
alter table sensors add column bus_key text;

create table sensor_settings (
  tenant text not null, site text not null, sensor text not null, version integer not null,
  body text not null, signature text not null, changed_by text not null,
  changed_at timestamptz not null default now(),
  primary key (tenant, site, sensor, version)
);
grant select, insert, update, delete on sensor_settings to nautilus_tenant;
alter table sensor_settings enable row level security;
create policy own on sensor_settings to nautilus_tenant
  using (tenant = current_setting('nautilus.tenant', true))
  with check (tenant = current_setting('nautilus.tenant', true));
`

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(TABLES).execute(db)
}
