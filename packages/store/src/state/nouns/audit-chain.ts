// The record of what people and the system did, as a chain; and the signed ends of its days.
import { type Anchor, emptyHead, GENESIS, type Head, type Link, type Verdict, verifyFrom } from '@nautilus/response'
import { sql } from 'kysely'
import type { Scoped } from '../database.ts'
import { sha256 } from './incidents.ts'

export type AuditBody = {
  /** µs */
  readonly at: number
  readonly who: string
  readonly site: string | null
  readonly action: string
  readonly object: string | null
  readonly detail: object
}

/** Links from a number on, in order. */
export async function auditLinks(scoped: Scoped, from: number, most: number): Promise<Link<AuditBody>[]> {
  const rows = await scoped
    .selectFrom('audit')
    .select(['seq', 'prev', 'hash', 'body'])
    .where('seq', '>=', from)
    .orderBy('seq')
    .limit(most)
    .$narrowType<{ seq: number; prev: string; hash: string }>()
    .execute()
  return rows.map(({ body, ...link }) => ({ ...link, body: JSON.parse(body) as AuditBody }))
}

/** The first link that was made at or after a moment (µs); null: there is none. */
export async function auditSince(scoped: Scoped, at: number): Promise<number | null> {
  const row = await scoped
    .selectFrom('audit')
    .select(sql<number | null>`min(seq)`.as('seq'))
    .where('at', '>=', new Date(at / 1000))
    .executeTakeFirst()
  return row?.seq ?? null
}

export type SignedAnchor = Anchor & {
  /** SHA-256 of the public key, and the signature of `anchorText`, base64. */
  readonly key: string
  readonly signature: string
}

export async function listAnchors(scoped: Scoped): Promise<SignedAnchor[]> {
  const rows = await scoped
    .selectFrom('audit_anchors')
    .select(['day', 'seq', 'hash', 'links', 'key', 'signature'])
    .orderBy('day')
    .execute()
  return rows
}

export async function addAnchor(scoped: Scoped, tenant: string, anchor: SignedAnchor): Promise<void> {
  await scoped
    .insertInto('audit_anchors')
    .values({ tenant, ...anchor })
    .onConflict(c => c.columns(['tenant', 'day']).doNothing())
    .execute()
}

/** The ends of days that are over and have no anchor yet. `today`: `2026-01-31`, UTC. */
export async function openAnchors(scoped: Scoped, today: string): Promise<Anchor[]> {
  const { rows } = await sql<Anchor>`
    with days as (
      select to_char(at at time zone 'UTC', 'YYYY-MM-DD') as day, max(seq) as seq from audit
      where seq is not null group by 1)
    select days.day, days.seq, audit.hash, days.seq + 1 as links from days
    join audit on audit.seq = days.seq
    where days.day < ${today} and not exists (select 1 from audit_anchors x where x.day = days.day)
    order by days.day`.execute(scoped)
  return rows
}

/** Links that are read at once. */
const ROUND = 5000

/** The whole chain of the tenant. What was kept long enough is gone from its front. */
export async function verifyAudit(scoped: Scoped): Promise<Verdict> {
  const anchors = await listAnchors(scoped)
  let [head, links] = [emptyHead as Head, 0]
  for (let first = true; ; first = false) {
    const round = await auditLinks(scoped, first ? 0 : head.seq + 1, ROUND)
    const [front] = round
    if (first && front) head = { seq: front.seq - 1, hash: front.seq === 0 ? GENESIS : front.prev }
    const from = head.seq + 1
    const isEnd = round.length < ROUND
    const within = anchors.filter(({ seq }) => seq >= from && (isEnd || seq < from + round.length))
    const verdict = verifyFrom(head, round, sha256, within)
    if (!verdict.ok) return verdict
    head = verdict.head
    links += verdict.links
    if (isEnd) return { ok: true, head, links }
  }
}
