// Inserts of many sites as one, for each costs the engine something of its own, however few rows it has. What goes in together is
// written down before, under one token of the engine's, and what went in is remembered by the tokens of those who sent
// it: after a crash at any moment the same comes again as it was, and nothing is there twice.
import { createHash } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { type Group, GroupFile, groupOf, type Part, valuesOf } from './group-file.ts'
import { TokenLog } from './token-log.ts'

/** What is the same for all that goes in together. */
export type Into = {
  readonly table: string
  /** Empty: all of the table's. */
  readonly columns: readonly string[]
  /** Beside the token. */
  readonly settings: Readonly<Record<string, string | number>>
}

export type InsertPoolOptions = {
  /** Of the pool's own files. */
  readonly folder: string
  /** Inserts lines under a token of the engine, under which it takes them once. */
  readonly insert: (into: Into, token: string, values: Buffer) => Promise<unknown>
  /** The engine looked at the lines, and took none of them. */
  readonly isRefusal: (error: unknown) => boolean
}

type Sender = { readonly done: () => void; readonly fail: (error: unknown) => void }
type Waiting = { readonly part: Part; readonly senders: Sender[] }

/** Bytes of one group at most, and from which on it is worth an insert at once. */
const MOST = 16 * 1024 * 1024
const MUCH = 1024 * 1024
/** After a small group others gather: so many times as long as it took, and no longer than that, ms. */
const REST = 4
const MOST_REST = 1000

export class InsertPool {
  readonly #options: InsertPoolOptions
  readonly #lanes = new Map<string, Promise<Lane>>()

  constructor(options: InsertPoolOptions) {
    this.#options = options
  }

  /** Resolves when these lines are in, whether by this call or by an earlier one with the same token (`isToken`). */
  async add(into: Into, token: string, values: Buffer): Promise<void> {
    const key = JSON.stringify([into.table, into.columns, Object.entries(into.settings).sort()])
    const opened = this.#lanes.get(key) ?? openLane(this.#options, into, key)
    this.#lanes.set(key, opened)
    // Where its files could not be read they may be another time.
    opened.catch(() => this.#lanes.delete(key))
    await (await opened).add({ token, values })
  }
}

async function openLane(options: InsertPoolOptions, into: Into, key: string): Promise<Lane> {
  const name = createHash('sha256').update(key).digest('hex').slice(0, 16)
  const file = new GroupFile(options.folder, name)
  const tokens = await TokenLog.open(options.folder, name)
  return new Lane(options, into, { file, tokens, open: await file.read() })
}

/** What is inserted in the same manner, a group after the other. */
class Lane {
  readonly #options: InsertPoolOptions
  readonly #into: Into
  readonly #file: GroupFile
  readonly #tokens: TokenLog
  readonly #waiting = new Map<string, Waiting>()
  #bytes = 0
  /** In its file, and perhaps in the engine. */
  #open: Group | null
  /** Who waits for that. */
  readonly #members = new Map<string, Waiting>()
  #running = false
  #enough = () => {}

  constructor(
    options: InsertPoolOptions,
    into: Into,
    { file, tokens, open }: { file: GroupFile; tokens: TokenLog; open: Group | null },
  ) {
    this.#options = options
    this.#into = into
    this.#file = file
    this.#tokens = tokens
    this.#open = open
  }

  add(part: Part): Promise<void> {
    if (this.#tokens.has(part.token)) return Promise.resolve()
    return new Promise((done, fail) => {
      this.#wait(part, { done, fail })
      if (this.#bytes >= MUCH) this.#enough()
      if (!this.#running) void this.#run()
    })
  }

  #wait(part: Part, sender: Sender): void {
    const isOpen = this.#open?.parts.some(({ token }) => token === part.token) ?? false
    const isUnderWay = isOpen || this.#members.has(part.token)
    const among = isUnderWay ? this.#members : this.#waiting
    const same = among.get(part.token)
    if (same) return void same.senders.push(sender)
    among.set(part.token, { part, senders: [sender] })
    if (!isUnderWay) this.#bytes += part.values.length
  }

  async #run(): Promise<void> {
    this.#running = true
    try {
      while (this.#open !== null || this.#isWanted()) {
        const began = performance.now()
        if (this.#open === null) await this.#begin(this.#gathered())
        const bytes = await this.#settle(this.#open!)
        if (bytes < MUCH) await this.#rest(performance.now() - began)
      }
    } catch (error) {
      // Whoever sent it is told why, and sends it again: what may be in is then made again as it was.
      for (const among of [this.#members, this.#waiting])
        for (const token of [...among.keys()]) settled(among, token, ({ fail }) => fail(error))
      this.#bytes = 0
    } finally {
      this.#running = false
    }
  }

  /** Whether anything waits that did not go in meanwhile with what a crash had left. */
  #isWanted(): boolean {
    for (const [token, { part }] of this.#waiting) {
      if (!this.#tokens.has(token)) continue
      this.#bytes -= part.values.length
      settled(this.#waiting, token, ({ done }) => done())
    }
    return this.#waiting.size > 0
  }

  /** The oldest that wait. */
  #gathered(): Group {
    const parts: Part[] = []
    let bytes = 0
    for (const [token, waiting] of this.#waiting) {
      if (parts.length > 0 && bytes + waiting.part.values.length > MOST) break
      bytes += waiting.part.values.length
      parts.push(waiting.part)
      this.#waiting.delete(token)
      this.#members.set(token, waiting)
    }
    this.#bytes -= bytes
    return groupOf(parts)
  }

  async #begin(group: Group): Promise<void> {
    await this.#file.write(group)
    this.#open = group
  }

  async #end(): Promise<void> {
    await this.#file.remove()
    this.#open = null
  }

  /** Its bytes. */
  async #settle(group: Group): Promise<number> {
    const values = valuesOf(group)
    try {
      await this.#options.insert(this.#into, group.id, values)
    } catch (error) {
      if (!this.#options.isRefusal(error)) throw error
      await this.#refused(group, error)
      return values.length
    }
    const tokens = group.parts.map(({ token }) => token)
    await this.#tokens.add(tokens)
    await this.#end()
    for (const token of tokens) settled(this.#members, token, ({ done }) => done())
    return values.length
  }

  /** One of them is no good: each goes in by itself, and who sent that one is told. */
  async #refused({ parts }: Group, why: unknown): Promise<void> {
    await this.#end()
    if (parts.length === 1) return settled(this.#members, parts[0]!.token, ({ fail }) => fail(why))
    for (const part of parts) {
      await this.#begin(groupOf([part]))
      await this.#settle(this.#open!)
    }
  }

  async #rest(took: number): Promise<void> {
    if (this.#bytes >= MUCH) return
    const enough = new AbortController()
    this.#enough = () => enough.abort()
    await pause(Math.min(MOST_REST, REST * took), undefined, { signal: enough.signal }).catch(() => {})
    this.#enough = () => {}
  }
}

function settled(among: Map<string, Waiting>, token: string, tell: (sender: Sender) => void): void {
  const waiting = among.get(token)
  among.delete(token)
  for (const sender of waiting?.senders ?? []) tell(sender)
}
