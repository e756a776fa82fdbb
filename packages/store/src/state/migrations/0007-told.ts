// How far the telemetry store has followed the log of a site.
import { type Kysely, sql } from 'kysely'

const TABLES = `
create table told (
  tenant text not null, site text not null,
  -- Everything up to told is in the telemetry store; what is behind it, up to telling, may be.
  told bigint not null, telling bigint not null,
  primary key (tenant, site)
);

grant select, insert, update, delete on told to nautilus_tenant;
alter table told enable row level security;
create policy own on told to nautilus_tenant
  using (tenant = current_setting('nautilus.tenant', true))
  with check (tenant = current_setting('nautilus.tenant', true));
`

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(TABLES).execute(db)
  // Until now a batch was in the telemetry store before it was in the log.
  await sql`insert into told (tenant, site, told, telling)
    select tenant, site, max(number), max(number) from positions group by tenant, site`.execute(db)
}
