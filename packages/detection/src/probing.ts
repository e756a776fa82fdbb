// What looks for others: connections on which nothing is said, and questions that nobody answers.
import type { Connection } from '@nautilus/model'

/** Ports of controllers and of what stands beside them, as registered or as their makers publish them. */
export const controlPorts: ReadonlySet<number> = new Set([
  102, // S7, MMS
  502, // Modbus
  789, // Red Lion Crimson
  1502, // TriStation
  1911, // Niagara Fox
  1962, // PC Worx
  2222, // EtherNet/IP I/O
  2404, // IEC 104
  2455, // CODESYS 2
  4840, // OPC UA
  4911, // Niagara Fox over TLS
  5007, // MELSEC
  5094, // HART-IP
  9600, // FINS
  11740, // CODESYS 3
  18245, // GE-SRTP
  20000, // DNP3
  20547, // ProConOS
  34962, // PROFINET
  34963,
  34964,
  44818, // EtherNet/IP
  47808, // BACnet
  48898, // ADS
])

/** Where traceroute sends to, a port for each hop. */
const isTraceroute = (port: number): boolean => port >= 33434 && port <= 33534

/** Opened, or tried, and nothing said: over TCP not a byte, over UDP no answer. Those that go on from before are none. */
export function isProbe({ transport, state, count, bytes, port }: Connection): boolean {
  if (count === 0 || state === 'half') return false
  if (transport === 'tcp') return bytes.client === 0 && bytes.server === 0
  return (state === 'attempt' || state === 'refused') && !isTraceroute(port)
}
