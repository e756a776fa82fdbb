// What the kernel says of an interface, read from its files. Source: Documentation/ABI/testing/sysfs-class-net.
import { existsSync, readFileSync } from 'node:fs'

const NAME = /^[^\s/]{1,15}$/
const UP = 1
const PROMISCUOUS = 0x100

/** Hardware types, linux/if_arp.h, that look like Ethernet to us. */
export const ETHERNET_LINK = 1
export const LOOPBACK_LINK = 772

export type LinkFacts = {
  /** Set to work by whoever runs the machine. */
  readonly isUp: boolean
  /** Light on the fibre, current on the wire. */
  readonly hasCarrier: boolean
  /** A program listens to all that comes. */
  readonly isPromiscuous: boolean
  /** A number of linux/if_arp.h. */
  readonly type: number
  readonly isWireless: boolean
  /** A tunnel of this machine: TUN or TAP. */
  readonly isTunnel: boolean
  readonly mac: string
  readonly mtu: number
  /** Mbit/s; null where it does not say. */
  readonly speed: number | null
  /** Frames that left by it. */
  readonly sent: number
}

/** Null where there is no such interface. */
export function linkFacts(name: string): LinkFacts | null {
  if (!NAME.test(name) || name.startsWith('.') || !existsSync(`/sys/class/net/${name}/ifindex`)) return null
  const flags = Number(read(name, 'flags') || 0)
  const speed = Number(read(name, 'speed') || -1)
  return {
    isUp: (flags & UP) !== 0,
    hasCarrier: read(name, 'carrier') === '1',
    isPromiscuous: (flags & PROMISCUOUS) !== 0,
    type: Number(read(name, 'type') || 0),
    isWireless: existsSync(`/sys/class/net/${name}/wireless`) || existsSync(`/sys/class/net/${name}/phy80211`),
    isTunnel: existsSync(`/sys/class/net/${name}/tun_flags`),
    mac: read(name, 'address'),
    mtu: Number(read(name, 'mtu') || 0),
    speed: speed > 0 ? speed : null,
    sent: Number(read(name, 'statistics/tx_packets') || 0),
  }
}

/** Whether frames can come: it is set to work, and the other end is there. */
export const hasLink = (name: string): boolean => read(name, 'carrier') === '1'

/** Empty where the kernel does not say: some files cannot be read while an interface is down. */
function read(name: string, file: string): string {
  try {
    return readFileSync(`/sys/class/net/${name}/${file}`, 'utf8').trim()
  } catch {
    return ''
  }
}
