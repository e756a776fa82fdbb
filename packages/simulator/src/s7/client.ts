import type { Connection } from '../plant/connection.ts'
import type { Script } from '../plant/scheduler.ts'
import { join, text, u16, u32 } from '../wire/bytes.ts'
import type { Block } from './block.ts'
import { bytesOf, type Item, itemsParameter, joined, READ, valueRecord, WRITE } from './items.ts'
import { LONGEST, type S7Controller, S7Session } from './server.ts'
import { followUp, szlContinue, szlRequest } from './szl.ts'
import { connectRequest, messageOf, setupParameter, telegram } from './telegram.ts'

const NO_DATA: Uint8Array = new Uint8Array(0)
const STOP = 0x29
const INVOKE = 0x28
const REQUEST_DOWNLOAD = 0x1a
const DOWNLOAD_BLOCK = 0x1b
const DOWNLOAD_ENDED = 0x1c
const START_UPLOAD = 0x1d
const UPLOAD = 0x1e
const END_UPLOAD = 0x1f
const PROGRAM = join(9, text('P_PROGRAM'))
/** S7 header of an answer, parameter, head of the data. */
const BLOCK_ROOM = LONGEST - 12 - 2 - 4

/** A client's side of one connection to an S7 controller, and through it the controller's. */
export class S7Client {
  readonly connection: Connection
  readonly #session: S7Session
  #reference: number

  constructor(connection: Connection, controller: S7Controller) {
    this.connection = connection
    this.#session = new S7Session(controller, connection.random)
    this.#reference = connection.random.between(1, 0xff00)
  }

  /** Connects, all three layers of it. */
  *connect(tsap: { calling: number; called: number }): Script {
    yield* this.connection.connect()
    const request = connectRequest(this.connection.random.between(1, 0xffff), tsap.calling, tsap.called)
    yield* this.#ask(request)
    yield* this.#job(setupParameter(1, 480))
  }

  *read(items: readonly Item[]): Script {
    yield* this.#job(itemsParameter(READ, items))
  }

  *write(item: Item, value: Uint8Array): Script {
    if (value.length !== bytesOf(item)) throw new Error('the value does not fit its item')
    yield* this.#job(itemsParameter(WRITE, [item]), joined([valueRecord(item, value, 0)]))
  }

  /** Reads a system status list, all its parts. */
  *list(list: number): Script {
    let answer = yield* this.#ask(szlRequest(this.#nextReference(), list))
    for (;;) {
      const { sequence, unit, more } = followUp(messageOf(answer).parameter)
      if (!more) return
      answer = yield* this.#ask(szlContinue(this.#nextReference(), sequence, unit))
    }
  }

  *stop(): Script {
    yield* this.#job(join(STOP, new Uint8Array(5), PROGRAM))
  }

  *start(): Script {
    yield* this.#job(this.#invoke(NO_DATA, PROGRAM))
  }

  /** Loads a block: the controller asks for it piece by piece, then is told to take it into its program. */
  *download(block: Block): Script {
    const { random } = this.connection
    const file = text(`_${block.name}P`)
    const lengths = text(`1${digits(block.bytes.length)}${digits(block.codeLength)}`)
    yield* this.#job(join(fileParameter(REQUEST_DOWNLOAD, 0x0100, file), lengths.length, lengths))
    let job = random.between(1, 0xff00)
    for (let at = 0; at < block.bytes.length; at += BLOCK_ROOM) {
      const piece = block.bytes.subarray(at, at + BLOCK_ROOM)
      const more = at + BLOCK_ROOM < block.bytes.length ? 1 : 0
      const data = join(u16(piece.length), [0, 0xfb], piece)
      yield* this.#asked(job++, fileParameter(DOWNLOAD_BLOCK, 0, file), Uint8Array.of(DOWNLOAD_BLOCK, more), data)
    }
    yield* this.#asked(job, fileParameter(DOWNLOAD_ENDED, 0, file), Uint8Array.of(DOWNLOAD_ENDED), NO_DATA)
    yield* this.#job(this.#invoke(join([1, 0], text(`${block.name}P`)), join(5, text('_INSE'))))
  }

  /** Reads a block out, piece by piece. */
  *upload(block: Block): Script {
    const { random } = this.connection
    const session = u32(random.between(1, 0xff))
    const file = text(`_${block.name}A`)
    const length = text(`0${digits(block.bytes.length)}`)
    const started = join([START_UPLOAD, 0, 1, 0], session, length.length, length)
    yield* this.#answered(join([START_UPLOAD, 0, 0, 0, 0, 0, 0, 0], file.length, file), started, NO_DATA)
    for (let at = 0; at < block.bytes.length; at += BLOCK_ROOM) {
      const piece = block.bytes.subarray(at, at + BLOCK_ROOM)
      const more = at + BLOCK_ROOM < block.bytes.length ? 1 : 0
      const data = join(u16(piece.length), [0, 0xfb], piece)
      yield* this.#answered(join([UPLOAD, 0, 0, 0], session), Uint8Array.of(UPLOAD, more), data)
    }
    yield* this.#answered(join([END_UPLOAD, 0, 0, 0], session), Uint8Array.of(END_UPLOAD), NO_DATA)
  }

  #nextReference(): number {
    this.#reference = this.#reference >= 0xffff ? 1 : this.#reference + 1
    return this.#reference
  }

  #invoke(argument: Uint8Array, service: Uint8Array): Uint8Array {
    return join(INVOKE, [0, 0, 0, 0, 0, 0, 0xfd], u16(argument.length), argument, service)
  }

  *#job(parameter: Uint8Array, data = NO_DATA): Script {
    yield* this.#ask(telegram('job', this.#nextReference(), parameter, data))
  }

  *#ask(request: Uint8Array): Script<Uint8Array> {
    const { connection } = this
    connection.send('client', request)
    yield connection.random.between(3_000, 14_000)
    const answer = this.#session.answer(request)
    connection.send('server', answer)
    yield connection.random.between(3_000, 12_000)
    return answer
  }

  /** A job whose answer the controller's memory knows nothing of. */
  *#answered(asked: Uint8Array, parameter: Uint8Array, data: Uint8Array): Script {
    const { connection } = this
    const reference = this.#nextReference()
    connection.send('client', telegram('job', reference, asked))
    yield connection.random.between(3_000, 14_000)
    connection.send('server', telegram('ackData', reference, parameter, data))
    yield connection.random.between(3_000, 12_000)
  }

  /** A job of the controller's, which the client answers. */
  *#asked(reference: number, asked: Uint8Array, parameter: Uint8Array, data: Uint8Array): Script {
    const { connection } = this
    connection.send('server', telegram('job', reference, asked))
    yield connection.random.between(1_000, 6_000)
    connection.send('client', telegram('ackData', reference, parameter, data))
    yield connection.random.between(4_000, 20_000)
  }
}

const digits = (value: number): string => String(value).padStart(6, '0')

const fileParameter = (operation: number, status: number, file: Uint8Array): Uint8Array =>
  join([operation, 0], u16(status), [0, 0, 0, 0], file.length, file)
