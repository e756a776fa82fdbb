// Interfaces through the kernel's ring: several of one sensor are two directions of a tap, and are read in the order of
// time.
import {
  BLOCK,
  ETHERNET_LINK,
  filterFault,
  type Libc,
  type LinkState,
  LiveCapture,
  LOOPBACK_LINK,
  linkFacts,
  openLibc,
  openSocket,
  Ring,
} from '@nautilus/capture'
import type { InterfaceSource } from '../config-sources.ts'
import { type Ear, type EarOptions, Rates, stateSentence } from './ear.ts'
import { compileFilter } from './filter.ts'
import { HANDED, handedSockets } from './handed.ts'

/** `fallback`: tcpdump may be able to. */
export type NotHeard = { readonly ok: false; readonly fallback: boolean; readonly message: string }
export type Heard = { readonly ok: true; readonly ear: Ear } | NotHeard

/** @param group the number that threads share which listen to the same */
export async function ringEar(source: InterfaceSource, group: number | null, options: EarOptions): Promise<Heard> {
  const libc = await openLibc()
  if (typeof libc === 'string') return notHeard(`This machine has no library for packet sockets (${libc}).`, true)
  const rings: Ring[] = []
  for (const name of source.interfaces) {
    const ring = ringOn(libc, name, source, group)
    if (!(ring instanceof Ring)) {
      for (const opened of rings) opened.close()
      return ring
    }
    rings.push(ring)
    const { blocks, isHanded } = ring.socket
    const megabytes = (blocks * BLOCK) / 1_048_576
    if (megabytes < source.buffer && !isHanded)
      options.onWord(`${name}: the kernel has room for a ring of ${megabytes} MiB only`)
  }
  return { ok: true, ear: earOf(libc, rings, options) }
}

function ringOn(libc: Libc, name: string, { filter, buffer }: InterfaceSource, group: number | null): Ring | NotHeard {
  const type = linkFacts(name)?.type
  // The ring has what the link has; tcpdump knows many kinds, and says which one it is.
  if (type !== undefined && type !== ETHERNET_LINK && type !== LOOPBACK_LINK)
    return notHeard(`${name} is no Ethernet (link type ${type} of Linux).`, true)
  const compiled = filter === null ? null : compileFilter(filter, name)
  if (compiled && !compiled.ok) return notHeard(compiled.message, false)
  const program = compiled?.program ?? null
  const handed = handedSockets(process.env[HANDED]).find(socket => socket.interface === name)
  const fault = handed && filterFault(libc, handed.descriptor, program)
  if (fault && !fault.ok) return notHeard(fault.message, false)
  const opened = handed
    ? { ok: true as const, socket: handed }
    : openSocket(libc, { interface: name, megabytes: buffer, filter: program, group })
  if (!opened.ok) return notHeard(opened.message, opened.code === 'live.not-permitted')
  try {
    return new Ring(libc, opened.socket)
  } catch (error) {
    if (!handed) libc.close(opened.socket.descriptor)
    return notHeard((error as Error).message, false)
  }
}

function earOf(libc: Libc, rings: readonly Ring[], { sink, onWord, onTurn }: EarOptions): Ear {
  const onState = (name: string, state: LinkState) => onWord(stateSentence(name, state))
  const capture = new LiveCapture({ libc, rings, sink, now: () => Date.now() * 1000, onTurn, onState })
  capture.start()
  const rates = new Rates()
  const hearing: Ear['hearing'] = () => ({
    by: 'ring',
    interfaces: capture.listened().map(({ interface: name, state, frames, dropped, frozen, fill }) => {
      return {
        name,
        state,
        packets: frames,
        dropped,
        frozen,
        fill,
        rate: rates.of(name, frames),
        quiet: rates.quiet(name, frames),
      }
    }),
  })
  return { hearing, stop: last => capture.stop(last) }
}

const notHeard = (message: string, fallback: boolean): NotHeard => ({ ok: false, fallback, message })
