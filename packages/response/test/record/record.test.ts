import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  anchorsOf,
  append,
  canonical,
  emptyHead,
  GENESIS,
  type Head,
  type Link,
  lineOf,
  MAX_DEPTH,
  NotCanonical,
  verify,
  verifyLines,
} from '../../src/index.ts'

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex')

const DAY = 24 * 3600e6

type Body = { readonly at: number; readonly text: string }

function chainOf(bodies: readonly Body[]): Link<Body>[] {
  let head: Head = emptyHead
  return bodies.map(body => {
    const link = append(head, body, sha256)
    head = link
    return link
  })
}

const links = chainOf([0, 0.4, 0.9, 2.5].map((day, at) => ({ at: day * DAY, text: `deed ${at} – é` })))
const exported = links.map(link => `${lineOf(link)}\n`).join('')

test('RFC 8785, 3.2.3: members in the order of UTF-16 code units', () => {
  const value = {
    '\u20ac': 'Euro Sign',
    '\r': 'Carriage Return',
    '\ufb33': 'Hebrew Letter Dalet With Dagesh',
    '1': 'One',
    '\ud83d\ude00': 'Emoji: Grinning Face',
    '\u0080': 'Control',
    '\u00f6': 'Latin Small Letter O With Diaeresis',
  }
  const order = [...canonical(value).matchAll(/:"([^"]+)"/g)].map(match => match[1])
  expect(order).toEqual([
    'Carriage Return',
    'One',
    'Control',
    'Latin Small Letter O With Diaeresis',
    'Euro Sign',
    'Emoji: Grinning Face',
    'Hebrew Letter Dalet With Dagesh',
  ])
})

test('RFC 8785, 3.2.2: numbers, strings and literals', () => {
  const value = JSON.parse(
    '{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"string":"\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/","literals":[null,true,false]}',
  )
  expect(canonical(value)).toBe(
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  )
})

test('RFC 8785, appendix B: numbers from their bits', () => {
  const numbers: readonly (readonly [string, string])[] = [
    ['0000000000000000', '0'],
    ['8000000000000000', '0'],
    ['0000000000000001', '5e-324'],
    ['7fefffffffffffff', '1.7976931348623157e+308'],
    ['4340000000000000', '9007199254740992'],
    ['44b52d02c7e14af6', '1e+23'],
    ['44b52d02c7e14af5', '9.999999999999997e+22'],
    ['3eb0c6f7a0b5ed8d', '0.000001'],
    ['41b3de4355555553', '333333333.3333332'],
  ]
  for (const [bits, text] of numbers) expect(canonical(Buffer.from(bits, 'hex').readDoubleBE())).toBe(text)
})

test('what JSON cannot say is refused', () => {
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, '\ud800', { '\udc00': 1 }, undefined, 1n, () => 1])
    expect(() => canonical(value)).toThrow(NotCanonical)
  let deep: unknown = 1
  for (let depth = 0; depth <= MAX_DEPTH; depth++) deep = [deep]
  expect(() => canonical(deep)).toThrow(NotCanonical)
})

const text = fc.string({ unit: 'binary', maxLength: 6 })
const leaf = fc.oneof(text, fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean(), fc.constant(null))
const branch = fc.oneof(leaf, fc.array(leaf, { maxLength: 4 }), fc.dictionary(text, leaf, { maxKeys: 4 }))
const json = fc.oneof(branch, fc.dictionary(text, branch, { maxKeys: 5 }))

test('one text for one value: read and written again it is the same, whatever the order of members', () => {
  fc.assert(
    fc.property(json, value => {
      const written = canonical(value)
      expect(canonical(JSON.parse(written))).toBe(written)
      expect(canonical(reversed(value))).toBe(written)
    }),
  )
})

const reversed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(reversed)
  if (typeof value !== 'object' || value === null) return value
  const copy: Record<string, unknown> = Object.create(null)
  for (const [name, member] of Object.entries(value).reverse()) copy[name] = reversed(member)
  return copy
}

