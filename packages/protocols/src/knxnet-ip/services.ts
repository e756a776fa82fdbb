// Services, connection types, endpoints and status codes of KNXnet/IP. KNX standard 03_08_01 to 03_08_09; ISO 22510.
import type { FunctionRef, Verb } from '@nautilus/model'
import { hexNumber } from '../reader.ts'

export const CONNECT = 0x0205
export const CONNECTED = 0x0206
export const CONFIGURE = 0x0310
export const TUNNEL = 0x0420
export const ROUTE = 0x0530
export const WRAPPER = 0x0950
export const SESSION = 0x0951
export const SESSION_STATUS = 0x0954

/**
 * How the contents begin: endpoints, then the rest; channel and status; connection header; cEMI; anything else.
 */
export type Shape = 'endpoint' | 'endpoints' | 'channel' | 'answer' | 'header' | 'cemi' | 'own'

export type Service = FunctionRef & {
  readonly role: 'request' | 'reply' | 'notice'
  readonly verb: Verb
  readonly shape: Shape
  /** The least size of the contents. */
  readonly least: number
  /** Of a reply: the service that it answers; of a request: itself. */
  readonly pairs: number
}

const table: Record<number, Service> = {}
const define = (
  code: number,
  name: string,
  role: Service['role'],
  verb: Verb,
  shape: Shape,
  least: number,
  pairs = code,
): void => {
  table[code] = { code: hexNumber(code, 4), name, role, verb, shape, least, pairs }
}

// 03_08_02 Core, 7
define(0x0201, 'search', 'request', 'discover', 'endpoint', 8)
define(0x0202, 'search response', 'reply', 'discover', 'endpoint', 8, 0x0201)
define(0x0203, 'description', 'request', 'discover', 'endpoint', 8)
define(0x0204, 'description response', 'reply', 'discover', 'own', 2, 0x0203)
define(CONNECT, 'connect', 'request', 'connect', 'endpoints', 18)
define(CONNECTED, 'connect response', 'reply', 'connect', 'answer', 2, CONNECT)
define(0x0207, 'connection state', 'request', 'connect', 'channel', 10)
define(0x0208, 'connection state response', 'reply', 'connect', 'answer', 2, 0x0207)
define(0x0209, 'disconnect', 'request', 'connect', 'channel', 10)
define(0x020a, 'disconnect response', 'reply', 'connect', 'answer', 2, 0x0209)
define(0x020b, 'extended search', 'request', 'discover', 'endpoint', 8)
define(0x020c, 'extended search response', 'reply', 'discover', 'endpoint', 8, 0x020b)
// 03_08_03 Device management, 4
define(CONFIGURE, 'device configuration', 'request', 'configure', 'header', 5)
define(0x0311, 'device configuration acknowledge', 'reply', 'configure', 'header', 4, CONFIGURE)
// 03_08_04 Tunnelling, 4
define(TUNNEL, 'tunnelling', 'request', 'other', 'header', 5)
define(0x0421, 'tunnelling acknowledge', 'reply', 'other', 'header', 4, TUNNEL)
define(0x0422, 'tunnelling feature get', 'request', 'read', 'header', 6, TUNNEL)
define(0x0423, 'tunnelling feature response', 'request', 'report', 'header', 6, TUNNEL)
define(0x0424, 'tunnelling feature set', 'request', 'configure', 'header', 6, TUNNEL)
define(0x0425, 'tunnelling feature info', 'request', 'report', 'header', 6, TUNNEL)
// 03_08_05 Routing, 5
define(ROUTE, 'routing indication', 'notice', 'other', 'cemi', 2)
define(0x0531, 'routing lost message', 'notice', 'report', 'own', 4)
define(0x0532, 'routing busy', 'notice', 'report', 'own', 6)
define(0x0533, 'routing system broadcast', 'notice', 'other', 'cemi', 2)
// 03_08_07 Remote configuration and diagnosis, 4
define(0x0740, 'remote diagnostic', 'request', 'diagnose', 'endpoint', 10)
define(0x0741, 'remote diagnostic response', 'reply', 'diagnose', 'own', 2, 0x0740)
define(0x0742, 'remote basic configuration request', 'notice', 'configure', 'endpoint', 10)
define(0x0743, 'remote reset request', 'notice', 'reset', 'own', 4)
// 03_08_08 Object server
define(0x0800, 'object server', 'notice', 'other', 'own', 1)
// 03_08_09 Security, 2
define(WRAPPER, 'secure wrapper', 'notice', 'other', 'own', 38)
define(0x0951, 'session', 'request', 'authenticate', 'endpoint', 40)
define(0x0952, 'session response', 'reply', 'authenticate', 'own', 50, 0x0951)
define(0x0953, 'session authenticate', 'request', 'authenticate', 'own', 18, 0x0951)
define(SESSION_STATUS, 'session status', 'reply', 'authenticate', 'own', 2, 0x0951)
define(0x0955, 'timer notify', 'notice', 'report', 'own', 30)

