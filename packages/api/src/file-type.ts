// What a file is, by its first bytes. What people call it, and what their browser says, does not count.

/** Media types with the bytes (hex) they begin with. */
const magics: readonly (readonly [string, string])[] = [
  ['89504e470d0a1a0a', 'image/png'],
  ['ffd8ff', 'image/jpeg'],
  ['47494638', 'image/gif'],
  ['25504446', 'application/pdf'],
  ['504b0304', 'application/zip'],
  ['1f8b', 'application/gzip'],
  ['28b52ffd', 'application/zstd'],
  ['a1b2c3d4', 'application/vnd.tcpdump.pcap'],
  ['d4c3b2a1', 'application/vnd.tcpdump.pcap'],
  ['a1b23c4d', 'application/vnd.tcpdump.pcap'],
  ['4d3cb2a1', 'application/vnd.tcpdump.pcap'],
  ['0a0d0d0a', 'application/x-pcapng'],
]
/** Bytes that are enough to tell. */
export const FRONT = 512

export function typeOf(front: Uint8Array): string {
  const hex = Buffer.from(front).toString('hex')
  const known = magics.find(([magic]) => hex.startsWith(magic))
  if (known) return known[1]
  return front.length > 0 && isText(front) ? 'text/plain' : 'application/octet-stream'
}

/** UTF-8 without control characters; the last character may be cut. */
function isText(bytes: Uint8Array): boolean {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
    return !/[\u0000-\u0008\u000e-\u001f]/.test(text)
  } catch {
    return false
  }
}
