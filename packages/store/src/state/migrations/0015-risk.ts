// What people say of the numbers of their risk, every version; what was computed from which numbers; when a process
// stood still in an incident.
import { type Kysely, sql } from 'kysely'

const TABLES = `
create table risk_inputs (
  tenant text not null, site text not null, input text not null, version integer not null,
  -- Null: back to the estimate that follows from the site.
  data jsonb,
  reason text not null, changed_by text, changed_at timestamptz not null default now(),
  primary key (tenant, site, input, version)
);

create table risk_runs (
  tenant text not null, site text not null, id uuid not null default gen_random_uuid(),
  -- look: while somebody looks, the latest are kept; report: kept.
  kind text not null,
  seed bigint not null, trials integer not null, code text not null,
  -- SHA-256 of the numbers it was computed from; those of a report are kept.
  hash text not null, book jsonb, measures jsonb not null,
  result jsonb not null, made_by text, made_at timestamptz not null default now(),
  primary key (tenant, site, id)
);
create index risk_runs_made on risk_runs (tenant, site, kind, made_at desc);

create table risk_standstills (
  tenant text not null, site text not null, incident text not null, version integer not null,
  -- µs since 1970; null: it does not stand, or it stands still.
  process text not null, stood_from bigint, stood_until bigint,
  changed_by text, changed_at timestamptz not null default now(),
  primary key (tenant, site, incident, version)
);

grant select, insert on risk_inputs, risk_standstills to nautilus_tenant;
grant select, insert, delete on risk_runs to nautilus_tenant;
`

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(TABLES).execute(db)
  for (const table of ['risk_inputs', 'risk_runs', 'risk_standstills'])
    await sql
      .raw(`alter table ${table} enable row level security;
        create policy own on ${table} to nautilus_tenant
          using (tenant = current_setting('nautilus.tenant', true))
          with check (tenant = current_setting('nautilus.tenant', true));`)
      .execute(db)
}
