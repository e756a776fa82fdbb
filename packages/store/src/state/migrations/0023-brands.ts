// Brands as a whole, of the provider, of customers and of sites; what people of the provider may see of customers, at
// once; and what customers used, month by month.
import { type Kysely, sql } from 'kysely'

const TABLES = `
-- At most one row: that of the installation.
create table provider_brand (one boolean primary key default true check (one), branding jsonb not null default '{}');

alter table sites add column branding jsonb not null default '{}';

-- Under which name the console is reached, and who letters come from. Of the tenant '': the provider itself.
create table reaches (
  tenant text primary key, domain text unique,
  mail_name text, mail_address text,
  changed_by text not null, changed_at timestamptz not null default now()
);

-- 'analyst': the queue alone. 'customers': null for all of them.
alter table provider_members add column role text not null default 'admin' check (role in ('admin', 'analyst'));
alter table provider_members add column customers text[];

-- The queue over all customers: the gravest first, then the latest.
create index findings_everywhere on findings (rank desc, last desc, tenant desc, site desc, id desc);
create index incidents_everywhere on incidents (rank desc, opened desc, tenant desc, site desc, id desc);

-- By month, '2026-02'. Kept for good: what is over its time elsewhere was used all the same.
create table usage_months (
  tenant text not null, month text not null,
  sites integer not null, sensors integer not null,
  assets integer not null, assets_peak integer not null,
  activities bigint not null, findings bigint not null, incidents bigint not null,
  storage bigint not null, users integer not null,
  counted_at timestamptz not null,
  primary key (tenant, month)
);
`

const policyOf = (table: string): string => `
alter table ${table} enable row level security;
create policy own on ${table} to nautilus_tenant
  using (tenant = current_setting('nautilus.tenant', true))
  with check (tenant = current_setting('nautilus.tenant', true));
`

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(TABLES).execute(db)
  await sql.raw('grant select on reaches, usage_months to nautilus_tenant').execute(db)
  for (const table of ['reaches', 'usage_months']) await sql.raw(policyOf(table)).execute(db)
}
