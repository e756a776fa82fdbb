// Reports that come by mail: when, to whom, and who got what. A run and a letter are rows before they are work, so that a
// stop in between loses none, and of several programs one does it.
import { type Kysely, sql } from 'kysely'

const TABLES = `
-- Whether reports may be sent to people without an account.
alter table tenants add column outside_reports boolean not null default false;
grant update (outside_reports) on tenants to nautilus_tenant;

create table report_schedules (
  tenant text not null, id uuid not null default gen_random_uuid(),
  name text not null, kind text not null, language text not null, form text not null,
  -- Empty: all that there are when it is made.
  sites text[] not null,
  -- 'week', 'month', 'quarter'.
  every text not null,
  -- Of the week from Monday, 1 to 7, else of the month, 1 to 28; and the hour there.
  day smallint not null, hour smallint not null, time_zone text not null,
  paused boolean not null default false,
  -- µs; when it is made next.
  next_at bigint not null,
  made_by text not null, made_at timestamptz not null default now(),
  primary key (tenant, id)
);
create index report_schedules_due on report_schedules (next_at) where not paused;

create table report_recipients (
  tenant text not null, schedule uuid not null, email text not null,
  -- Null: nobody of the tenant; confirmed by the link that was sent there.
  user_id text, token_hash text unique, confirmed_at timestamptz,
  added_by text not null, added_at timestamptz not null default now(),
  primary key (tenant, schedule, email)
);

-- One for each time that it was due; 'asked_by': somebody did not want to wait. Kept when the schedule is gone.
create table report_runs (
  tenant text not null, id uuid not null default gen_random_uuid(), schedule uuid not null, due bigint not null,
  name text not null, form text not null, asked_by text, state text not null default 'waiting',
  report uuid, tries integer not null default 0, try_at bigint not null, error text,
  made_at timestamptz not null default now(), done_at timestamptz,
  primary key (tenant, id), unique (tenant, schedule, due)
);
create index report_runs_waiting on report_runs (try_at) where state = 'waiting';

create table report_letters (
  tenant text not null, id uuid not null default gen_random_uuid(), run uuid not null, email text not null,
  state text not null default 'waiting', tries integer not null default 0, try_at bigint not null, error text,
  -- Too large to be attached: a link was sent.
  linked boolean not null default false,
  token_hash text unique, token_until timestamptz,
  sent_at timestamptz,
  primary key (tenant, id), unique (tenant, run, email)
);
create index report_letters_waiting on report_letters (try_at) where state = 'waiting';
`

const tables = ['report_schedules', 'report_recipients', 'report_runs', 'report_letters']

const policyOf = (table: string): string => `
alter table ${table} enable row level security;
create policy own on ${table} to nautilus_tenant
  using (tenant = current_setting('nautilus.tenant', true))
  with check (tenant = current_setting('nautilus.tenant', true));
`

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(TABLES).execute(db)
  await sql.raw(`grant select, insert, update, delete on ${tables.join(', ')} to nautilus_tenant`).execute(db)
  for (const table of tables) await sql.raw(policyOf(table)).execute(db)
}
