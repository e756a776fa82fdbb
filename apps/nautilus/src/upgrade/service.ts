// The unit of systemd that an upgrade restarts, and whether it stays up.
import { spawnSync } from 'node:child_process'
import { setTimeout as wait } from 'node:timers/promises'
import { Refusal } from '../world.ts'

export type Service = {
  /** It runs, or should. */
  isWanted(): boolean
  restart(): void
  /** Null when it ran for `seconds` without being started anew; else a sentence. */
  watch(seconds: number): Promise<string | null>
}

/** ms between two looks. */
const EVERY = 500

export function unit(name: string): Service {
  return {
    isWanted: () => !['inactive', ''].includes(stateOf(name).state),
    restart: () => {
      const { status, stderr } = systemctl('restart', name)
      if (status !== 0) throw new Refusal(`${name} could not be started again: ${stderr.trim() || `code ${status}`}.`)
    },
    watch: async seconds => {
      const until = performance.now() + seconds * 1000
      const first = stateOf(name)
      for (let seen = first; ; seen = stateOf(name)) {
        if (seen.state !== 'active') return `${name} is ${seen.state || 'not known to systemd'}`
        if (seen.process !== first.process || seen.restarts !== first.restarts)
          return `${name} ended and was started again`
        if (performance.now() >= until) return null
        await wait(EVERY)
      }
    },
  }
}

function stateOf(name: string): { state: string; process: string; restarts: string } {
  const { stdout, status } = systemctl('show', '--property=ActiveState,MainPID,NRestarts', name)
  if (status !== 0) return { state: '', process: '', restarts: '' }
  const of = (property: string) => new RegExp(`^${property}=(.*)$`, 'm').exec(stdout)?.[1] ?? ''
  return { state: of('ActiveState'), process: of('MainPID'), restarts: of('NRestarts') }
}

function systemctl(...args: string[]) {
  const { status, stdout, stderr, error } = spawnSync('systemctl', args, { encoding: 'utf8' })
  return { status, stdout: stdout ?? '', stderr: error ? error.message : (stderr ?? '') }
}
