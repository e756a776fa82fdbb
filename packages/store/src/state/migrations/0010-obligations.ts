// Who owes reports, what was drafted and taken in, and the record of what people did as one chain for each tenant.

import { createHash } from 'node:crypto'
import { append, canonical, emptyHead, type Head } from '@nautilus/response'
import { type Kysely, sql } from 'kysely'

const TABLES = `
create table entities (
  tenant text not null, id text not null, data jsonb not null,
  revision integer not null default 1, changed_by text, changed_at timestamptz not null default now(),
  primary key (tenant, id)
);
create table entity_sites (
  tenant text not null, site text not null, entity text not null,
  primary key (tenant, site)
);

-- Of those that come along what an incident began with; of a tenant every version that it wrote. Never changed.
create table obligation_templates (
  tenant text not null, id text not null, version integer not null,
  data jsonb not null, source text, made_by text, made_at timestamptz not null default now(),
  primary key (tenant, id, version)
);

create table obligation_drafts (
  tenant text not null, site text not null, incident text not null, obligation text not null, stage text not null,
  version integer not null, hash text not null,
  -- The document as it was hashed, canonical JSON.
  document text not null, edits jsonb not null, made_by text not null, made_at bigint not null,
  primary key (tenant, site, incident, obligation, stage, version)
);

create table audit_anchors (
  tenant text not null, day text not null, seq bigint not null, hash text not null, links bigint not null,
  key text not null, signature text not null, made_at timestamptz not null default now(),
  primary key (tenant, day)
);

alter table audit add column seq bigint, add column prev text, add column hash text,
  add column body text not null default '{}';
create unique index audit_chain on audit (tenant, seq);
`

/**
 * The link is made when the transaction ends: its lock is the last that is taken and is held for a moment, so that no
 * two changes wait for each other. The body is canonical JSON already.
 */
const CHAIN = `
create function audit_link() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
declare last record; next_seq bigint; before text;
begin
  -- Restored as it was.
  if new.seq is not null then return null; end if;
  perform pg_advisory_xact_lock(hashtextextended('audit ' || new.tenant, 0));
  select a.seq, a.hash into last from audit a where a.tenant = new.tenant and a.seq is not null order by a.seq desc limit 1;
  next_seq := coalesce(last.seq + 1, 0);
  before := coalesce(last.hash, repeat('0', 64));
  update audit set seq = next_seq, prev = before,
    hash = encode(sha256(convert_to(before || '{"body":' || new.body || ',"seq":' || next_seq || '}', 'UTF8')), 'hex')
  where id = new.id;
  return null;
end $$;
create constraint trigger audit_chained after insert on audit
  deferrable initially deferred for each row execute function audit_link();
revoke insert on audit from nautilus_tenant;
grant insert (tenant, at, who, site, action, object, detail, body) on audit to nautilus_tenant;
`

const changing = ['entities', 'entity_sites']
const growing = ['obligation_templates', 'obligation_drafts', 'audit_anchors']

const policyOf = (table: string): string => `
alter table ${table} enable row level security;
create policy own on ${table} to nautilus_tenant
  using (tenant = current_setting('nautilus.tenant', true))
  with check (tenant = current_setting('nautilus.tenant', true));
`

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(TABLES).execute(db)
  await sql.raw(`grant select, insert, update, delete on ${changing.join(', ')} to nautilus_tenant`).execute(db)
  await sql.raw(`grant select, insert on ${growing.join(', ')} to nautilus_tenant`).execute(db)
  for (const table of [...changing, ...growing]) await sql.raw(policyOf(table)).execute(db)
  await chainOld(db)
  await sql.raw(CHAIN).execute(db)
}

type Old = {
  readonly id: number
  readonly tenant: string
  readonly at: Date
  readonly who: string
  readonly site: string | null
  readonly action: string
  readonly object: string | null
  readonly detail: object
}

/** Rows that are chained in one round. */
const ROUND = 1000
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** What was recorded before there was a chain becomes its beginning. */
async function chainOld(db: Kysely<unknown>): Promise<void> {
  const heads = new Map<string, Head>()
  for (let after = 0; ; ) {
    const { rows } = await sql<Old>`
      select id, tenant, at, who, site, action, object, detail from audit where id > ${after} order by id limit ${ROUND}
    `.execute(db)
    for (const { id, tenant, at, ...said } of rows) {
      const body = { at: at.getTime() * 1000, ...said }
      const link = append(heads.get(tenant) ?? emptyHead, body, sha256)
      heads.set(tenant, link)
      await sql`update audit set seq = ${link.seq}, prev = ${link.prev}, hash = ${link.hash}, body = ${canonical(body)}
        where id = ${id}`.execute(db)
      after = id
    }
    if (rows.length < ROUND) return
  }
}
