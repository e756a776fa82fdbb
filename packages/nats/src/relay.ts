// A way between two servers of the bus that can be cut: nothing passes, and nobody is told, as where a cable is pulled.
import { createConnection, createServer, type Socket } from 'node:net'

export type Relay = {
  readonly port: number
  cut(): void
  heal(): void
  close(): Promise<void>
}

/** To this port of this machine. */
export async function relayTo(port: number, host: string): Promise<Relay> {
  const sockets = new Set<Socket>()
  let isCut = false
  const hold = (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
  }
  const server = createServer({ pauseOnConnect: true }, near => {
    hold(near)
    const far = createConnection(port, host)
    hold(far)
    near.once('close', () => far.destroy())
    far.once('close', () => near.destroy())
    near.on('data', piece => far.write(piece) || near.pause())
    far.on('data', piece => near.write(piece) || far.pause())
    near.on('drain', () => isCut || far.resume())
    far.on('drain', () => isCut || near.resume())
    if (isCut) far.pause()
    else near.resume()
  })
  await new Promise<void>(resolve => server.listen(0, host, resolve))
  return {
    port: (server.address() as { port: number }).port,
    cut() {
      isCut = true
      for (const socket of sockets) socket.pause()
    },
    heal() {
      isCut = false
      for (const socket of sockets) socket.resume()
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
