// Answers to requests that may come again (Idempotency-Key): kept for a day. The body is encrypted by whoever has the
// key; what stands here opens nothing.
import { sql } from 'kysely'
import type { Scoped } from '../database.ts'

/** Hours. */
const KEPT = 24

export type Answer = {
  readonly requestHash: string
  /** Null while the first request is being worked on. */
  readonly status: number | null
  readonly body: Buffer | null
}

/** Null: nobody has asked under this key, and now it is taken. Else what was answered. */
export async function beginAnswer(
  scoped: Scoped,
  { tenant, keyHash, requestHash }: { tenant: string; keyHash: string; requestHash: string },
): Promise<Answer | null> {
  await sql`delete from answers where made_at < now() - make_interval(hours => ${KEPT})`.execute(scoped)
  const taken = await scoped
    .insertInto('answers')
    .values({ tenant, key_hash: keyHash, request_hash: requestHash })
    .onConflict(c => c.columns(['tenant', 'key_hash']).doNothing())
    .executeTakeFirst()
  if ((taken.numInsertedOrUpdatedRows ?? 0n) > 0n) return null
  const found = await scoped
    .selectFrom('answers')
    .select(['request_hash as requestHash', 'status', 'body'])
    .where('key_hash', '=', keyHash)
    .executeTakeFirst()
  return found ?? null
}

export async function keepAnswer(scoped: Scoped, keyHash: string, status: number, body: Buffer): Promise<void> {
  await scoped.updateTable('answers').set({ status, body }).where('key_hash', '=', keyHash).execute()
}

/** It went wrong on our side: the next try is the first. */
export async function forgetAnswer(scoped: Scoped, keyHash: string): Promise<void> {
  await scoped.deleteFrom('answers').where('key_hash', '=', keyHash).where('status', 'is', null).execute()
}
