// People and groups as a directory of the tenant has them (SCIM 2.0, RFC 7643), and which group has which role here.
import { type Kysely, sql } from 'kysely'

const TABLES = `
create table directory_users (
  tenant text not null, id uuid not null default gen_random_uuid(),
  user_id text not null,
  -- The account was made for this directory; else it was there before, and stays as it is.
  own boolean not null,
  user_name text not null, external_id text, active boolean not null, data jsonb not null,
  version integer not null, made_at timestamptz not null default now(), changed_at timestamptz not null default now(),
  primary key (tenant, id)
);
create unique index directory_users_name on directory_users (tenant, lower(user_name));
create unique index directory_users_user on directory_users (tenant, user_id);

create table directory_groups (
  tenant text not null, id uuid not null default gen_random_uuid(),
  name text not null, external_id text,
  version integer not null, made_at timestamptz not null default now(), changed_at timestamptz not null default now(),
  primary key (tenant, id)
);
create unique index directory_groups_name on directory_groups (tenant, lower(name));

create table directory_members (
  tenant text not null, group_id uuid not null, member uuid not null,
  primary key (tenant, group_id, member)
);
create index directory_members_member on directory_members (tenant, member);

create table role_mappings (
  tenant text not null, id uuid not null default gen_random_uuid(),
  -- 'directory', or the id of a provider of sign-in.
  provider text not null, claim text not null, value text not null,
  site text not null, role text not null,
  made_by text not null, made_at timestamptz not null default now(),
  primary key (tenant, id)
);
create unique index role_mappings_what on role_mappings (tenant, provider, claim, value, site);
`

const NAMES = ['directory_users', 'directory_groups', 'directory_members', 'role_mappings']

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
