import {
  encodePcap,
  type Frame,
  fleetFrames,
  plantFrames,
  type Story,
  stories,
  storyStart,
  toldByDefault,
} from '@nautilus/simulator'
import { writeWhole } from '../files.ts'
import { nearest } from '../nearest.ts'
import { momentOf, wholeOf } from '../options.ts'
import { ProgressBar } from '../progress.ts'
import { plural, sizeOf } from '../text/numbers.ts'
import { secondOf } from '../time.ts'
import { type Arguments, type Command, Refusal, type World } from '../world.ts'

const START = '2026-01-12T02:55:00Z'
const MOST_SECONDS = 604_800
const MOST_PACKETS = 1_000_000_000
const MOST_CONTROLLERS = 60_000

/** What each story tells, for people. */
export const tellings: Record<Story, string> = {
  normal: 'HMI and historian poll four controllers, an operator changes set points',
  'scheduled-download': 'the engineering workstation loads a program into plc-filtration',
  'night-download': 'at 3 am the HMI loads a program into plc-pumping',
  scan: 'an unknown laptop tries every address and asks what is there',
  'write-flood': 'the laptop writes to PLC-DOSING hundreds of times a second',
  'controller-stop': 'the laptop stops plc-pumping',
  'umas-stop': 'the historian reserves PLC-DOSING and stops it inside Modbus (UMAS)',
  'set-point': 'the HMI writes set points that operators never choose',
  'stranger-write': 'the laptop writes one usual value to PLC-INTAKE',
  'program-theft': 'the historian reads the program of plc-filtration out',
  'register-walk': 'the historian reads PLC-DOSING register by register',
  'arp-spoofing': 'the laptop puts itself between HMI and PLC-INTAKE',
  beacon: 'the HMI asks an address on the internet for orders',
  'foreign-port': 'the laptop opens a shell on the HMI where files are shared',
  tablet: 'an operator looks at trends on a tablet',
  time: 'the computers ask the switch for the time',
  'replaced-device': 'a spare takes the place of PLC-INTAKE',
  'dhcp-change': 'the tablet gets another address',
  'approved-scan': 'the engineering workstation looks for devices',
  'clock-change': 'the time server corrects itself by two minutes',
  'power-failure': 'the whole plant is without power for most of a minute',
}

const help = `nautilus simulate OUT.pcap [--story NAME…] [--seed N] [--seconds N]
nautilus simulate OUT.pcap --fleet CONTROLLERS,MASTERS --packets N

Writes a capture of a plant that does not exist: a small water works with
two Modbus and two S7 controllers, an HMI, an engineering workstation, a
historian and a switch. The same seed gives the same bytes. Nothing is
sent to any network. A single - writes to standard output.

Options
  --story NAME   what happens beside normal operation; repeat it for
                 several; the first five without it
${stories.map(name => `                   ${name}`).join('\n')}
  --seed N       another seed, another day (1)
  --seconds N    how long the capture is (600)
  --start TIME   when it begins, UTC (${START})
  --fleet C,M    instead: C Modbus controllers polled by M masters
  --packets N    how long the fleet's capture is (1000000)
  -h, --help     show this

Examples
  nautilus simulate plant.pcap
  nautilus simulate quiet.pcap --story normal --seconds 120
  nautilus simulate - --story scan | nautilus analyze -
  nautilus simulate fleet.pcap --fleet 200,10 --packets 1000000

Exit codes
  0  the capture is written
  2  wrong arguments, or it could not be written
`

export const simulate: Command = {
  name: 'simulate',
  summary: 'write the capture of a simulated plant, to try things on',
  help,
  options: {
    story: { type: 'string', multiple: true },
    seed: { type: 'string' },
    seconds: { type: 'string' },
    start: { type: 'string' },
    fleet: { type: 'string' },
    packets: { type: 'string' },
  },
  run,
}

/** The frames, and lines that say what is in them. */
type Scene = { readonly frames: Iterable<Frame>; readonly about: readonly string[] }

