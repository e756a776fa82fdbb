// Sockets that a process with rights opened for one without: `nautilus sensor open` starts it with them.
import { openLibc, type PacketSocket } from '@nautilus/capture'

/** `eth1=3:64 eth2=4:64`: name of the interface, descriptor, blocks of its ring. */
export const HANDED = 'NAUTILUS_SOCKETS'

/** fcntl(2). */
const F_SETFD = 2
const FD_CLOEXEC = 1
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

/** Programs that this one starts do not get them: to be called before the first of them. */
export async function keepHanded(): Promise<void> {
  const sockets = handedSockets(process.env[HANDED])
  const libc = sockets.length > 0 ? await openLibc() : ''
  if (typeof libc === 'string') return
  for (const { descriptor } of sockets) libc.fcntl(descriptor, F_SETFD, FD_CLOEXEC)
}
