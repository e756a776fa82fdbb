// Whatever is at the other end says, a sender answers with trouble: it does not throw, hang or take what was not taken as
// delivered.
import { createServer, type Socket } from 'node:net'
import { kindOf, type Settings } from '@nautilus/integrations'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ownClock } from '../../apps/nautilus/src/outward/clock.ts'
import { wireOf } from '../../apps/nautilus/src/outward/wire.ts'
import { event, targetOf } from '../../packages/integrations/test/samples.ts'

/** Sends the pieces, at once or when it hears something, and hangs up. */
async function against(kind: string, settings: Settings, pieces: readonly Uint8Array[], speaksFirst: boolean) {
  const sockets = new Set<Socket>()
  const server = createServer(socket => {
    let hasSaid = false
    const say = () => {
      if (hasSaid) return
      hasSaid = true
      for (const piece of pieces) socket.write(piece)
      socket.end()
    }
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('data', say)
    if (speaksFirst) say()
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as { port: number }
  const all = { servers: `127.0.0.1:${port}`, tls: 'false', ...settings }
  const clock = { ...ownClock, pause: async () => {} }
  const wire = wireOf(all, {
    rules: { allowPrivate: true },
    agent: 'test/1',
    clock,
    signal: new AbortController().signal,
  })
  const sender = kindOf(kind)!.open(targetOf(all, { wire }))
  try {
    return await sender.send([event(1)])
  } finally {
    await sender.close()
    wire.close()
    for (const socket of sockets) socket.destroy()
    await new Promise(done => server.close(done))
  }
}

const kafka = { mechanism: 'none', topic: 't', body: 'json', maxBytes: '1000000', idempotent: 'true' }
/** With a length that is right, and the number of the request that it answers. */
const frame = (correlation: number, body: Uint8Array) => {
  const head = Buffer.alloc(8)
  head.writeInt32BE(body.length + 4, 0)
  head.writeInt32BE(correlation, 4)
  return Buffer.concat([head, body])
}

test('of Kafka', { timeout: 120_000 }, async () => {
  const bytes = fc.uint8Array({ maxLength: 60 })
  await fc.assert(
    fc.asyncProperty(fc.array(bytes, { maxLength: 5 }), fc.boolean(), async (bodies, isFramed) => {
      const pieces = isFramed ? bodies.map((body, at) => frame(at + 1, body)) : bodies
      const answer = await against('kafka', kafka, pieces, false)
      expect(answer).toMatchObject({ delivered: [], refused: [], rest: expect.anything() })
    }),
    { numRuns: 60 },
  )
})

test('of NATS', { timeout: 120_000 }, async () => {
  const info = fc.oneof(
    fc.constant('INFO {}\r\n'),
    fc.constant('INFO null\r\n'),
    fc.json().map(text => `INFO ${text}\r\n`),
  )
  const word = fc.oneof(
    fc.constantFrom('PONG\r\n', 'PING\r\n', '+OK\r\n', "-ERR 'Unknown'\r\n", 'MSG _INBOX.x.0 1 5\r\nhello\r\n'),
    fc.constantFrom('MSG a b 99999999999\r\n', 'HMSG a 1 9 3\r\nabc\r\n', 'MSG\r\n', 'INFO {"max_payload":-1}\r\n'),
    fc.string().map(text => `${text}\r\n`),
  )
  await fc.assert(
    fc.asyncProperty(info, fc.array(word, { maxLength: 5 }), async (first, words) => {
      const pieces = [first, ...words].map(text => Buffer.from(text))
      const answer = await against('nats', { subject: 's', body: 'json' }, pieces, true)
      expect(answer).toMatchObject({ delivered: [], rest: expect.anything() })
    }),
    { numRuns: 60 },
  )
})
