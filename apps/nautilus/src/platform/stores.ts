// The stores of one platform: its own, or those that the operator names.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import {
  type OpenDatabase,
  openDatabase,
  openTelemetry,
  startState,
  startTelemetry,
  type Telemetry,
} from '@nautilus/store'

export type StoresOptions = {
  /** Where everything is kept that is not on servers of the operator. */
  readonly folder: string
  /** PostgreSQL and ClickHouse of the operator; null: those that come with the program. */
  readonly databaseUrl: string | null
  readonly telemetryUrl: string | null
}

export type Stores = {
  readonly state: OpenDatabase
  readonly telemetry: Telemetry
  readonly databaseUrl: string
  readonly telemetryUrl: string
  /** Resolves with a sentence when a store of ours ended by itself. */
  readonly crashed: Promise<string>
  close(): Promise<void>
}

export async function openStores({ folder, databaseUrl, telemetryUrl }: StoresOptions): Promise<Stores> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const undo: (() => Promise<void>)[] = []
  const close = async () => {
    for (const step of undo.splice(0).reverse()) await step()
  }
  try {
    const [stateServer, telemetryServer] = await Promise.all([
      databaseUrl === null ? startState(join(folder, 'state')) : null,
      telemetryUrl === null ? startTelemetry(join(folder, 'telemetry')) : null,
    ])
    if (stateServer) undo.push(stateServer.stop)
    if (telemetryServer) undo.push(telemetryServer.stop)
    const urls = { databaseUrl: databaseUrl ?? stateServer!.url, telemetryUrl: telemetryUrl ?? telemetryServer!.url }
    const state = await openDatabase(urls.databaseUrl)
    undo.push(state.close)
    const telemetry = await openTelemetry(urls.telemetryUrl)
    undo.push(telemetry.close)
    const ours = [stateServer?.crashed, telemetryServer?.crashed].filter(crashed => crashed !== undefined)
    return { state, telemetry, ...urls, crashed: ours.length > 0 ? Promise.race(ours) : new Promise(() => {}), close }
  } catch (error) {
    await close()
    throw error
  }
}

/** Whether both answer, and what they say where they do not. */
export async function healthOfStores({ state, telemetry }: Pick<Stores, 'state' | 'telemetry'>) {
  const ask = (work: Promise<unknown>) =>
    work.then(
      () => 'up',
      (error: Error) => `down: ${error.message}`,
    )
  const parts = {
    state: await ask(state.pool.query('select 1')),
    telemetry: await ask(telemetry.client.command({ query: 'SELECT 1' })),
  }
  return { ok: Object.values(parts).every(part => part === 'up'), parts }
}