const services: Readonly<Record<number, Service>> = Object.freeze(table)

export const isService = (code: number): boolean => services[code] !== undefined

export const serviceOf = (code: number): Service =>
  services[code] ?? {
    code: hexNumber(code, 4),
    name: 'unknown service',
    role: 'notice',
    verb: 'other',
    shape: 'own',
    least: 0,
    pairs: code,
  }

// 03_08_01, 5.5 and the services' own chapters
const statuses: Readonly<Record<number, string>> = Object.freeze({
  0x01: 'host protocol not supported',
  0x02: 'version not supported',
  0x04: 'sequence number out of order',
  0x0f: 'error',
  0x21: 'no such connection',
  0x22: 'connection type not supported',
  0x23: 'connection option not supported',
  0x24: 'no more connections',
  0x25: 'no more unique connections',
  0x26: 'error of the data connection',
  0x27: 'error of the KNX connection',
  0x28: 'not authorised',
  0x29: 'tunnelling layer not supported',
  0x2d: 'no such tunnelling address',
  0x2e: 'connection in use',
})

/** 03_08_09, 2.2: of the session status. */
const sessionStatuses: Readonly<Record<number, string>> = Object.freeze({
  0: 'authentication succeeded',
  1: 'authentication failed',
  2: 'unauthenticated',
  3: 'timeout',
  4: 'keep alive',
  5: 'close',
})

export const statusRefusal = (status: number): FunctionRef => ({
  code: hexNumber(status),
  name: statuses[status] ?? 'unknown status',
})
export const sessionStatusName = (status: number): string => sessionStatuses[status] ?? `status ${status}`
export const sessionRefusal = (status: number): FunctionRef => ({
  code: hexNumber(status),
  name: sessionStatusName(status),
})
/** Authentication failed, no authentication before, too late. */
export const isSessionError = (status: number): boolean => status >= 1 && status <= 3

const connections: Readonly<Record<number, string>> = Object.freeze({
  3: 'device management',
  4: 'tunnel',
  6: 'remote logging',
  7: 'remote configuration',
  8: 'object server',
})
export const connectionName = (type: number): string => connections[type] ?? `connection type ${type}`

const layers: Readonly<Record<number, string>> = Object.freeze({ 2: 'link layer', 4: 'raw', 128: 'bus monitor' })
export const layerName = (layer: number): string => layers[layer] ?? hexNumber(layer)

// 03_08_04, 4.4.6
const features: Readonly<Record<number, string>> = Object.freeze({
  1: 'supported EMI types',
  2: 'device descriptor type 0',
  3: 'bus connection status',
  4: 'manufacturer code',
  5: 'active EMI type',
  6: 'individual address',
  7: 'maximum APDU length',
  8: 'info service',
})
export const featureName = (feature: number): string => features[feature] ?? `feature ${feature}`
