// What a frame of the bus, or of the interface's own objects, means. KNX standard 03_06_03, 4.1 (cEMI), 03_03_07 (application
// layer).
import type { FunctionRef, Operation, Outcome, Verb } from '@nautilus/model'
import type { Meaning } from '../dissector.ts'
import { apciOf } from './apci.ts'
import { fillOf } from './application.ts'
import { codeName, codeRef, codeVerb, controlOf, DATA_CONFIRM, isManagement, isTold } from './cemi.ts'
import type { Found } from './found.ts'
import { propertyMeaning } from './management.ts'
import { type Cemi, individual, type Knx, targetOf } from './message.ts'
import { ROUTE, serviceOf } from './services.ts'

const BROADCAST = 0
const nameOf = (cemi: Cemi): string => (cemi.group && cemi.target === BROADCAST ? 'broadcast' : targetOf(cemi))

const priorities: readonly string[] = ['system', 'normal', 'urgent', 'low']
const negative: FunctionRef = { code: 'L_Data.con', name: 'negative confirmation' }

/** 03_06_03, 4.1.5.3: who sent it on the bus, how urgent. */
function describe(found: Found, { service }: Knx): void {
  const { cemi, detail } = found
  if (cemi.source !== 0) detail.source = individual(cemi.source)
  const priority = (cemi.control >> 2) & 3
  if (cemi.tpci >= 0 && priority !== 3) detail.priority = priorities[priority]!
  if (service !== ROUTE) detail.frame = codeName(cemi.code)
  if (cemi.tpci >= 0x40 && cemi.tpci !== 0x80 && cemi.tpci !== 0x81) detail.number = (cemi.tpci >> 2) & 15
}

type What = { readonly ref: FunctionRef; readonly verb: Verb }

function whatOf({ code, tpci, apci }: Cemi): What {
  if (apci >= 0) {
    const { code: native, name, verb } = apciOf(apci)
    return { ref: { code: native, name }, verb }
  }
  if (tpci >= 0x80) return { ref: controlOf(tpci), verb: 'connect' }
  return { ref: codeRef(code), verb: codeVerb(code) }
}

function gather(found: Found, message: Knx): void {
  const { cemi } = found
  if (isManagement(cemi.code)) {
    propertyMeaning(found)
    return
  }
  describe(found, message)
  if (cemi.tpci < 0) return
  found.object = cemi.source === 0 && cemi.target === 0 && !cemi.group ? '' : nameOf(cemi)
  if (cemi.apci >= 0) fillOf(cemi.apci)?.(found)
  if (cemi.code === DATA_CONFIRM && (cemi.control & 1) === 1) found.refusal = negative
}

/** Group values that are routed come again and again, and tell nothing but themselves. */
const isCyclic = ({ service }: Knx, cemi: Cemi): boolean =>
  service === ROUTE && cemi.whole && cemi.apci >= 0x040 && cemi.apci < 0x0c0

export function frameMeaning(message: Knx, cemi: Cemi, outcome: Outcome, refusal: FunctionRef | null): Meaning {
  const service = serviceOf(message.service)
  const found: Found = {
    bytes: message.bytes,
    cemi,
    about: message.from,
    in: service.role === 'request' ? 'request' : 'reply',
    items: [],
    claims: [],
    detail: {},
    object: '',
    refusal: null,
  }
  gather(found, message)
  const { ref, verb } = whatOf(cemi)
  const refused = refusal ?? found.refusal
  // What a tunnel tells was done on the bus, not to the one who is told.
  const told = service.role === 'request' && isTold(cemi.code)
  const operation: Operation = {
    verb: told ? 'report' : verb,
    function: ref,
    object: found.object,
    items: found.items,
    outcome: refused ? 'refused' : outcome,
    ...(refused ? { refusal: refused } : {}),
    ...(Object.keys(found.detail).length > 0 ? { detail: found.detail } : {}),
  }
  const repeatable = isCyclic(message, cemi)
  return { operation, claims: found.claims, repeatable, ...(repeatable ? { varies: [] } : {}) }
}
