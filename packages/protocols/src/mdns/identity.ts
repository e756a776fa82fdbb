// What a host tells of itself in mDNS: RFC 6763, 6 (TXT pairs). Which keys makers use is custom, not standard.
import type { Attribute, Claim, Side } from '@nautilus/model'
import { dataText, serviceOf, textsOf } from '../carriers/dns-message/data.ts'
import type { Dns, DnsRecord } from '../carriers/dns-message/message.ts'

const A = 1
const HINFO = 13
const TXT = 16
const AAAA = 28
const SRV = 33
/** Sure, and likely: the host may speak for others (a sleep proxy, RFC 6763 does not forbid it). */
const SURE = 0.9
const LIKELY = 0.7
/** Claims of one message. */
const MAX_CLAIMS = 48

const keys: Readonly<Record<string, Attribute>> = {
  model: 'model',
  md: 'model',
  ty: 'model',
  product: 'model',
  usb_mdl: 'model',
  productname: 'model',
  manufacturer: 'vendor',
  vendor: 'vendor',
  usb_mfg: 'vendor',
  mfg: 'vendor',
  serial: 'serial',
  serialnumber: 'serial',
  sn: 'serial',
  ordernumber: 'orderNumber',
  osxvers: 'os',
  firmware: 'firmware',
  fw: 'firmware',
  fv: 'firmware',
  fwversion: 'firmware',
  srcvers: 'software',
  note: 'location',
}

/** Claims of the side that sent the message; a question claims only what it is about to take as its name. */
export function claimsOf(dns: Dns, about: Side): Claim[] {
  const claims: Claim[] = []
  for (const record of dns.records) {
    if (claims.length >= MAX_CLAIMS) break
    const told = dns.response ? record.life > 0 : record.section === 1
    if (told) claim(claims, dns, record, about)
  }
  return claims
}

function claim(claims: Claim[], dns: Dns, record: DnsRecord, about: Side): void {
  const add = (attribute: Attribute, value: string, confidence: number): void => {
    if (value !== '') claims.push({ about, attribute, value, confidence })
  }
  switch (record.type) {
    case A:
    case AAAA:
      add('name', record.name, dns.response ? SURE : LIKELY)
      return add('address', dataText(dns, record), LIKELY)
    case SRV: {
      const service = serviceOf(dns, record)
      if (service) add('service', `${serviceName(record.name)}/${service.port}`, SURE)
      return add('name', service?.target ?? '', LIKELY)
    }
    case TXT:
      return pairs(dns, record, add)
    case HINFO: {
      const [hardware = '', os = ''] = textsOf(dns.bytes.subarray(record.at, record.at + record.length))
      add('hardware', hardware, SURE)
      return add('os', os, SURE)
    }
  }
}

/** `_http._tcp` in `Pump 3._http._tcp.local`. */
function serviceName(name: string): string {
  const at = Math.max(name.indexOf('._tcp'), name.indexOf('._udp'))
  const start = at < 0 ? -1 : name.lastIndexOf('._', at - 1)
  return at < 0 ? name : name.slice(name[start + 1] === '_' ? start + 2 : 0, at).replace(/^_/, '')
}

function pairs(dns: Dns, record: DnsRecord, add: (a: Attribute, value: string, confidence: number) => void): void {
  for (const text of textsOf(dns.bytes.subarray(record.at, record.at + record.length))) {
    const equals = text.indexOf('=')
    const attribute = equals > 0 ? keys[text.slice(0, equals).toLowerCase()] : undefined
    if (attribute) add(attribute, text.slice(equals + 1), SURE)
  }
}