async function run(given: Arguments, world: World): Promise<number> {
  const [path, ...others] = given.positionals
  if (path === undefined) throw new Refusal('simulate needs a file to write: type `nautilus simulate plant.pcap`.')
  if (others.length > 0) throw new Refusal(`simulate writes one file; leave out ${others.join(' ')}.`)
  const scene = given.values.fleet === undefined ? plantScene(given) : fleetScene(given, String(given.values.fleet))
  const bar = new ProgressBar(world)
  const sum = { packets: 0, bytes: 0 }
  const pieces = counted(encodePcap(watched(scene.frames, sum)), sum, () => bar.show(path, sum.bytes, 0))
  if (path === '-') for (const piece of pieces) await world.out(piece)
  else await writeWhole(path, pieces)
  bar.clear()
  const summary = `${plural(sum.packets, 'packet')}, ${sizeOf(sum.bytes)}`
  if (path === '-') return 0
  await world.out(`${path}: ${summary}\n${scene.about.join('\n')}\n\nNext: nautilus analyze ${path}\n`)
  return 0
}

function* watched(frames: Iterable<Frame>, sum: { packets: number }): Iterable<Frame> {
  for (const frame of frames) {
    sum.packets++
    yield frame
  }
}

function* counted(pieces: Iterable<Uint8Array>, sum: { bytes: number }, tell: () => void): Iterable<Uint8Array> {
  for (const piece of pieces) {
    sum.bytes += piece.length
    tell()
    yield piece
  }
}

function plantScene(given: Arguments): Scene {
  if (given.values.packets !== undefined) {
    throw new Refusal('--packets goes with --fleet; for the plant type `--seconds N`.')
  }
  const seed = seedOf(given)
  const start = momentOf(given, 'start', START)
  const seconds = wholeOf(given, 'seconds', { least: 1, most: MOST_SECONDS, otherwise: 600 })
  const chosen = storiesOf(given)
  const width = Math.max(...chosen.map(name => name.length))
  const times = new Map(chosen.map(name => [name, storyStart(name, { start, seconds })]))
  const ordered = [...chosen].sort((a, b) => times.get(a)! - times.get(b)!)
  const about = ordered.map(name => `  ${secondOf(times.get(name)!)} UTC  ${name.padEnd(width)}  ${tellings[name]}`)
  return { frames: plantFrames({ seed, start, seconds, stories: chosen }), about }
}

function storiesOf({ values: { story } }: Arguments): readonly Story[] {
  if (!Array.isArray(story)) return toldByDefault
  const chosen = story.map(name => {
    const found = stories.find(known => known === name)
    if (found) return found
    const like = nearest(String(name), stories)
    throw new Refusal(
      `there is no story ${name}; ${like ? `did you mean ${like}?` : `there are ${stories.join(', ')}.`}`,
    )
  })
  return [...new Set<Story>(['normal', ...chosen])]
}

const seedOf = (given: Arguments): number => wholeOf(given, 'seed', { least: 0, most: 0xffff_ffff, otherwise: 1 })

function fleetScene(given: Arguments, fleet: string): Scene {
  const [controllers = 0, masters = 0] = (/^(\d+),(\d+)$/.exec(fleet) ?? []).slice(1).map(Number)
  if (controllers < 1 || masters < 1 || controllers > MOST_CONTROLLERS || masters > MOST_CONTROLLERS) {
    throw new Refusal(
      `--fleet ${fleet} is not CONTROLLERS,MASTERS, each from 1 to ${MOST_CONTROLLERS}; type \`--fleet 200,10\`.`,
    )
  }
  const wrong = ['story', 'seconds'].find(name => given.values[name] !== undefined)
  if (wrong) throw new Refusal(`--${wrong} does not go with --fleet; leave it out.`)
  const packets = wholeOf(given, 'packets', { least: 1, most: MOST_PACKETS, otherwise: 1_000_000 })
  const options = { seed: seedOf(given), start: momentOf(given, 'start', START), packets, controllers, masters }
  const about = [`  ${plural(controllers, 'Modbus controller')}, polled by ${plural(masters, 'master')}`]
  return { frames: fleetFrames(options), about }
}
