// What a file is by its first bytes, whatever its name says. PE: Microsoft PE/COFF specification, 2; ELF: gABI 4, "ELF
// header"; compound files: [MS-CFB] 2.2; ZIP: APPNOTE.TXT 4.3.7; cabinets: [MS-CAB] 2.1; shortcuts: [MS-SHLLINK] 2.1.

const PE_OFFSET = 0x3c
/** Programs have their PE header near their front; what points further is no program, or one that nobody could tell. */
const MAX_PE_OFFSET = 0x400
const LETTERS = 96

const begins = (bytes: Uint8Array, wanted: readonly number[]): boolean =>
  bytes.length >= wanted.length && wanted.every((byte, at) => bytes[at] === byte)

const COMPOUND = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]
const CABINET = [0x4d, 0x53, 0x43, 0x46, 0, 0, 0, 0]
const ZIP = [0x50, 0x4b, 3, 4]
const ELF = [0x7f, 0x45, 0x4c, 0x46]
const CLASS = [0xca, 0xfe, 0xba, 0xbe, 0]
const SHORTCUT = [0x4c, 0, 0, 0, 1, 0x14, 2, 0]
const SEVEN = [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]
const RAR = [0x52, 0x61, 0x72, 0x21, 0x1a, 7]

/** A word for what the file is; null for what runs nowhere and packs nothing that could. */
export function kindOfFile(bytes: Uint8Array): string | null {
  if (isProgram(bytes)) return 'Windows program'
  if (isElf(bytes)) return 'ELF program'
  if (begins(bytes, COMPOUND)) return 'installer or document (OLE)'
  if (begins(bytes, CABINET)) return 'cabinet'
  if (begins(bytes, SHORTCUT)) return 'shortcut'
  if (begins(bytes, CLASS) && (bytes[6] ?? 0) === 0 && (bytes[7] ?? 0) >= 45) return 'Java class'
  if (begins(bytes, ZIP) && bytes[4]! < 64)
    return lettersOf(bytes).includes('META-INF/') ? 'Java archive' : 'ZIP archive'
  if (begins(bytes, SEVEN) || begins(bytes, RAR)) return 'packed archive'
  return scriptOf(bytes)
}

/** `MZ`, and `PE\0\0` where the header says it is. */
export const isProgram = (bytes: Uint8Array): boolean => {
  const at = programHeaderAt(bytes)
  return at > 0 && at + 4 <= bytes.length && begins(bytes.subarray(at), [0x50, 0x45, 0, 0])
}

/** Where the PE header of what begins with `MZ` must be; 0 where it is nowhere, or cannot be told yet. */
export function programHeaderAt(bytes: Uint8Array): number {
  if (bytes[0] !== 0x4d || bytes[1] !== 0x5a || bytes.length < PE_OFFSET + 4) return 0
  const at = bytes[PE_OFFSET]! | (bytes[PE_OFFSET + 1]! << 8)
  const isNear = bytes[PE_OFFSET + 2] === 0 && bytes[PE_OFFSET + 3] === 0 && at >= PE_OFFSET + 4 && at <= MAX_PE_OFFSET
  return isNear ? at : 0
}

/** Class, byte order and version have few values. */
export const isElf = (bytes: Uint8Array): boolean =>
  begins(bytes, ELF) && (bytes[4] === 1 || bytes[4] === 2) && (bytes[5] === 1 || bytes[5] === 2) && bytes[6] === 1

const lettersOf = (bytes: Uint8Array): string => String.fromCharCode(...bytes.subarray(0, LETTERS))

function scriptOf(bytes: Uint8Array): string | null {
  if (bytes[0] === 0x23 && bytes[1] === 0x21 && (bytes[2] === 0x2f || bytes[2] === 0x20)) return 'script'
  const text = lettersOf(bytes).trimStart().toLowerCase()
  return /^@echo (off|on)\b/.test(text) || /^windows registry editor version/.test(text) ? 'script' : null
}
