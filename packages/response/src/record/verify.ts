// Is a chain whole? The first place where it is not.
import type { Anchor } from './anchors.ts'
import { canonical, NotCanonical } from './canonical.ts'
import { emptyHead, type Head, hashOf, type Link, type Sha256 } from './chain.ts'

export type BreakCode =
  | 'link.unreadable'
  | 'link.not-canonical'
  | 'link.order'
  | 'link.prev'
  | 'link.hash'
  | 'anchor.missing'
  | 'anchor.other'

/** `at`: place of the first broken link, from 0; where an anchor does not hold, of the link that it names. */
export type Verdict =
  | { readonly ok: true; readonly head: Head; readonly links: number }
  | { readonly ok: false; readonly at: number; readonly code: BreakCode; readonly message: string }

const broken = (at: number, code: BreakCode, message: string): Verdict => ({ ok: false, at, code, message })

/** Without anchors a chain that somebody wrote anew from end to end looks whole, and so does one whose end was cut off. */
export const verify = (links: readonly Link<unknown>[], sha256: Sha256, anchors: readonly Anchor[] = []): Verdict =>
  verifyFrom(emptyHead, links, sha256, anchors)

/** A piece of a chain: `before` is the head that its first link follows. */
export function verifyFrom(
  before: Head,
  links: readonly Link<unknown>[],
  sha256: Sha256,
  anchors: readonly Anchor[] = [],
): Verdict {
  let head: Head = before
  for (const [at, link] of links.entries()) {
    const fault = faultOf(link, head, at, sha256)
    if (fault) return fault
    head = link
  }
  return (
    anchorFault(links, before.seq + 1, anchors) ?? {
      ok: true,
      head: { seq: head.seq, hash: head.hash },
      links: links.length,
    }
  )
}

function faultOf({ seq, prev, hash, body }: Link<unknown>, head: Head, at: number, sha256: Sha256): Verdict | null {
  if (seq !== head.seq + 1)
    return broken(at, 'link.order', `Link ${at} says it is number ${seq}; one is missing, or was put in.`)
  if (prev !== head.hash) return broken(at, 'link.prev', `Link ${at} does not follow the one before it.`)
  return hash === hashIfAny(prev, seq, body, sha256) ? null : broken(at, 'link.hash', `Link ${at} was changed.`)
}

function hashIfAny(prev: string, seq: number, body: unknown, sha256: Sha256): string | null {
  try {
    return hashOf(prev, seq, body, sha256)
  } catch (error) {
    if (error instanceof NotCanonical) return null
    throw error
  }
}

function anchorFault(links: readonly Link<unknown>[], first: number, anchors: readonly Anchor[]): Verdict | null {
  for (const { day, seq, hash } of anchors) {
    const link = links[seq - first]
    if (!link) return broken(seq, 'anchor.missing', `The chain ends before the anchor of ${day}; its end was cut off.`)
    if (link.hash !== hash) return broken(seq, 'anchor.other', `The anchor of ${day} belongs to another chain.`)
  }
  return null
}

/** One link as a line of an export. */
export const lineOf = (link: Link<unknown>): string => canonical(link)

/** Verifies an export: one link on each line, exactly as `lineOf` writes it, so that no flipped byte goes unseen. */
export function verifyLines(text: string, sha256: Sha256, anchors: readonly Anchor[] = []): Verdict {
  const links: Link<unknown>[] = []
  for (const [at, line] of linesOf(text).entries()) {
    const link = linkFrom(line)
    if (!link) return before(links, sha256) ?? broken(at, 'link.unreadable', `Line ${at + 1} is no link of a record.`)
    if (canonicalIfAny(link) !== line)
      return before(links, sha256) ?? broken(at, 'link.not-canonical', `Line ${at + 1} was written by another hand.`)
    links.push(link)
  }
  return verify(links, sha256, anchors)
}

/** The first break counts. */
function before(links: readonly Link<unknown>[], sha256: Sha256): Verdict | null {
  const verdict = verify(links, sha256)
  return verdict.ok ? null : verdict
}

/** Each line ends with a line feed. */
const linesOf = (text: string): readonly string[] => {
  if (text === '') return []
  return text.endsWith('\n') ? text.slice(0, -1).split('\n') : text.split('\n').with(-1, '')
}

function linkFrom(line: string): Link<unknown> | null {
  try {
    const value: unknown = JSON.parse(line)
    return isLink(value) ? value : null
  } catch {
    return null
  }
}

const isLink = (value: unknown): value is Link<unknown> =>
  typeof value === 'object' &&
  value !== null &&
  'seq' in value &&
  typeof value.seq === 'number' &&
  'prev' in value &&
  typeof value.prev === 'string' &&
  'hash' in value &&
  typeof value.hash === 'string' &&
  'body' in value &&
  Object.keys(value).length === 4

function canonicalIfAny(value: unknown): string | null {
  try {
    return canonical(value)
  } catch (error) {
    if (error instanceof NotCanonical) return null
    throw error
  }
}
