// One platform for one folder: a second one would stop the stores of the first.
import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { Refusal } from '../world.ts'

/** Takes the folder, or refuses when a platform that is alive has it. What a killed one left does not count. */
export function lock(folder: string): () => void {
  const file = join(folder, 'running')
  const own = `${process.pid} ${startOf(process.pid)}`
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      const opened = openSync(file, 'wx', 0o600)
      writeSync(opened, own)
      closeSync(opened)
      return () => rmSync(file, { force: true })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      const pid = holderOf(folder)
      if (pid !== null)
        throw new Refusal(
          `A Nautilus is running in ${folder} already (process ${pid}): stop it, or give another --data folder.`,
        )
      rmSync(file, { force: true })
    }
  }
  throw new Refusal(`Another Nautilus is starting in ${folder} at this moment.`)
}

/** The process that has the folder; null where none that is alive has. */
export function holderOf(folder: string): number | null {
  try {
    const [pid = '', start] = readFileSync(join(folder, 'running'), 'utf8').split(' ')
    return start !== undefined && start !== '' && startOf(Number(pid)) === start ? Number(pid) : null
  } catch {
    return null
  }
}

/** When a process started, in ticks since boot: numbers of processes are used again, with this they are not. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  } catch {
    return ''
  }
}
