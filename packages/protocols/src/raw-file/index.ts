// A stream that begins with a program, an installer or an archive and names nothing: data connections of FTP (RFC 959, 3.2),
// netcat, the second stage of an intrusion. What it is, is told by its first bytes: `carriers/content.ts`.
import type { Operation, Side } from '@nautilus/model'
import { isElf, isProgram, kindOfFile, programHeaderAt } from '../carriers/content.ts'
import { defineDissector, FRONT_OF_FILE, type Label, type Meaning, malformed, need, type Parsed } from '../dissector.ts'

export type RawFile = { readonly content: string; readonly from: Side }

/** To the end of the connection. */
const FOR_EVER = 2 ** 48
/** Where programs of DOS say where their new header is. */
const DOS_HEADER = 64
const ELF_HEADER = 20
const SIGNATURE = 8
const never = -1
const programBits = 48
const elfBits = 52
const signatureBits = 60

/** Bytes from which the kind is certain; 0 where it is none of those that are certain. */
function sizeOf(bytes: Uint8Array): number {
  const first = bytes[0]
  if (first === 0x4d && bytes.length < 2) return 2
  if (first === 0x4d && bytes[1] === 0x5a) {
    if (bytes.length < DOS_HEADER) return DOS_HEADER
    const header = programHeaderAt(bytes)
    return header === 0 ? 0 : header + 4
  }
  if (first === 0x7f) return ELF_HEADER
  return first === 0xd0 || (first === 0x4d && bytes[1] === 0x53) ? SIGNATURE : 0
}

/** Compound files and cabinets have signatures of eight bytes. */
function kindOf(bytes: Uint8Array): { readonly content: string; readonly bits: number } | null {
  if (isProgram(bytes)) return { content: 'Windows program', bits: programBits }
  if (isElf(bytes)) return { content: 'ELF program', bits: elfBits }
  const content = bytes[0] === 0xd0 || bytes[2] === 0x43 ? kindOfFile(bytes) : null
  return content === null ? null : { content, bits: signatureBits }
}

function recognize(bytes: Uint8Array): number {
  const size = sizeOf(bytes)
  if (size === 0) return never
  return bytes.length < size ? 0 : (kindOf(bytes)?.bits ?? never)
}

function parse(bytes: Uint8Array, from: Side): Parsed<RawFile> {
  if (bytes.length === 0) return need(1)
  const size = sizeOf(bytes)
  if (size > bytes.length) return need(size)
  const kind = size === 0 ? null : kindOf(bytes.subarray(0, size))
  if (kind === null) return malformed('raw-file.kind', 0)
  const message = { content: kind.content, from }
  return { kind: 'message', message, size, oddities: [], skip: FOR_EVER }
}

const SENT = { code: 'sent', name: 'contents of a file' } as const

const label = (): Label => ({ role: 'notice', pair: 0, function: SENT, error: false })

/** Who opened the connection sent it, or was sent it. */
function interpret(request: RawFile | null, reply: RawFile | null): Meaning {
  const { content, from } = (request ?? reply)!
  const detail = { access: from === 'client' ? 'write' : 'read', content }
  const operation: Operation = { verb: 'file', function: SENT, object: '', items: [], outcome: 'ok', detail }
  return { operation, claims: [], repeatable: false }
}

export const rawFile = defineDissector<RawFile>({
  name: 'raw-file',
  title: 'file without a protocol',
  carriers: { tcp: [20] },
  recognize,
  parse,
  label,
  session: () => ({ interpret }),
  omits: ['the file itself'],
  maxMessage: FRONT_OF_FILE * 3,
})
