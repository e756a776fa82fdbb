// Lists of advisories as CSAF providers publish them: ROLIE feeds, provider metadata, changes.csv, index.txt. They name
// files on a server; what was copied from there is read, and nothing is fetched.
import { existsSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve, sep } from 'node:path'
import { MAX_FILES } from './limits.ts'
import type { Source } from './sources.ts'

/** The local files that a list names; null for what is no list. */
export function localFilesOf({ name, bytes }: Source): string[] | null {
  const named = listedIn(basename(name), bytes)
  if (named === null) return null
  const found = named.slice(0, MAX_FILES).flatMap(({ reference }) => localFile(dirname(name), reference) ?? [])
  return [...new Set(found)].filter(path => path !== name)
}

export type Listed = {
  readonly reference: string
  /** As the list says; null where it does not. */
  readonly updated: string | null
}

/** What a list names; null for what is no list. */
export function listedIn(name: string, bytes: Uint8Array): Listed[] | null {
  const file = name.toLowerCase()
  if (file === 'index.txt') return undated(linesOf(bytes))
  if (file === 'changes.csv')
    return linesOf(bytes).map(line => {
      const [, reference = '', updated = null] = /^"?([^",]+)"?(?:,"?([^",]+)"?)?/.exec(line) ?? []
      return { reference, updated }
    })
  if (!file.endsWith('.json') || bytes.length > MAX_FEED_BYTES) return null
  try {
    return namesOf(JSON.parse(Buffer.from(bytes).toString('utf8')))
  } catch {
    // Whoever reads it as an advisory says what is wrong with it.
    return null
  }
}

const undated = (references: readonly string[]): Listed[] => references.map(reference => ({ reference, updated: null }))

/** Bytes of a feed. */
const MAX_FEED_BYTES = 64_000_000

const linesOf = (bytes: Uint8Array): string[] =>
  Buffer.from(bytes)
    .toString('utf8')
    .split(/\r?\n/)
    .filter(line => line !== '')

type Loose = { readonly [key: string]: unknown }
const at = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? (value as Loose)[key] : undefined
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
const texts = (values: readonly unknown[]): string[] => values.filter(value => typeof value === 'string')

/** ROLIE (RFC 8322): the content of each entry. Provider metadata: feeds and directories. */
function namesOf(value: unknown): Listed[] | null {
  const entries = at(at(value, 'feed'), 'entry')
  if (entries !== undefined)
    return list(entries).flatMap(entry => {
      const [reference, updated] = [at(at(entry, 'content'), 'src'), at(entry, 'updated')]
      return typeof reference === 'string' ? [{ reference, updated: typeof updated === 'string' ? updated : null }] : []
    })
  const distributions = at(value, 'distributions')
  if (distributions === undefined || at(value, 'metadata_version') === undefined) return null
  const feeds = list(distributions).flatMap(one => list(at(at(one, 'rolie'), 'feeds')).map(feed => at(feed, 'url')))
  const folders = texts(list(distributions).map(one => at(one, 'directory_url')))
  return undated([...texts(feeds), ...folders.map(folder => `${folder.replace(/\/$/, '')}/index.txt`)])
}

/** The longest end of the address that is a file below the list's directory, and never one above it. */
function localFile(directory: string, reference: string): string | null {
  const parts = reference
    .replace(/^[a-z]+:\/\/[^/]+\//i, '')
    .split('/')
    .filter(part => part !== '' && part !== '.')
  if (parts.includes('..')) return null
  const base = resolve(directory)
  for (let from = 0; from < parts.length; from++) {
    const path = join(directory, ...parts.slice(from))
    if (resolve(path).startsWith(base + sep) && existsSync(path) && statSync(path).isFile()) return path
  }
  return null
}
