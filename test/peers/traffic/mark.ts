// The last datagram of a script: what was said before it is in the capture when this is.
import { createSocket } from 'node:dgram'

export const MARK = 'nautilus: end of traffic'

export function mark(): Promise<void> {
  return new Promise(resolve => {
    const socket = createSocket('udp4')
    socket.send(MARK, 9, '127.0.0.1', () => socket.close(resolve))
  })
}
