// The name in a server's certificate, as long as the handshake is in clear: RFC 5246 7.4.2 and RFC 5280 4.1. RDP servers
// that no one gave a certificate make one with the name of the computer.
import { children, readTlv } from '../carriers/asn1.ts'
import { narrow } from '../carriers/unicode.ts'

const CERTIFICATE = 11
const SEQUENCE = 0x30
/** 2.5.4.3, common name. */
const COMMON_NAME = [0x55, 0x04, 0x03]
const MAX_MESSAGES = 8

/** The common name of the first certificate in a handshake record; empty where there is none. */
export function readServerCertificate(record: Uint8Array): string {
  let at = 0
  for (let i = 0; i < MAX_MESSAGES && at + 4 <= record.length; i++) {
    const length = (record[at + 1]! << 16) | (record[at + 2]! << 8) | record[at + 3]!
    if (at + 4 + length > record.length) return ''
    // Length of the list, length of its first certificate.
    if (record[at] === CERTIFICATE && length > 6) return commonName(record.subarray(at + 10, at + 4 + length))
    at += 4 + length
  }
  return ''
}

/** Version, serial number, signature, issuer, validity, subject: the fifth SEQUENCE of names is counted from the front. */
function commonName(certificate: Uint8Array): string {
  const outer = readTlv(certificate, 0)
  const signed = outer?.tag === SEQUENCE ? readTlv(outer.content, 0) : null
  if (!signed) return ''
  const fields = children(signed.content, 8)
  const subject = fields[fields[0]?.tag === 0xa0 ? 5 : 4]
  if (subject?.tag !== SEQUENCE) return ''
  for (const set of children(subject.content, 16)) {
    const [type, value] = children(readTlv(set.content, 0)?.content ?? set.content.subarray(0, 0), 2)
    if (type && value && COMMON_NAME.every((byte, i) => type.content[i] === byte)) return narrow(value.content, 128)
  }
  return ''
}
