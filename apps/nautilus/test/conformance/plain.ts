// For protocols whose messages are counted and whose names are compared: one row of tshark's fields is one message.
import { expect, it } from 'vitest'
import { capturesIn, conformance, pathOf } from './captures.ts'
import { expectSameFacts, expectSameFunctions, expectSameRows, Tallying } from './compare.ts'
import { compared } from './disagreements.ts'
import { Facts, Histogram } from './facts.ts'
import { type Exchange, recordOf, rowsOf, type Told } from './recorder.ts'
import { fields, segmentsOf } from './tshark.ts'

/** One message as tshark has it; what it said, in the words that both sides use. */
export type Stated = {
  readonly key: string
  readonly role: 'request' | 'reply'
  readonly error?: boolean
  readonly facts: readonly string[]
  /** The message does not say of which function it is. */
  readonly mute?: boolean
  /** It belongs to no function. */
  readonly uncounted?: boolean
}

export type Plain = {
  readonly protocol: string
  readonly captures: readonly string[]
  readonly filter: string
  readonly fields: readonly string[]
  /** Of tshark, as its command line has them. */
  readonly preferences?: readonly string[]
  /** The messages of one frame; `seen` is for what must be remembered from frame to frame. */
  readonly theirs: (row: readonly string[], seen: Map<string, string[]>) => readonly Stated[]
  /** What one message of ours said. */
  readonly ours: (message: never) => readonly string[]
  /** Of a stream: only segments that bring something new count. */
  readonly stream?: boolean
  /** Functions inside others count like these. */
  readonly inner?: boolean
}

async function viewOf(path: string, plain: Plain): Promise<{ facts: Facts; histogram: Histogram }> {
  const facts = new Facts()
  const histogram = new Histogram()
  const seen = new Map<string, string[]>()
  const segments = plain.stream ? await segmentsOf(path) : null
  for (const [frame, ...row] of await fields(
    path,
    plain.filter,
    ['frame.number', ...plain.fields],
    plain.preferences,
  )) {
    if (segments?.get(Number(frame))?.fresh === false) continue
    for (const { key, role, error, facts: said, mute, uncounted } of plain.theirs(row, seen)) {
      const counts = uncounted ? { requests: 0, replies: 0, errors: 0 } : histogram.of(key)
      if (role === 'request') counts.requests++
      else counts.replies++
      if (error) counts.errors++
      if (!mute || said.length > 0) state(facts, mute ? role : `${role} ${key}`, said, Number(frame))
    }
  }
  return { facts, histogram }
}

function state(facts: Facts, head: string, said: readonly string[], frame: number): void {
  facts.messages++
  facts.add(head, frame)
  for (const fact of said) {
    facts.values++
    facts.add(`${head}: ${fact}`, frame)
  }
}

function oursOf(exchanges: readonly Exchange[], { protocol, ours, inner }: Plain): Facts {
  const facts = new Facts()
  const tell = ({ message, label, frame }: Told): void => {
    const role = label.role === 'request' ? 'request' : 'reply'
    const head = label.function ? `${role} ${label.function.code}` : role
    const said = ours(message as never)
    if (label.function || said.length > 0) state(facts, head, said, frame)
    for (const { code } of (inner && label.inner) || []) state(facts, `${role} ${code}`, [], frame)
  }
  for (const { protocol: spoken, request, reply } of exchanges) {
    if (spoken !== protocol) continue
    if (request) tell(request)
    if (reply) tell(reply)
  }
  return facts
}

/** Captures of the folders under `it`. */
export const office = (...names: readonly string[]): string[] => capturesIn(...names.map(name => `it/${name}`))

export function comparePlainly(plain: Plain): void {
  const { protocol } = plain
  conformance(`${protocol}, message by message`, () => {
    const tallying = new Tallying()

    for (const capture of plain.captures) {
      it(capture, async () => {
        const path = pathOf(capture)
        const view = await viewOf(path, plain)
        tallying.add(view.facts)
        const { sensor, rows } = await rowsOf(path)
        const { exchanges } = await recordOf(path)
        expectSameFunctions(capture, protocol, sensor.statistics.protocols.get(protocol)?.functions, view.histogram)
        expectSameFacts(capture, protocol, oursOf(exchanges, plain), view.facts)
        expectSameRows(capture, protocol, rows, exchanges)
      })
    }

    it('compared this much', () => expect(tallying.total).toEqual(compared[protocol]!.total))
  })
}
