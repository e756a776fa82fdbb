// What a file is, by what is in it: never by what its name says.
const magics: readonly (readonly [string, string])[] = [
  ['25504446', 'application/pdf'],
  ['89504e470d0a1a0a', 'image/png'],
  ['ffd8ff', 'image/jpeg'],
  ['504b0304', 'application/zip'],
  ['a1b2c3d4', 'application/vnd.tcpdump.pcap'],
  ['d4c3b2a1', 'application/vnd.tcpdump.pcap'],
  ['0a0d0d0a', 'application/x-pcapng'],
]

export function typeOf(bytes: Uint8Array): string {
  const front = Buffer.from(bytes.subarray(0, 8)).toString('hex')
  const known = magics.find(([magic]) => front.startsWith(magic))?.[1]
  return known ?? (isText(bytes) ? 'text/plain' : 'application/octet-stream')
}

function isText(bytes: Uint8Array): boolean {
  if (bytes.includes(0)) return false
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}
