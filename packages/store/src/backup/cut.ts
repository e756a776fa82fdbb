// The moment of a backup. Telemetry is written before state, and state says which batches are in; taken at any moment
// the two would differ by what is under way, and after a restore that would be missing, or be sent again and count twice,
// for the tokens of telemetry are not in a backup. So whoever writes both holds a lock that is shared, and lets go of it
// for a moment between two batches when a backup asks. It is a lock of the database: it holds across processes, and it
// goes with whoever held it.
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { Trouble } from '../trouble.ts'

const CHANNEL = 'nautilus_cut'
/** Of advisory locks: two numbers of our own. */
const WRITERS = '7816, 1'
const BACKUPS = '7816, 2'
/** ms between two requests, and until a backup gives up: a site that is made anew may take minutes. */
const ASK_EVERY = 500
const PATIENCE = 600_000
/** ms */
const RECONNECT_AFTER = 1000

/** Stops writing, and resolves when nothing is under way; what it answers lets it go on. */
export type Pause = () => Promise<() => void>

/** From when it resolves, backups wait for this writer. */
export async function joinWriters(url: string, pauseWriting: Pause): Promise<{ leave(): Promise<void> }> {
  const writer = new Writer(url, pauseWriting)
  await writer.join()
  return writer
}

class Writer {
  readonly #url: string
  readonly #pause: Pause
  #client: pg.Client | null = null
  #left = false
  #yielding = false
  /** One for each reason to rest. */
  #resumes: (() => void)[] = []

  constructor(url: string, pauseWriting: Pause) {
    this.#url = url
    this.#pause = pauseWriting
  }

  async join(): Promise<void> {
    const client = new pg.Client({ connectionString: this.#url })
    for (const event of ['error', 'end'] as const) client.on(event, () => void this.#rejoin(client))
    client.on('notification', () => void this.#yieldTo(client).catch(() => {}))
    await client.connect()
    await client.query(`select pg_advisory_lock_shared(${WRITERS})`)
    await client.query(`listen ${CHANNEL}`)
    this.#client = client
  }

  /** A backup asks several times; once is enough. */
  async #yieldTo(client: pg.Client): Promise<void> {
    if (this.#yielding || this.#resumes.length > 0) return
    this.#yielding = true
    try {
      this.#resumes.push(await this.#pause())
      await client.query(`select pg_advisory_unlock_shared(${WRITERS})`)
      // Waits behind the backup that asked.
      await client.query(`select pg_advisory_lock_shared(${WRITERS})`)
      this.#goOn()
    } finally {
      this.#yielding = false
    }
  }

  #goOn(): void {
    for (const resume of this.#resumes.splice(0)) resume()
  }

  /** While the connection is gone nothing is held: then nothing is written either. */
  async #rejoin(lost: pg.Client): Promise<void> {
    if (this.#left || this.#client !== lost) return
    this.#client = null
    this.#resumes.push(await this.#pause())
    while (!this.#left) {
      const joined = await this.join().then(
        () => true,
        () => false,
      )
      if (joined) return this.#goOn()
      await pause(RECONNECT_AFTER)
    }
  }

  async leave(): Promise<void> {
    this.#left = true
    await this.#client?.end()
  }
}

/** `use` runs while nobody writes batches: keep it short. One backup at a time. */
export async function withoutWriters<T>(url: string, use: () => Promise<T>): Promise<T> {
  const [holder, asker] = [new pg.Client({ connectionString: url }), new pg.Client({ connectionString: url })]
  for (const client of [holder, asker]) client.on('error', () => {})
  try {
    await Promise.all([holder.connect(), asker.connect()])
    const { rows } = await holder.query<{ mine: boolean }>(`select pg_try_advisory_lock(${BACKUPS}) as mine`)
    if (!rows[0]?.mine) throw new Trouble('Another backup is beginning at this moment; try again when it is done.')
    await holder.query(`set lock_timeout = ${PATIENCE}`)
    let isOurs = false
    const granted = holder.query(`select pg_advisory_lock(${WRITERS})`).finally(() => {
      isOurs = true
    })
    granted.catch(() => {})
    // Asked again and again: who is asked before our place in the queue is taken has the lock back at once.
    while (!isOurs) {
      await asker.query(`notify ${CHANNEL}`)
      await Promise.race([granted, pause(ASK_EVERY)])
    }
    await granted
    return await use()
  } catch (error) {
    if ((error as { code?: string }).code !== '55P03') throw error
    throw new Trouble('The sites did not come to a rest within ten minutes, so no backup was made; try again later.')
  } finally {
    await Promise.all([holder.end(), asker.end()])
  }
}
