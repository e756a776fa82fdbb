// Whose password goes over the wire: RFC 7617 (Basic), RFC 7616 (Digest), and forms. The password itself is not read.

const EQUALS = 0x3d
const AND = 0x26
const MAX_NAME = 64

/** Names of fields in forms, lower-case: of the account, and of what must be there too. */
const userNames: ReadonlySet<string> = new Set([
  'user',
  'username',
  'user_name',
  'login',
  'loginname',
  'name',
  'email',
  'account',
  'userid',
  'uname',
  'j_username',
  'log',
])
const secretNames: ReadonlySet<string> = new Set([
  'password',
  'pass',
  'passwd',
  'pwd',
  'pw',
  'passwort',
  'j_password',
  'userpassword',
  'secret',
  'pin',
])

/** The account of a form that has a password; null when it has none. */
export function userOfForm(bytes: Uint8Array, from: number, to: number): string | null {
  let user = ''
  let secret = false
  for (let at = from; at < to; ) {
    const stop = indexIn(bytes, AND, at, to)
    const equals = indexIn(bytes, EQUALS, at, stop)
    const name = decoded(bytes, at, Math.min(equals, at + MAX_NAME)).toLowerCase()
    if (secretNames.has(name)) secret = true
    else if (user === '' && userNames.has(name))
      user = decoded(bytes, equals + 1, Math.min(stop, equals + 1 + MAX_NAME))
    at = stop + 1
  }
  return secret ? user : null
}

function indexIn(bytes: Uint8Array, byte: number, from: number, to: number): number {
  const at = bytes.indexOf(byte, from)
  return at < 0 || at > to ? to : at
}

/** Form encoding: `+` is a blank, `%41` a byte. */
function decoded(bytes: Uint8Array, from: number, to: number): string {
  let text = ''
  for (let at = from; at < to; at++) {
    let byte = bytes[at]!
    if (byte === 0x25 && at + 2 < to) {
      byte = Number.parseInt(String.fromCharCode(bytes[at + 1]!, bytes[at + 2]!), 16)
      at += 2
    } else if (byte === 0x2b) byte = 0x20
    text += byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.'
  }
  return text
}

export type Login = { readonly scheme: string; readonly user: string; readonly clear: boolean }

/** What an `Authorization` field says of the account; null when it names none that we know. */
export function loginOf(field: string | undefined): Login | null {
  if (field === undefined) return null
  const space = field.indexOf(' ')
  const scheme = (space < 0 ? field : field.slice(0, space)).toLowerCase()
  const rest = field.slice(space + 1)
  if (scheme === 'basic') return { scheme, user: userOfBasic(rest), clear: true }
  if (scheme === 'digest') return { scheme, user: quotedIn(rest, 'username'), clear: false }
  return { scheme: scheme.slice(0, 20), user: '', clear: scheme === 'bearer' }
}

/** The value of `name="…"` in a field. */
export function quotedIn(field: string, name: string): string {
  const at = field.indexOf(`${name}="`)
  if (at < 0) return ''
  const start = at + name.length + 2
  const end = field.indexOf('"', start)
  return end < 0 ? '' : field.slice(start, Math.min(end, start + MAX_NAME))
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const COLON = 0x3a

/** Decodes as far as the colon and no further. */
function userOfBasic(text: string): string {
  let user = ''
  let held = 0
  let bits = 0
  for (const letter of text.slice(0, 2 * MAX_NAME)) {
    const value = letters.indexOf(letter)
    if (value < 0) break
    held = ((held << 6) | value) & 0xffff
    bits += 6
    if (bits < 8) continue
    bits -= 8
    const byte = (held >> bits) & 0xff
    if (byte === COLON) return user
    user += byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.'
  }
  return user
}
