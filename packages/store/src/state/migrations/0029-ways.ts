// Who was seen to hold the mailbox of an account, and which invitations went there and to nobody else.
import { type Kysely, sql } from 'kysely'

const TABLES = `
create table proven (
  user_id text primary key, email text not null, at timestamptz not null default now()
);
alter table invitations add column mailed boolean not null default false;
-- Of accounts that a directory made another address came without a letter to the present one. The table is better-auth's.
do $$ begin
  if to_regclass('"user"') is not null then update "user" set "emailVerified" = true where not "emailVerified"; end if;
end $$;
`

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(TABLES).execute(db)
}
