import { checkSegment, newReading, segmentFiles } from '@nautilus/ring'
import { grouped, plural } from '../../text/numbers.ts'
import { type Arguments, type Command, Refusal, type World } from '../../world.ts'
import { ringHelp, ringOptions, ringsOf } from './shared.ts'

const help = `nautilus evidence verify

Reads every block that live sensors of this machine keep, and says what is
damaged or was changed. The segment that is being written to may end in the
middle of a block; that is no damage.

${ringHelp}

Exit codes: 0 whole, 2 something is damaged, or the key is wrong.
`

export const verifyRing: Command = {
  name: 'evidence verify',
  summary: 'read every block, and say what is damaged',
  help,
  options: ringOptions,
  run,
}

async function run(given: Arguments, world: World): Promise<number> {
  if (given.positionals.length > 0) throw new Refusal('evidence verify takes no file; leave it out.')
  const { rings, secret } = ringsOf(given)
  let bad = 0
  for (const { name, folder } of rings) {
    const total = { blocks: 0, frames: 0 }
    for (const { path } of segmentFiles(folder)) {
      const { checked, faults } = check(path, secret)
      total.blocks += checked.blocks
      total.frames += checked.frames
      bad += faults.length
      for (const fault of faults) await world.out(`${path}: ${fault}\n`)
    }
    await world.out(`${name}: ${plural(total.frames, 'packet')} in ${grouped(total.blocks)} blocks\n`)
  }
  await world.out(bad === 0 ? 'Everything is whole.\n' : `${plural(bad, 'segment')} with damage.\n`)
  return bad === 0 ? 0 : 2
}

function check(path: string, secret: string | null) {
  const reading = newReading()
  try {
    const checked = checkSegment(path, secret, reading)
    const { damaged } = reading
    return { checked, faults: damaged === 0 ? [] : [`${plural(damaged, 'block')} could not be read`] }
  } catch (error) {
    const nothing = { blocks: 0, frames: 0 }
    // The ring went on meanwhile.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { checked: nothing, faults: [] }
    return { checked: nothing, faults: [(error as Error).message] }
  }
}
