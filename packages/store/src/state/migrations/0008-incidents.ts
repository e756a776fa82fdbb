// Incidents and what people are to a site. The record of an incident can be added to and never changed: the role of the
// tenant has no right to.
import { type Kysely, sql } from 'kysely'

const TABLES = `
create table incidents (
  tenant text not null, site text not null, id text not null,
  state text not null, outcome text, severity text not null, rank smallint not null,
  title text not null, exercise boolean not null, assignee text, playbook text,
  opened bigint not null, changed bigint not null, since bigint not null,
  -- The end of the record, and when escalation must be looked at again (µs); null: not before something happens.
  seq integer not null, hash text not null, wake bigint,
  data jsonb not null,
  primary key (tenant, site, id)
);
create index incidents_queue on incidents (tenant, site, rank desc, opened desc, id);
create index incidents_wake on incidents (tenant, wake) where wake is not null;

create table incident_entries (
  tenant text not null, site text not null, incident text not null, seq integer not null,
  at bigint not null, kind text not null, person text,
  -- The link as it was hashed, canonical JSON.
  body text not null, prev text not null, hash text not null,
  primary key (tenant, site, incident, seq)
);

create table incident_findings (
  tenant text not null, site text not null, finding text not null, incident text not null,
  severity text not null, count bigint not null,
  primary key (tenant, site, finding)
);
create index incident_findings_of on incident_findings (tenant, site, incident);

create table duties (
  tenant text not null, site text not null, person text not null, duty text not null,
  given_by text, given_at timestamptz not null default now(),
  primary key (tenant, site, person, duty)
);
`

const tables = ['incidents', 'incident_findings', 'duties']

const policyOf = (table: string): string => `
alter table ${table} enable row level security;
create policy own on ${table} to nautilus_tenant
  using (tenant = current_setting('nautilus.tenant', true))
  with check (tenant = current_setting('nautilus.tenant', true));
`

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(TABLES).execute(db)
  await sql.raw(`grant select, insert, update, delete on ${tables.join(', ')} to nautilus_tenant`).execute(db)
  await sql.raw('grant select, insert on incident_entries to nautilus_tenant').execute(db)
  for (const table of [...tables, 'incident_entries']) await sql.raw(policyOf(table)).execute(db)
}
