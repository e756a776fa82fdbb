// What a frame of the bus, or of the interface's own objects, means. KNX standard 03_06_03, 4.1 (cEMI), 03_03_07 (application
// layer).
import type { FunctionRef, Item, Operation, Outcome, Verb } from '@nautilus/model'
import type { Meaning } from '../dissector.ts'
import { apciOf } from './apci.ts'
import { fillOf } from './application.ts'
import { codeName, codeRef, codeVerb, controlOf, isLink, isManagement, isNegative, isTold } from './cemi.ts'
import type { Found } from './found.ts'
import { propertyMeaning } from './management.ts'
import { type Cemi, individual, type Knx, targetOf } from './message.ts'
import { ROUTE, serviceOf } from './services.ts'

const BROADCAST = 0
/** Services below are those of group values. */
const LAST_GROUP = 0x0c0
const nameOf = (cemi: Cemi): string => (cemi.group && cemi.target === BROADCAST ? 'broadcast' : targetOf(cemi))

const priorities: readonly string[] = ['system', 'normal', 'urgent', 'low']
const negative: FunctionRef = { code: 'L_Data.con', name: 'negative confirmation' }

/** 03_06_03, 4.1.5.3: how urgent, and which way it goes. */
function describe(found: Found, { service }: Knx): void {
  const { cemi, detail } = found
  const priority = (cemi.control >> 2) & 3
  if (isLink(cemi.code) && cemi.tpci >= 0 && priority !== 3) detail.priority = priorities[priority]!
  if (service !== ROUTE) detail.frame = codeName(cemi.code)
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

/** An answer is about the device that gives it, a group value about the group. */
function nameObject(found: Found): void {
  const { cemi, detail } = found
  if (!isLink(cemi.code)) return
  const answers = cemi.apci >= LAST_GROUP && apciOf(cemi.apci).verb === 'report'
  found.object = answers ? individual(cemi.source) : nameOf(cemi)
  if (answers) detail.target = nameOf(cemi)
  else if (cemi.source !== 0) detail.source = individual(cemi.source)
}

function gather(found: Found, message: Knx): void {
  const { cemi } = found
  if (isManagement(cemi.code)) {
    propertyMeaning(found)
    return
  }
  describe(found, message)
  if (cemi.tpci < 0) return
  nameObject(found)
  if (cemi.apci >= 0) fillOf(cemi.apci)?.(found)
  if (isNegative(cemi)) found.refusal = negative
}

const heard = (item: Item): Item => (item.access === 'read' ? item : { ...item, access: 'read' })

/** Group values that are routed come again and again, and tell nothing but themselves. */
const isCyclic = ({ service }: Knx, cemi: Cemi): boolean =>
  service === ROUTE && cemi.whole && cemi.apci >= 0x040 && cemi.apci < LAST_GROUP

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
    items: told ? found.items.map(heard) : found.items,
    outcome: refused ? 'refused' : outcome,
    ...(refused ? { refusal: refused } : {}),
    ...(Object.keys(found.detail).length > 0 ? { detail: found.detail } : {}),
  }
  const repeatable = isCyclic(message, cemi)
  return { operation, claims: found.claims, repeatable, ...(repeatable ? { varies: [] } : {}) }
}
