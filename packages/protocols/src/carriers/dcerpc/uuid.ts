// UUIDs on the wire: DCE 1.1 RPC (C706), appendix A. The first three fields follow the byte order of the sender.
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))
const LITTLE = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15]
const BIG = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]

export const UUID = 16
export const NIL = '00000000-0000-0000-0000-000000000000'

/** Text of the UUID at a place whose 16 bytes the caller has checked. */
export function uuidAt(bytes: Uint8Array, at: number, little: boolean): string {
  const order = little ? LITTLE : BIG
  let text = ''
  for (let i = 0; i < UUID; i++) {
    text += HEX[bytes[at + order[i]!]!]!
    if (i === 3 || i === 5 || i === 7 || i === 9) text += '-'
  }
  return text
}

/** The same of a view that may be too short: empty then. */
export const uuidOf = (bytes: Uint8Array, little: boolean): string =>
  bytes.length < UUID ? '' : uuidAt(bytes, 0, little)
