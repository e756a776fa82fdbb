// What the services of KNXnet/IP mean. KNX standard 03_08_02 (core), 03_08_03 (device management), 03_08_04 (tunnelling),
// 03_08_05 (routing), 03_08_07 (remote diagnosis), 03_08_09 (security).
import type { FunctionRef, Operation, Outcome } from '@nautilus/model'
import { type Meaning, type Session, silent } from '../dissector.ts'
import { hex, hexNumber } from '../reader.ts'
import { type Detail, macOf, serialOf, type Told, tell, tellBlocks, tellSerial } from './dib.ts'
import { frameMeaning } from './frame.ts'
import { individual, type Knx, word } from './message.ts'
import {
  CONNECT,
  connectionName,
  featureName,
  isSessionError,
  layerName,
  SESSION_STATUS,
  serviceOf,
  sessionRefusal,
  sessionStatusName,
  statusRefusal,
  WRAPPER,
} from './services.ts'

const HEADER = 6

type Found = Told & { readonly items: []; object: string }
type Fill = (found: Found, message: Knx) => void

const endpointAt = (bytes: Uint8Array, at: number): string =>
  `${bytes.subarray(at + 2, at + 6).join('.')}:${word(bytes, at + 6)}`

const asks: Fill = (found, { bytes }) => {
  if (word(bytes, HEADER + 6) !== 0) found.detail.endpoint = endpointAt(bytes, HEADER)
}

/** 7.6.2, 7.6.4: where it is spoken to, then what it is. */
const searched: Fill = (found, { bytes, data }) => {
  found.detail.endpoint = endpointAt(bytes, HEADER)
  tell(found, 'service', `knxnet-ip/${word(bytes, HEADER + 6)}`, 0.95)
  tellBlocks(found, bytes, data)
}

const described: Fill = (found, { bytes, data }) => tellBlocks(found, bytes, data)

/** 7.8.1; 03_08_04, 4.4.3: type of the connection, layer, address that is wished. */
const connects: Fill = (found, message) => {
  const { bytes, data } = message
  asks(found, message)
  const type = bytes[data + 1]!
  found.object = connectionName(type)
  if (type !== 4 || bytes[data]! < 4 || data + 4 > bytes.length) return
  found.detail.layer = layerName(bytes[data + 2]!)
  if (bytes[data]! >= 6 && data + 6 <= bytes.length) found.detail.wishes = individual(word(bytes, data + 4))
}

/** 7.8.2; 03_08_04, 4.4.4: the address that the client has on the bus for as long as the tunnel stands. */
const connected: Fill = (found, { bytes, channel, status, data }) => {
  if (status !== 0) return
  found.detail.channel = channel
  const at = data + 8
  if (at + 2 > bytes.length) return
  if (found.object === '') found.object = connectionName(bytes[at + 1]!)
  if (bytes[at + 1] !== 4 || at + 4 > bytes.length) return
  const address = individual(word(bytes, at + 2))
  found.detail.individualAddress = address
  const about = found.about === 'server' ? 'client' : 'server'
  found.claims.push({ about, attribute: 'address', value: `KNX ${address}`, confidence: 0.6 })
}

const onChannel: Fill = (found, { channel }) => {
  found.object = `channel ${channel}`
}

/** 03_08_04, 4.4.6: feature, return code, value. */
const feature: Fill = (found, { bytes, channel, service, data }) => {
  found.object = featureName(bytes[data]!)
  found.detail.channel = channel
  if (service === 0x0423) found.detail.returned = hexNumber(bytes[data + 1]!)
  if (bytes.length > data + 2) found.detail.value = `0x${hex(bytes.subarray(data + 2), 16)}`
  if (service !== 0x0423 && service !== 0x0425) return
  if (bytes[data] === 6 && bytes.length >= data + 4) found.detail.value = individual(word(bytes, data + 2))
}

/** 03_08_05, 5.3: state of the device, how many were lost. */
const lost: Fill = (found, { bytes, data }) => {
  found.detail.state = bytes[data + 1]!
  found.detail.lost = word(bytes, data + 2)
}

/** 03_08_05, 5.4: milliseconds to wait. */
const busy: Fill = (found, { bytes, data }) => {
  found.detail.state = bytes[data + 1]!
  found.detail.milliseconds = word(bytes, data + 2)
  found.detail.control = hexNumber(word(bytes, data + 4), 4)
}

/** 03_08_07, 4.2: those in programming mode, or one by its MAC address. */
function selectorAt(bytes: Uint8Array, at: number): string {
  if (bytes[at + 1] === 1) return 'devices in programming mode'
  if (bytes[at + 1] === 2 && bytes[at]! >= 8 && at + 8 <= bytes.length) return macOf(bytes, at + 2)
  return `selector ${bytes[at + 1] ?? 0}`
}

const selects: Fill = (found, message) => {
  asks(found, message)
  found.object = selectorAt(message.bytes, message.data)
}

const diagnosed: Fill = (found, { bytes, data }) => {
  found.object = selectorAt(bytes, data)
  tellBlocks(found, bytes, data + Math.max(2, bytes[data]!))
}

