// Packets that lie at sensors of other machines: what was asked of them, and what came of it.
import { type Kysely, sql } from 'kysely'

const TABLES = `
create table packet_questions (
  tenant text not null, site text not null, finding text not null, sensor text not null,
  state text not null check (state in ('asked', 'waiting', 'kept', 'gone', 'none', 'refused')),
  -- Frames that the finding named when it was asked.
  named integer not null,
  -- In words: what the sensor says, or what is wrong with its answer.
  why text,
  -- How far back the sensor said that it reaches, microseconds since 1970-01-01 UTC.
  reach bigint,
  asked_at timestamptz not null default now(), tried_at timestamptz not null default now(),
  primary key (tenant, site, finding)
);
create index packet_questions_open on packet_questions (tenant, site, sensor) where state in ('asked', 'waiting');

grant select, insert, update, delete on packet_questions to nautilus_tenant;
alter table packet_questions enable row level security;
create policy own on packet_questions to nautilus_tenant
  using (tenant = current_setting('nautilus.tenant', true))
  with check (tenant = current_setting('nautilus.tenant', true));
`

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(TABLES).execute(db)
}
