// Pages by cursor: where the last page ended, not how many rows to leave out, so that a page costs the same anywhere.
import { type SelectQueryBuilder, sql } from 'kysely'
import type { Scoped } from '../database.ts'
import type { Tables } from '../tables.ts'

export type Page<T> = { readonly items: readonly T[]; readonly next: string | null }

/** Rows of one page at most. */
export const MOST_ROWS = 500

/** The sort keys of the last row, opaque to whoever asks. */
export const cursorOf = (keys: readonly (string | number | null)[]): string =>
  Buffer.from(JSON.stringify(keys)).toString('base64url')

/** `kinds`: a letter for each key, `n` for whole numbers, `s` for text. Null when it is none of ours. */
export function readCursor(text: string, kinds: string): (string | number)[] | null {
  try {
    const keys: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
    if (!Array.isArray(keys) || keys.length !== kinds.length) return null
    return keys.every((key, at) => (kinds[at] === 'n' ? Number.isSafeInteger(key) : isText(key))) ? keys : null
  } catch {
    return null
  }
}

/** PostgreSQL's text holds no NUL. */
const isText = (key: unknown): boolean => typeof key === 'string' && !key.includes('\u0000')

/** One more row than the page holds was asked for: it tells whether there is a next page. */
export function pageOf<T>(
  rows: readonly T[],
  limit: number,
  keysOf: (row: T) => readonly (string | number | null)[],
): Page<T> {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, next: rows.length > limit && last ? cursorOf(keysOf(last)) : null }
}

/** How many rows there are in all. Not exact: there are more than were counted. */
export type Total = { readonly count: number; readonly exact: boolean }

/** Rows that are counted: beyond it nobody needs the number, and counting is slow. */
export const MOST_COUNTED = 20_000

export async function totalOf<T extends keyof Tables, R>(
  scoped: Scoped,
  query: SelectQueryBuilder<Tables, T, R>,
): Promise<Total> {
  const some = query
    .clearSelect()
    .select(sql`1`.as('one'))
    .limit(MOST_COUNTED + 1)
  const { rows } = await sql<{ n: number }>`select count(*) as n from (${some}) as counted`.execute(scoped)
  const count = Number(rows[0]?.n ?? 0)
  return { count: Math.min(count, MOST_COUNTED), exact: count <= MOST_COUNTED }
}
