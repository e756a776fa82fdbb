// What every station of the plant does around its stack: it says that it is ready, asks again and again, and ends with
// whoever started it.
import { setTimeout as pause } from 'node:timers/promises'

/** Who it is, its own address, and that of the other side. */
export const [role, own, other] = process.argv.slice(2)

process.stdin.resume().on('end', () => process.exit(0))
process.on('SIGTERM', () => process.exit(0))

export const ready = () => process.stdout.write('ready\n')

/** ms between two rounds. */
const CYCLE = 500

/** Says that it is ready after the first round. */
export async function cycle(round: (number: number) => Promise<unknown>): Promise<never> {
  for (let number = 0; ; number++) {
    await round(number)
    if (number === 0) ready()
    await pause(CYCLE)
  }
}

/** The other side may still be starting. */
export async function until<T>(attempt: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await attempt()
    } catch {
      await pause(100)
    }
  }
}
