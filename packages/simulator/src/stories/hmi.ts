import type { ModbusClient } from '../modbus/client.ts'
import { read, writeCoil, writeFloat, writeRegister } from '../modbus/pdu.ts'
import { type Device, dosing, filtration, hmi, intake, networkSwitch, pumping } from '../plant/cast.ts'
import type { Connection } from '../plant/connection.ts'
import { POINTS } from '../plant/controllers.ts'
import type { Script } from '../plant/scheduler.ts'
import { SECOND } from '../plant/story.ts'
import { modbusClient, s7Client, type World } from '../plant/world.ts'
import type { Random } from '../random.ts'
import type { S7Client } from '../s7/client.ts'
import type { Item } from '../s7/items.ts'
import { TSAP } from '../s7/telegram.ts'
import { floatBits, u32 } from '../wire/bytes.ts'

const FAST = [read('holding', 0, 14), read('discretes', 0, 16)]
const SLOW = [read('coils', 0, 16), read('inputs', 0, 8), read('holding', 100, 6)]
const SLOW_EVERY = 5
const HEARTBEAT_EVERY = 3

const EVERYWHERE: readonly Item[] = [
  { area: 'merker', byte: 10, width: 'byte', count: 1 },
  { area: 'inputs', byte: 0, width: 'word', count: 3 },
  { area: 'outputs', byte: 0, width: 'byte', count: 1 },
]

type Panel = { device: Device; fast: readonly Item[]; slow: readonly Item[] }

const PANELS: readonly Panel[] = [
  {
    device: filtration,
    fast: [{ area: 'db', db: 10, byte: 0, width: 'byte', count: 20 }, ...EVERYWHERE],
    slow: [
      { area: 'db', db: 11, byte: 0, width: 'real', count: 1 },
      { area: 'merker', byte: 10, bit: 2, width: 'bit', count: 1 },
    ],
  },
  {
    device: pumping,
    fast: [{ area: 'db', db: 20, byte: 0, width: 'byte', count: 18 }, ...EVERYWHERE],
    slow: [{ area: 'db', db: 21, byte: 0, width: 'real', count: 1 }],
  },
]

/** Minutes pass between an operator's writes; the first comes soon, so that short captures have one. */
const nextWrite = (random: Random, first = false): number =>
  first ? random.between(8, 20) : Math.round(30 - Math.log(1 - random.unit()) * 120)

type Panelling = { world: World; device: Device; random: Random; connection: () => Connection; connect: () => Script }

/** Shares cycles of about a second out to what is due; connects anew when a device was gone. */
function* cycles({ world, device, random, connection, connect }: Panelling, cycle: (number: number) => Script): Script {
  const { network } = world
  for (let number = 0; ; ) {
    yield* network.bothThere(hmi, device)
    yield* connect()
    for (; network.isThere(hmi) && network.isThere(device); number++) {
      yield* cycle(number)
      yield SECOND - 90_000 + random.between(-15_000, 15_000)
    }
    yield* network.leave(connection())
  }
}

const near = (random: Random, middle: number, step: number): number => middle + random.between(-4, 4) * step

/** What operators do at a controller, one thing after another. */
const WRITES = new Map<Device, readonly ((random: Random) => Uint8Array[])[]>([
  [
    intake,
    [
      () => [writeCoil(1, false), writeCoil(1, true)],
      random => [writeFloat(POINTS.intakeLevelSetpoint, near(random, 3.5, 0.05))],
      random => [writeRegister(104, near(random, 350, 5))],
    ],
  ],
  [
    dosing,
    [
      random => [writeFloat(POINTS.phSetpoint, near(random, 7.2, 0.05))],
      random => [writeRegister(POINTS.chlorineSetpoint, near(random, 80, 2))],
      () => [writeCoil(0, true)],
    ],
  ],
])

/** Polls a Modbus controller, keeps its heartbeat going and now and then writes for the operator. */
function* modbusPanel(world: World, device: Device): Script {
  let client = modbusClient(world, hmi, device)
  const random = world.random.fork(`hmi ${device.name}`)
  const writes = WRITES.get(device)!
  let writeAt = nextWrite(random, true)
  let written = 0
  let heartbeat = random.between(0, 0xffff)
  const connection = (): Connection => client.connection
  function* connect(): Script {
    if (client.connection.used) client = modbusClient(world, hmi, device)
    yield* client.connection.connect()
  }
  yield* cycles({ world, device, random, connection, connect }, function* cycle(number) {
    yield* askAll(client, number % SLOW_EVERY === 0 ? [...FAST, ...SLOW] : FAST)
    if (number % HEARTBEAT_EVERY === 0) {
      heartbeat = (heartbeat + 1) & 0xffff
      yield* client.ask(writeRegister(POINTS.heartbeat, heartbeat))
    }
    if (number === writeAt) {
      yield* askAll(client, writes[written++ % writes.length]!(random))
      writeAt += nextWrite(random)
    }
  })
}

function* askAll(client: ModbusClient, requests: readonly Uint8Array[]): Script {
  for (const request of requests) yield* client.ask(request)
}

const REQUEST: Item = { area: 'merker', ...POINTS.backwashRequest, width: 'bit', count: 1 }

function* s7Write(random: Random, client: S7Client, device: Device): Script {
  const { db, byte } = device === filtration ? POINTS.filtrateSetpoint : POINTS.pressureSetpoint
  const value = device === filtration ? near(random, 240, 5) : near(random, 4.2, 0.05)
  yield* client.write({ area: 'db', db, byte, width: 'real', count: 1 }, Uint8Array.from(u32(floatBits(value))))
  if (device === pumping || random.unit() < 0.8) return
  yield* client.write(REQUEST, Uint8Array.of(1))
  yield 400_000
  yield* client.write(REQUEST, Uint8Array.of(0))
}

function* s7Panel(world: World, { device, fast, slow }: Panel): Script {
  let client = s7Client(world, hmi, device)
  const random = world.random.fork(`hmi ${device.name}`)
  let writeAt = nextWrite(random, true)
  const connection = (): Connection => client.connection
  function* connect(): Script {
    if (client.connection.used) client = s7Client(world, hmi, device)
    yield* client.connect({ calling: TSAP.panel, called: TSAP.serverOfPanels })
  }
  yield* cycles({ world, device, random, connection, connect }, function* cycle(number) {
    yield* client.read(fast)
    if (number % SLOW_EVERY === 0) yield* client.read(slow)
    if (number !== writeAt) return
    yield* s7Write(random, client, device)
    writeAt += nextWrite(random)
  })
}

/** Is everything there? */
function* pings({ network, random }: World): Script {
  const own = random.fork('pings')
  const from = network.host(hmi)
  for (let sequence = 1; ; ) {
    for (const device of [networkSwitch, intake, dosing, filtration, pumping]) {
      if (network.isThere(hmi) && network.isThere(device)) {
        yield* network.ping(from, network.host(device), sequence++ & 0xffff)
      }
      yield own.between(900_000, 1_100_000)
    }
    yield own.between(50, 60) * SECOND
  }
}

export function startHmi(world: World): void {
  const { scheduler } = world
  const controllers = [intake, dosing].map(device => modbusPanel(world, device))
  const panels = PANELS.map(panel => s7Panel(world, panel))
  for (const [i, script] of [...controllers, ...panels].entries()) scheduler.start(script, 300_000 + i * 210_000)
  scheduler.start(pings(world), 2 * SECOND)
}
