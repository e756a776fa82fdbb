// The queue of findings among many: the evidence of a finding lies beside its row, so that a look through the rows stays
// short; the order of the queue is that of an index, also within a severity; and which findings are about a device is a
// table of its own. (An index of arrays does not serve a tenant: what may leak is not asked before the policy of the rows.)
import { type Kysely, sql } from 'kysely'

const CHANGES = `
-- Bytes: what is longer goes out of the row.
alter table findings set (toast_tuple_target = 512);
drop index findings_queue;
drop index findings_assets;
create index findings_queue on findings (tenant, site, rank desc, last desc, id desc);
-- With all that decides whether a finding is open: counting them reads no rows.
create index findings_severity on findings (tenant, site, severity, rank desc, last desc, id desc)
  include (rule, source, target, verb);

create table finding_assets (
  tenant text not null, site text not null, asset text not null, finding text not null,
  primary key (tenant, site, asset, finding)
);
create index finding_assets_finding on finding_assets (tenant, site, finding);
insert into finding_assets
  select distinct tenant, site, asset, id from findings, unnest(assets || source || target) asset where asset is not null;

create function place_finding() returns trigger language plpgsql as $$ begin
  if tg_op <> 'INSERT' then
    delete from finding_assets where tenant = old.tenant and site = old.site and finding = old.id;
  end if;
  if tg_op <> 'DELETE' then
    insert into finding_assets
      select distinct new.tenant, new.site, asset, new.id from unnest(new.assets || new.source || new.target) asset
      where asset is not null;
  end if;
  return null;
end $$;
create trigger placed after insert or delete on findings for each row execute function place_finding();
create trigger replaced after update on findings for each row
  when (old.assets || old.source || old.target is distinct from new.assets || new.source || new.target)
  execute function place_finding();

grant select, insert, update, delete on finding_assets to nautilus_tenant;
alter table finding_assets enable row level security;
create policy own on finding_assets to nautilus_tenant
  using (tenant = current_setting('nautilus.tenant', true))
  with check (tenant = current_setting('nautilus.tenant', true));
`

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(CHANGES).execute(db)
}
