// Reads the captures of one analysis, with a bar for each.
import { type Reading, readCapture, refusal } from '@nautilus/capture'
import type { Sensor } from '@nautilus/sensor'
import type { Analysis } from './analysis.ts'
import { ProgressBar } from './progress.ts'
import { Refusal, type World } from './world.ts'

/** Learns what is normal. A capture that cannot be read ends it: half a baseline would call the rest abnormal. */
export async function learnAll(files: readonly string[], analysis: Analysis, world: World): Promise<void> {
  for (const file of files) {
    const sensor = analysis.teacher()
    const reading = await read(file, sensor, world)
    const fault = faultOf(file, reading, sensor)
    if (fault !== null) throw new Refusal(fault)
    analysis.taught(sensor, file, reading.ok ? reading.damage : null)
  }
}

/** One sentence for each file that could not be read. */
export async function readAll(files: readonly string[], analysis: Analysis, world: World): Promise<string[]> {
  const faults: string[] = []
  for (const file of files) {
    const sensor = analysis.sensor(file)
    const reading = await read(file, sensor, world)
    const fault = faultOf(file, reading, sensor)
    if (fault !== null) faults.push(fault)
    else analysis.add(sensor, file, reading.ok ? reading.damage : null)
  }
  return faults
}

async function read(file: string, sensor: Sensor, world: World): Promise<Reading> {
  const bar = new ProgressBar(world)
  const reading = await readCapture(file, sensor, (read, total) => bar.show(file, read, total))
  bar.clear()
  return reading
}

const advice: Readonly<Record<string, string>> = {
  'capture.missing': '; check the name',
  'capture.empty': '; capture again, or name another file',
  'capture.not-a-capture': '; name a capture file, or convert it with `editcap`',
}

function faultOf(file: string, reading: Reading, sensor: Sensor): string | null {
  const named = file === '-' ? 'standard input' : file
  if (!reading.ok) {
    const message = file === '-' ? reading.message.replace(/^- /, 'standard input ') : reading.message
    return `${message}${advice[reading.code] ?? ''}.`
  }
  const { unreadLinks, unread, packets } = sensor
  if (unreadLinks.size === 0 || unread < packets) return null
  return `${named} cannot be read: ${[...unreadLinks.keys()].map(refusal).join('; ')}.`
}
