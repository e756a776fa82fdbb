// A connection as senders see it: what is written has left when the system took it; what is heard comes piece by piece.
import type { Socket } from 'node:net'
import { type Line, Unreached } from '@nautilus/integrations'

/** ms for one write. */
const PATIENCE = 30_000
/** Bytes that were heard and nobody read: with more, the other side is no receiver. */
const MOST_HEARD = 4 << 20

/** Makes it a connection over TLS. */
export type Secure = (socket: Socket) => Promise<Socket>

class SocketLine implements Line {
  #socket: Socket
  /** Until it is called nothing may be written; null: it is as safe as it will be. */
  #secure: Secure | null
  #closed: string | null = null
  #heard: Buffer[] = []
  #size = 0
  #wake: () => void = () => {}

  constructor(socket: Socket, secure: Secure | null) {
    this.#socket = socket
    this.#secure = secure
    this.#listen()
  }

  get closed(): string | null {
    return this.#closed
  }

  write(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#closed !== null) return reject(new Unreached(this.#closed))
      if (this.#secure) return reject(new Unreached('Nothing is said there without TLS.', true))
      const timer = setTimeout(() => this.#socket.destroy(new Error('the receiver takes nothing')), PATIENCE)
      this.#socket.write(bytes, error => {
        clearTimeout(timer)
        if (error) reject(new Unreached(this.#closed ?? error.message))
        else resolve()
      })
    })
  }

  async read(patience?: number): Promise<Uint8Array | null> {
    const silent = () => this.#socket.destroy(new Error('the receiver says nothing'))
    const timer = patience === undefined ? undefined : setTimeout(silent, patience)
    try {
      while (this.#heard.length === 0) {
        if (this.#closed !== null) return null
        await new Promise<void>(resolve => {
          this.#wake = resolve
        })
      }
    } finally {
      clearTimeout(timer)
    }
    const all = Buffer.concat(this.#heard)
    this.#heard = []
    this.#size = 0
    return all
  }

  async secure(): Promise<void> {
    const secure = this.#secure
    if (!secure) return
    // Whatever came in the clear behind the greeting may be of anybody.
    this.#socket.removeAllListeners('data')
    this.#heard = []
    this.#socket = await secure(this.#socket)
    this.#secure = null
    this.#listen()
  }

  close(): void {
    this.#socket.destroy()
  }

  #listen(): void {
    this.#socket.on('error', error => this.#end(error.message))
    this.#socket.on('close', () => this.#end('it was closed'))
    this.#socket.on('end', () => this.#end('the receiver closed it'))
    this.#socket.on('data', (piece: Buffer) => {
      this.#heard.push(piece)
      this.#size += piece.length
      if (this.#size > MOST_HEARD) this.#socket.destroy(new Error('the receiver says too much'))
      this.#wake()
    })
  }

  #end(why: string): void {
    this.#closed ??= why
    this.#wake()
  }
}

/** `secure`: given where nothing may be written before it was made safe. */
export const lineOf = (socket: Socket, secure: Secure | null = null): Line => new SocketLine(socket, secure)
