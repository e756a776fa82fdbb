// What `nautilus sensor open` starts in a test: says what it may do, and hears so many frames. argv: how many.
import { readFileSync } from 'node:fs'
import { openLibc, openSocket } from '@nautilus/capture'
import { openEar } from '../../src/platform/live/open-ear.ts'
import { WATCH } from './cable.ts'

let packets = 0
const status = readFileSync('/proc/self/status', 'utf8')
const lineOf = (name: string): string | undefined => new RegExp(`^${name}:\\s+(.*)$`, 'm').exec(status)?.[1]
const libc = await openLibc()
const another = typeof libc === 'string' ? null : openSocket(libc, { interface: WATCH })
const ear = await openEar({ kind: 'interface', interfaces: [WATCH], filter: null, threads: 1, buffer: 64 }, null, {
  sink: { record: () => void packets++, unsupported() {} },
  onTurn: () => {},
  onWord: word => process.stderr.write(`${word}\n`),
  onEnd() {},
})
const looking = setInterval(() => {
  if (packets < Number(process.argv[2])) return
  clearInterval(looking)
  const { by, interfaces } = ear.hearing()
  const rights = ['Uid', 'Groups', 'CapEff', 'CapPrm', 'CapAmb', 'NoNewPrivs'].map(name => [name, lineOf(name)])
  const told = { packets, by, dropped: interfaces[0]?.dropped, rights: Object.fromEntries(rights), another }
  ear.stop(() => {})
  process.stdout.write(JSON.stringify(told), () => process.exit())
}, 20)
process.stderr.write('ready\n')
