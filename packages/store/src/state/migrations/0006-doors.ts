// The ways in: passkeys, identities at providers of sign-in, devices that a person came from, and what is under way
// between two steps of a sign-in. Accounts are the platform's, not a tenant's: the role of tenants sees none of it.
import { type Kysely, sql } from 'kysely'

const TABLES = `
create table passkeys (
  id text primary key, user_id text not null, name text not null,
  public_key bytea not null, counter bigint not null, transports text[] not null, synced boolean not null,
  made_at timestamptz not null default now(), used_at timestamptz
);
create index passkeys_user on passkeys (user_id, made_at);

create table identities (
  provider text not null, subject text not null, user_id text not null,
  linked_at timestamptz not null default now(),
  primary key (provider, subject)
);
create index identities_user on identities (user_id);

create table devices (
  user_id text not null, device_hash text not null, agent text,
  first_at timestamptz not null default now(), last_at timestamptz not null default now(),
  primary key (user_id, device_hash)
);

create table ceremonies (
  token_hash text primary key, kind text not null, data jsonb not null, expires_at timestamptz not null
);
create index ceremonies_age on ceremonies (expires_at);
`

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(TABLES).execute(db)
}