test('each link holds the hash of the one before it, as anybody can compute', () => {
  expect(links[0]!.prev).toBe(GENESIS)
  expect(links[1]!.prev).toBe(links[0]!.hash)
  expect(links[1]!.hash).toBe(sha256(`${links[0]!.hash}{"body":{"at":34560000000,"text":"deed 1 – é"},"seq":1}`))
  expect(verify(links, sha256)).toEqual({ ok: true, head: { seq: 3, hash: links[3]!.hash }, links: 4 })
  expect(verifyLines(exported, sha256)).toMatchObject({ ok: true })
  expect(verifyLines('', sha256)).toMatchObject({ ok: true, links: 0 })
})

test('no byte of an export can be flipped, taken out or doubled unseen', () => {
  const bytes = Buffer.from(exported)
  for (let at = 0; at < bytes.length; at++) {
    const line = exported.slice(0, Buffer.from(bytes.subarray(0, at)).toString().length).split('\n').length - 1
    for (const bit of [1, 0x20, 0x80]) {
      const flipped = Buffer.from(bytes)
      flipped[at]! ^= bit
      const verdict = verifyLines(flipped.toString('utf8'), sha256)
      expect(verdict.ok, `byte ${at}, bit ${bit}`).toBe(false)
      if (!verdict.ok) expect(Math.abs(verdict.at - line)).toBeLessThanOrEqual(1)
    }
    expect(verifyLines(Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)]).toString(), sha256).ok).toBe(
      false,
    )
  }
})

test('the first broken link is named, with what is wrong', () => {
  const verdictOf = (changed: readonly Link<Body>[]) => verify(changed, sha256)
  expect(verdictOf(links.with(2, { ...links[2]!, body: { at: 0, text: 'another' } }))).toMatchObject({
    at: 2,
    code: 'link.hash',
  })
  expect(verdictOf(links.toSpliced(1, 1))).toMatchObject({ at: 1, code: 'link.order' })
  const forged = append(links[0]!, { at: 1, text: 'forged' }, sha256)
  expect(verdictOf(links.with(1, forged))).toMatchObject({ at: 2, code: 'link.prev' })
  expect(verdictOf(links.with(3, { ...links[3]!, body: { at: Number.NaN, text: '' } }))).toMatchObject({
    at: 3,
    code: 'link.hash',
  })
})

test('an export is as this program writes it, to the byte', () => {
  const [first, ...rest] = exported.split('\n')
  const codeOf = (line: string) => verifyLines([line, ...rest].join('\n'), sha256)
  expect(codeOf(`${first} `)).toMatchObject({ at: 0, code: 'link.not-canonical' })
  const { body, ...others } = JSON.parse(first!)
  expect(codeOf(JSON.stringify({ ...others, body }))).toMatchObject({ at: 0, code: 'link.not-canonical' })
  expect(codeOf('null')).toMatchObject({ at: 0, code: 'link.unreadable' })
  expect(codeOf(JSON.stringify(others))).toMatchObject({ at: 0, code: 'link.unreadable' })
})

test('anchors of the days show a cut end and a chain written anew', () => {
  const anchors = anchorsOf(links, ({ at }) => at)
  expect(anchors.map(({ day, seq, links: count }) => [day, seq, count])).toEqual([
    ['1970-01-01', 2, 3],
    ['1970-01-03', 3, 4],
  ])
  expect(verify(links, sha256, anchors).ok).toBe(true)
  expect(verify(links.slice(0, 3), sha256).ok).toBe(true)
  expect(verify(links.slice(0, 3), sha256, anchors)).toMatchObject({ at: 3, code: 'anchor.missing' })
  const anew = chainOf(links.map(({ body }) => ({ ...body, text: 'nothing' })))
  expect(verify(anew, sha256).ok).toBe(true)
  expect(verify(anew, sha256, anchors)).toMatchObject({ at: 2, code: 'anchor.other' })
})