const resets: Fill = (found, { bytes, data }) => {
  found.object = selectorAt(bytes, data)
  const command = bytes[data + bytes[data]!] ?? 0
  found.detail.command = command === 1 ? 'restart' : command === 2 ? 'master reset' : command
}

/** 03_08_09, 2.2.2.3.2: session 0 is that of multicast. */
const wrapped: Fill = (found, { bytes, data }) => {
  const number = word(bytes, data)
  found.object = number === 0 ? 'multicast' : `session ${number}`
  found.detail.contents = 'encrypted'
}

const sessionOpened: Fill = (found, { bytes, data }) => {
  found.object = `session ${word(bytes, data)}`
}

/** 2.2.3.7: 1 is the management's own. The code that proves it is not told. */
const authenticates: Fill = (found, { bytes, data }) => {
  const user = bytes[data + 1]!
  found.object = `user ${user}`
  found.claims.push({ about: found.about, attribute: 'user', value: `KNX user ${user}`, confidence: 0.8 })
}

const sessionTold: Fill = (found, { status }) => {
  found.detail.status = sessionStatusName(status)
}

const timer: Fill = (found, { bytes, data }) => {
  found.object = serialOf(bytes, data + 6)
  tellSerial(found, bytes, data + 6)
}

const fills: Readonly<Record<number, Fill>> = Object.freeze({
  0x0201: asks,
  0x0202: searched,
  0x0203: asks,
  0x0204: described,
  0x0205: connects,
  0x0206: connected,
  0x0207: onChannel,
  0x0208: onChannel,
  0x0209: onChannel,
  0x020a: onChannel,
  0x020b: asks,
  0x020c: searched,
  0x0422: feature,
  0x0423: feature,
  0x0424: feature,
  0x0425: feature,
  0x0531: lost,
  0x0532: busy,
  0x0740: selects,
  0x0741: diagnosed,
  0x0742: selects,
  0x0743: resets,
  [WRAPPER]: wrapped,
  0x0951: asks,
  0x0952: sessionOpened,
  0x0953: authenticates,
  [SESSION_STATUS]: sessionTold,
  0x0955: timer,
})

const isRefusal = ({ service, status }: Knx): boolean =>
  service === SESSION_STATUS ? isSessionError(status) : status !== 0

const refusalOf = ({ service, status }: Knx): FunctionRef =>
  service === SESSION_STATUS ? sessionRefusal(status) : statusRefusal(status)

/** An acknowledgement means nothing by itself; other answers tell enough. */
const isAcknowledge = (message: Knx | null): boolean => message?.service === 0x0421 || message?.service === 0x0311

/** `streams`: the channels of this flow run over TCP, where nothing is acknowledged. */
function outcomeOf(request: Knx | null, reply: Knx | null, streams: boolean): Outcome {
  if (reply) return isRefusal(reply) ? 'refused' : 'ok'
  return streams && request !== null && serviceOf(request.service).shape === 'header' ? 'ok' : 'no-reply'
}

function servicesMeaning(request: Knx | null, reply: Knx | null, outcome: Outcome): Meaning {
  const first = request ?? reply!
  const service = serviceOf(first.service)
  const detail: Detail = {}
  const found: Found = { claims: [], detail, about: first.from, items: [], object: '' }
  if (request && !request.short) fills[request.service]?.(found, request)
  const claims = found.claims
  if (reply && !reply.short) {
    const told: Found = { ...found, about: reply.from }
    fills[reply.service]?.(told, reply)
    found.object = told.object
  }
  const operation: Operation = {
    verb: service.verb,
    function: { code: service.code, name: service.name },
    object: found.object,
    items: [],
    outcome,
    ...(outcome === 'refused' ? { refusal: refusalOf(reply!) } : {}),
    ...(Object.keys(detail).length > 0 ? { detail } : {}),
  }
  return { operation, claims, repeatable: false }
}

const isStream = (message: Knx): boolean => message.service === CONNECT && message.bytes[HEADER + 1] === 2

export function session(): Session<Knx> {
  let streams = false
  const wrappersTold = { client: false, server: false }
  /** Each secure message carries the serial number of its sender: told once. */
  const claimed = (meaning: Meaning, { service, bytes, from, short, data }: Knx): Meaning => {
    if (service !== WRAPPER || short || wrappersTold[from]) return meaning
    wrappersTold[from] = true
    const told: Told = { claims: [], detail: {}, about: from }
    tellSerial(told, bytes, data + 8)
    tell(told, 'capability', 'KNX IP Secure', 0.9)
    return { ...meaning, claims: told.claims }
  }
  return {
    interpret(request, reply) {
      const first = request ?? reply!
      if (request === null && isAcknowledge(reply)) return silent
      if (request && isStream(request)) streams = true
      const outcome = outcomeOf(request, reply, streams)
      const refusal = outcome === 'refused' ? refusalOf(reply!) : null
      if (first.cemi) return frameMeaning(first, first.cemi, outcome, refusal)
      return claimed(servicesMeaning(request, reply, outcome), first)
    },
  }
}
