// A connection as senders see it: what is written has left when the system took it; what is heard comes piece by piece.
import type { Socket } from 'node:net'
import { type Line, Unreached } from '@nautilus/integrations'

/** ms for one write. */
const PATIENCE = 30_000
/** Bytes that were heard and nobody read: with more, the other side is no receiver. */
const MOST_HEARD = 4 << 20

export function lineOf(socket: Socket): Line {
  let closed: string | null = null
  let heard: Buffer[] = []
  let size = 0
  let wake: () => void = () => {}
  const end = (why: string) => {
    closed ??= why
    wake()
  }
  socket.on('error', error => end(error.message))
  socket.on('close', () => end('it was closed'))
  socket.on('end', () => end('the receiver closed it'))
  socket.on('data', (piece: Buffer) => {
    heard.push(piece)
    size += piece.length
    if (size > MOST_HEARD) socket.destroy(new Error('the receiver says too much'))
    wake()
  })
  return {
    get closed() {
      return closed
    },
    write: bytes =>
      new Promise((resolve, reject) => {
        if (closed !== null) return reject(new Unreached(closed))
        const timer = setTimeout(() => socket.destroy(new Error('the receiver takes nothing')), PATIENCE)
        socket.write(bytes, error => {
          clearTimeout(timer)
          if (error) reject(new Unreached(closed ?? error.message))
          else resolve()
        })
      }),
    async read(patience) {
      const silent = () => socket.destroy(new Error('the receiver says nothing'))
      const timer = patience === undefined ? undefined : setTimeout(silent, patience)
      try {
        while (heard.length === 0) {
          if (closed !== null) return null
          await new Promise<void>(resolve => {
            wake = resolve
          })
        }
      } finally {
        clearTimeout(timer)
      }
      const all = Buffer.concat(heard)
      heard = []
      size = 0
      return all
    },
    close: () => socket.destroy(),
  }
}
