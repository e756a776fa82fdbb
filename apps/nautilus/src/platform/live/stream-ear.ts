// PCAP over IP: somebody captures elsewhere and sends the bytes of a capture over TCP. One stream that is no capture is
// closed, and the others go on. Nothing is ever written to a stream.
import { type AddressInfo, BlockList, createServer, isIPv6, type Server, Socket } from 'node:net'
import { CaptureReader, type Slab } from '@nautilus/capture'
import type { HeardInterface } from '@nautilus/model'
import type { StreamSource } from '../config-sources.ts'
import { Counted, type Ear, type EarOptions, Rates, TURN } from './ear.ts'

/** Streams at once. Each takes 1.5 MB of memory. */
const MOST_STREAMS = 16
/** Names of those that were heard and are gone, for the list. */
const MOST_REMEMBERED = 32
/** ms until it is tried again: doubled up to the second, until something comes. */
const RETRY = [1000, 60_000] as const
/** ms between signs of life of a connection on which nothing comes. */
const KEEP_ALIVE = 30_000

type Stream = { readonly name: string; readonly counted: Counted; state: HeardInterface['state'] }

export class StreamEar implements Ear {
  readonly #source: StreamSource
  readonly #options: EarOptions
  readonly #rates = new Rates()
  readonly #streams = new Map<string, Stream>()
  readonly #open = new Set<Socket>()
  readonly #slabs: Slab[] = []
  #server: Server | null = null
  #again: ReturnType<typeof setTimeout> | null = null
  #turns: ReturnType<typeof setInterval> | null = null
  #wait: number = RETRY[0]
  #isStopped = false

  constructor(source: StreamSource, options: EarOptions) {
    this.#source = source
    this.#options = options
  }

  start(): Promise<void> {
    this.#turns = setInterval(this.#options.onTurn, TURN)
    if (this.#source.kind === 'listen') return this.#listen(allowed(this.#source.from))
    this.#connect()
    return Promise.resolve()
  }

  /** Where it listens, for whoever asked for any free port; 0 where it connects. */
  get port(): number {
    return (this.#server?.address() as AddressInfo | null)?.port ?? 0
  }

  hearing(): ReturnType<Ear['hearing']> {
    const interfaces = Array.from(this.#streams.values(), ({ name, state, counted }) => {
      const packets = counted.frames
      return {
        name,
        state,
        packets,
        dropped: 0,
        frozen: 0,
        fill: 0,
        rate: this.#rates.of(name, packets),
        quiet: this.#rates.quiet(name, packets),
      }
    })
    return { by: 'stream', interfaces }
  }

  stop(last: () => void): void {
    this.#isStopped = true
    if (this.#again) clearTimeout(this.#again)
    if (this.#turns) clearInterval(this.#turns)
    this.#server?.close()
    for (const socket of this.#open) socket.destroy()
    last()
  }

  #listen(from: BlockList): Promise<void> {
    const { host, port } = this.#source
    const server = createServer(socket => {
      const address = socket.remoteAddress ?? ''
      const plain = address.startsWith('::ffff:') ? address.slice(7) : address
      if (!from.check(plain, isIPv6(plain) ? 'ipv6' : 'ipv4')) {
        this.#options.onWord(`a stream from ${plain} was refused: its address is not in \`from\``)
        socket.destroy()
      } else if (this.#open.size >= MOST_STREAMS) {
        this.#options.onWord(`a stream from ${plain} was refused: there are ${MOST_STREAMS} already`)
        socket.destroy()
      } else this.#take(socket, plain)
    })
    this.#server = server
    return new Promise((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, host, () => {
        server.on('error', error => this.#options.onWord(`listening on ${host}:${port}: ${error.message}`))
        resolve()
      })
    })
  }

  #connect(): void {
    const { host, port } = this.#source
    const name = `${host}:${port}`
    const socket = new Socket()
    this.#take(socket, name)
    socket.on('data', () => {
      this.#wait = RETRY[0]
    })
    socket.on('close', () => {
      if (this.#isStopped) return
      this.#again = setTimeout(() => this.#connect(), this.#wait)
      this.#wait = Math.min(2 * this.#wait, RETRY[1])
    })
    socket.connect({ host, port })
  }

  #take(socket: Socket, name: string): void {
    const { sink, onWord } = this.#options
    const stream = this.#streamOf(name, sink)
    const slab = this.#slabs.pop()
    const reader = slab ? new CaptureReader(stream.counted, slab) : new CaptureReader(stream.counted)
    this.#open.add(socket)
    socket.setKeepAlive(true, KEEP_ALIVE)
    let why = ''
    const isUp = () => {
      stream.state = 'up'
      onWord(`${name} sends a capture`)
    }
    if (socket.remoteAddress === undefined) socket.once('connect', isUp)
    else isUp()
    socket.on('data', (piece: Buffer) => {
      if (why !== '' || reader.push(piece)) return
      why = `${reader.damage?.why ?? 'it cannot be read'}, at byte ${reader.damage?.at ?? 0}`
      socket.destroy()
    })
    socket.on('error', error => {
      why ||= error.message
    })
    socket.on('close', () => {
      this.#open.delete(socket)
      this.#slabs.push(reader.slab)
      stream.state = 'down'
      if (!this.#isStopped) onWord(`the stream of ${name} ended${why ? `: ${why}` : ''}`)
    })
  }

  #streamOf(name: string, sink: EarOptions['sink']): Stream {
    const known = this.#streams.get(name)
    if (known) return known
    const stream: Stream = { name, counted: new Counted(sink), state: 'down' }
    if (this.#streams.size >= MOST_REMEMBERED) {
      const gone = [...this.#streams.values()].find(({ state }) => state !== 'up')
      if (gone) this.#streams.delete(gone.name)
    }
    this.#streams.set(name, stream)
    return stream
  }
}

/** Addresses and networks that may send; those of this machine where none is named. */
function allowed(from: readonly string[]): BlockList {
  const list = new BlockList()
  for (const one of from.length > 0 ? from : ['127.0.0.0/8', '::1']) {
    const [address = '', bits] = one.split('/')
    const family = isIPv6(address) ? 'ipv6' : 'ipv4'
    if (bits === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(bits), family)
  }
  return list
}
