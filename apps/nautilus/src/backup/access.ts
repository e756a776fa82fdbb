// The stores of a platform for an administrator: those of one that runs, or started for as long as they are needed.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { startState, startTelemetry, stateUrl, telemetryUrl } from '@nautilus/store'
import { holderOf, lock } from '../platform/lock.ts'
import type { StoresOptions } from '../platform/stores.ts'
import { Refusal } from '../world.ts'

export type Access = {
  readonly databaseUrl: string
  readonly telemetryUrl: string
  /** The platform works meanwhile. */
  readonly isRunning: boolean
  close(): Promise<void>
}

/** Nothing is changed: tables stay as they are. */
export async function accessTo(options: StoresOptions): Promise<Access> {
  const { folder } = options
  const isOwn = options.databaseUrl === null || options.telemetryUrl === null
  if (isOwn && !existsSync(folder)) throw new Refusal(`There is no data folder ${folder}; name it with --data FOLDER.`)
  return holderOf(folder) === null ? started(options) : attached(options)
}

/** A second connection: the folder lets in its owner, as it lets in the platform itself. */
function attached({ folder, databaseUrl, telemetryUrl: given }: StoresOptions): Access {
  const telemetry = given ?? telemetryUrl(join(folder, 'telemetry'))
  if (telemetry === null)
    throw new Refusal(`The Nautilus that runs in ${folder} does not say where its telemetry is; is it still starting?`)
  return {
    databaseUrl: databaseUrl ?? stateUrl(join(folder, 'state')),
    telemetryUrl: telemetry,
    isRunning: true,
    close: async () => {},
  }
}

async function started({ folder, databaseUrl, telemetryUrl: given }: StoresOptions): Promise<Access> {
  const undo: (() => unknown)[] = []
  const close = async () => {
    for (const step of undo.splice(0).reverse()) await step()
  }
  try {
    if (existsSync(folder)) undo.push(lock(folder))
    const state = databaseUrl === null ? await startState(join(folder, 'state')) : null
    if (state) undo.push(state.stop)
    const telemetry = given === null ? await startTelemetry(join(folder, 'telemetry')) : null
    if (telemetry) undo.push(telemetry.stop)
    const urls = { databaseUrl: databaseUrl ?? state!.url, telemetryUrl: given ?? telemetry!.url }
    return { ...urls, isRunning: false, close }
  } catch (error) {
    await close()
    throw error
  }
}
