// The composition root: the only place that knows the process, its streams and its clock.
import { refusalOf } from './files.ts'
import { run } from './program.ts'
import { Refusal, type World } from './world.ts'

const { stdout, stderr, env } = process

/** Somebody downstream has read enough. */
class Enough extends Error {}

// A failed write is told to its callback; without a listener it would end the process with a stack trace as well.
for (const stream of [stdout, stderr]) stream.on('error', () => {})

function out(text: string | Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    stdout.write(text, error => {
      if (!error) resolve()
      else if ((error as NodeJS.ErrnoException).code === 'EPIPE') reject(new Enough())
      else reject(refusalOf('standard output', error))
    })
  })
}

const wantsColour = (): boolean => {
  if (env.NO_COLOR) return false
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== '0'
  return Boolean(stdout.isTTY) && env.TERM !== 'dumb'
}

const world: World = {
  out,
  err: text => void stderr.write(text),
  columns: stdout.columns ?? (Number(env.COLUMNS) || 100),
  colour: wantsColour(),
  progress: Boolean(stderr.isTTY) && env.TERM !== 'dumb',
  terminal: Boolean(stdout.isTTY),
  clock: () => performance.now() * 1000,
  today: () => new Date().toISOString().slice(0, 10),
}

/** ms. Everything is said and stored when a command returns: what is still open then must not keep the process. */
const LINGER = 3000

try {
  process.exitCode = await run(process.argv.slice(2), world)
} catch (error) {
  if (error instanceof Enough) process.exitCode = 0
  else if (error instanceof Refusal) process.exitCode = 2
  else throw error
}
setTimeout(() => process.exit(), LINGER).unref()
