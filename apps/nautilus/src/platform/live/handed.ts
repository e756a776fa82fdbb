// Sockets that a process with rights opened for one without: `nautilus sensor open` starts it with them.
import type { PacketSocket } from '@nautilus/capture'

/** `eth1=3:64 eth2=4:64`: name of the interface, descriptor, blocks of its ring. */
export const HANDED = 'NAUTILUS_SOCKETS'

/** Descriptors below are the streams of a process. */
const FIRST = 3
const ONE = /^([^\s/=]{1,15})=(\d{1,4}):(\d{1,5})$/

export const handedText = (sockets: readonly PacketSocket[]): string =>
  sockets.map((socket, i) => `${socket.interface}=${FIRST + i}:${socket.blocks}`).join(' ')

export function handedSockets(text: string | undefined): PacketSocket[] {
  return (text ?? '').split(' ').flatMap((one): PacketSocket[] => {
    const [, name, descriptor, blocks] = ONE.exec(one) ?? []
    if (name === undefined || Number(descriptor) < FIRST || Number(blocks) < 1) return []
    const isHanded = true
    return [{ interface: name, descriptor: Number(descriptor), blocks: Number(blocks), isShared: false, isHanded }]
  })
}
