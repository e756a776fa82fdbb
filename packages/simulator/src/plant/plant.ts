import type { Frame } from '../frame.ts'
import { startAnnouncements } from '../stories/announce.ts'
import { spoofArp } from '../stories/arp-spoofing.ts'
import { downloadProgram } from '../stories/download.ts'
import { startHistorian } from '../stories/historian.ts'
import { startHmi } from '../stories/hmi.ts'
import { engineeringRound } from '../stories/identify.ts'
import { failPower, replaceDevice } from '../stories/outage.ts'
import { beacon, hiddenShell } from '../stories/outside.ts'
import { scan } from '../stories/scan.ts'
import { stopController, umasStopStory } from '../stories/stop.ts'
import { operatorTablet } from '../stories/tablet.ts'
import { oneWrite, walkRegisters, wrongSetPoints } from '../stories/tamper.ts'
import { stealProgram } from '../stories/theft.ts'
import { timeServer } from '../stories/time.ts'
import { writeFlood } from '../stories/write-flood.ts'
import { dosing, engineering, filtration, historian, hmi, laptop, pumping } from './cast.ts'
import type { Script } from './scheduler.ts'
import { SECOND, type Story, storyStart } from './story.ts'
import { type World, worldOf } from './world.ts'

export type PlantOptions = {
  seed: number
  /** Microseconds since the epoch. */
  start: number
  seconds: number
  /** What happens beside normal operation, which always goes on. */
  stories: readonly Story[]
}

export const SCRIPTS: Record<Exclude<Story, 'normal'>, (world: World) => Script> = {
  'scheduled-download': world => downloadProgram(world, engineering, filtration),
  'night-download': world => downloadProgram(world, hmi, pumping),
  scan: world => scan(world, laptop),
  'write-flood': writeFlood,
  'controller-stop': world => stopController(world, laptop, pumping),
  'umas-stop': world => umasStopStory(world, historian, dosing),
  'set-point': world => wrongSetPoints(world, hmi),
  'stranger-write': world => oneWrite(world, laptop),
  'program-theft': world => stealProgram(world, historian, filtration),
  'register-walk': world => walkRegisters(world, historian),
  'arp-spoofing': world => spoofArp(world, laptop),
  beacon: world => beacon(world, hmi),
  'foreign-port': world => hiddenShell(world, laptop, hmi),
  tablet: world => operatorTablet(world, false),
  time: world => timeServer(world, false),
  'replaced-device': replaceDevice,
  // The tablet is there from the start, and moves in the middle.
  'dhcp-change': world => operatorTablet(world, true),
  'approved-scan': world => scan(world, engineering),
  'clock-change': world => timeServer(world, true),
  'power-failure': failPower,
}

function* water({ process, scheduler }: World): Script {
  for (;;) {
    process.advance(scheduler.now)
    yield SECOND / 4
  }
}

export function startNormal(world: World): void {
  world.scheduler.start(water(world))
  startAnnouncements(world)
  startHmi(world)
  startHistorian(world)
  world.scheduler.start(engineeringRound(world), 5 * SECOND)
}

/** The frames of a water works, in time order; what was written in a story is what the pollers read after it. */
export function* plantFrames({ seed, start, seconds, stories }: PlantOptions): Iterable<Frame> {
  const world = worldOf(seed, { start, seconds })
  const { scheduler, network } = world
  startNormal(world)
  for (const story of new Set(stories)) {
    if (story !== 'normal') scheduler.start(SCRIPTS[story](world), storyStart(story, world.window) - start)
  }
  const end = start + seconds * SECOND
  while (scheduler.next < end) {
    scheduler.step()
    yield* network.taken()
  }
}
