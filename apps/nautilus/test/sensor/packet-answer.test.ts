// Answers with packets as anybody could send them: what was packed comes back, and no bytes do harm.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { answerBytes, BadAnswer, openAnswer } from '../../src/sensor/packet-answer.ts'
import { MOST_PACKETS, type PacketQuestion, questionText, readQuestion } from '../../src/sensor/packet-question.ts'

const question: PacketQuestion = {
  ...{ stream: 'live:s-1@2026', from: 1e15, to: 2e15, numbers: [1, 2, 3, 4, 5], flows: null, anyPort: false },
  most: 10_000,
}
const frame = fc.record({
  at: fc.integer({ min: 1e15, max: 2e15 }),
  link: fc.constant(1),
  bytes: fc.uint8Array({ minLength: 1, maxLength: 1500 }),
})
const frames = fc
  .array(frame, { minLength: 1, maxLength: 5 })
  .map(all => all.map((one, index) => ({ ...one, number: index + 1, original: one.bytes.length })))

test('what was packed comes back', () => {
  fc.assert(
    fc.property(frames, fc.boolean(), (all, isCut) => {
      const opened = openAnswer(answerBytes({ kind: 'frames', frames: all, isCut }), question)
      expect(opened).toMatchObject({ kind: 'frames', isCut })
      const got = opened.kind === 'frames' ? opened.frames : []
      expect(got.map(({ number, at, bytes }) => [number, at, [...bytes]])).toEqual(
        all.map(({ number, at, bytes }) => [number, at, [...bytes]]),
      )
    }),
  )
  for (const plain of [{ kind: 'busy' }, { kind: 'gone', reach: 7 }, { kind: 'none', why: 'No ring.' }] as const)
    expect(openAnswer(answerBytes(plain), question)).toEqual(plain)
})

const opened = (bytes: Uint8Array): string => {
  try {
    return openAnswer(bytes, question).kind
  } catch (error) {
    expect(error).toBeInstanceOf(BadAnswer)
    return (error as Error).message
  }
}

test('any bytes, and any change of good ones, are an answer or a sentence', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), bytes => void opened(bytes)))
  fc.assert(
    fc.property(frames, fc.nat(), fc.integer({ min: 1, max: 255 }), (all, at, flip) => {
      const bytes = Uint8Array.from(answerBytes({ kind: 'frames', frames: all, isCut: false }))
      bytes[at % bytes.length]! ^= flip
      opened(bytes)
    }),
  )
})

test('more than was asked for does not come through', () => {
  const large = (bytes: number) => ({ number: 1, at: 1.5e15, link: 1, original: bytes, bytes: new Uint8Array(bytes) })
  expect(opened(answerBytes({ kind: 'frames', frames: [large(200_000)], isCut: false }))).toContain(
    'cannot be unpacked',
  )
})

test('what a sensor takes for a question is what the platform asks, and nothing else does harm', () => {
  expect(readQuestion(questionText(question), 's-1')).toEqual(question)
  expect(readQuestion(new Uint8Array(300_000), 's-1')).toContain('has more than')
  fc.assert(
    fc.property(fc.json(), text => {
      expect(typeof readQuestion(Buffer.from(text), 's-1')).toBe('string')
    }),
  )
  expect(readQuestion(questionText({ ...question, most: MOST_PACKETS + 1 }), 's-1')).toContain('`most`')
})
