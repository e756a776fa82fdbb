// Connections over TCP and TLS to addresses that people wrote, under the same rules as requests.
import { connect, isIP, type Socket } from 'node:net'
import { connect as connectSafely, rootCertificates } from 'node:tls'
import { addressesOf, Forbidden, isPublicAddress, type OutgoingRules } from './outgoing.ts'

export type Dialled = {
  readonly host: string
  readonly port: number
  /** `later`: the other side speaks first, and nothing is written before `secured`. */
  readonly tls: boolean | 'later'
  /** PEM: trusted beside those that everybody knows. */
  readonly ca?: string | undefined
}

/** ms until it is open. */
const PATIENCE = 10_000
/** ms between signs of life on a connection on which nothing is said. */
const ALIVE = 30_000

/** Throws `Forbidden`, or why it could not be opened. */
export async function dial({ host, port, tls, ca }: Dialled, rules: OutgoingRules): Promise<Socket> {
  if (!tls && !rules.allowPrivate)
    throw new Forbidden(`Without TLS nothing is sent over the internet, so not to ${host}.`)
  const [first] = await addressesOf(host, rules)
  if (!first || !(rules.allowPrivate || isPublicAddress(first.address)))
    throw new Forbidden(`${host} is no address of the internet.`)
  const to = { host: first.address, port }
  return opened(tls === true ? secure({ host, ca }, to) : connect(to), tls === true ? 'secureConnect' : 'connect')
}

type Peer = Pick<Dialled, 'host' | 'ca'>

/** Makes a connection that was dialled with `later` one over TLS; throws why it could not be. */
export const secured = (socket: Socket, peer: Peer): Promise<Socket> =>
  opened(secure(peer, { socket }), 'secureConnect')

function secure(
  { host, ca }: Peer,
  over: { readonly host: string; readonly port: number } | { readonly socket: Socket },
) {
  const trusted = ca ? { ca: [...rootCertificates, ca] } : {}
  // An address has no name to send; the certificate has to be for the address then.
  const named = isIP(host) ? { host } : { servername: host }
  return connectSafely({ ...named, ...over, minVersion: 'TLSv1.2', ...trusted })
}

function opened(socket: Socket, event: 'connect' | 'secureConnect'): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => {
      socket.destroy()
      reject(error)
    }
    socket.setTimeout(PATIENCE, () => fail(new Error(`nobody answered within ${PATIENCE / 1000} s`)))
    socket.once('error', fail)
    socket.once(event, () => {
      socket.setTimeout(0)
      socket.setKeepAlive(true, ALIVE)
      socket.off('error', fail)
      resolve(socket)
    })
  })
}
