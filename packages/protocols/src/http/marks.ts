// What a request carries that no browser writes by itself: ways up out of a folder (CWE-22), commands of a shell (CWE-78),
// statements of SQL (CWE-89), expressions that a server may evaluate (CWE-917). Told by kind and place; the text stays here.

export type Place = 'path' | 'query' | 'form' | 'cookie' | 'field'

/** Bytes of one place that are looked through. */
const MAX_TEXT = 4096
/** Names of one query or form that are kept, and characters of one. */
const MAX_NAMES = 12
const MAX_NAME = 32
const PERCENT = 0x25
const PLUS = 0x2b

const commands =
  'wget|curl|tftp|busybox|cat|ls|id|uname|whoami|ping|sleep|nc|ncat|telnetd?|chmod|rm|cp|mv|echo|printf|touch|sh|bash|ash|python\\d?|perl|cmd|powershell|certutil'

type Kind = { readonly name: string; readonly looks: RegExp; readonly places: readonly Place[] }
const asked: readonly Place[] = ['path', 'query', 'form']

/** Each reads decoded text in lower case, and every repetition in it is bounded. */
const kinds: readonly Kind[] = [
  { name: 'traversal', looks: /(?:^|[/\\=:|,"'])\.\.(?:[/\\;&]|$)/, places: [...asked, 'cookie'] },
  { name: 'deep traversal', looks: /\.\.[/\\]{1,4}\.\.[/\\]/, places: ['query', 'form', 'cookie'] },
  {
    name: 'shell',
    looks: new RegExp(
      `[;|\`&\\n][ \\t+'"]{0,8}(?:/bin/|/usr/bin/|(?:${commands})(?:[ \\t;|&\`'"#><$]|$))|\\$\\((?:/bin/)?(?:${commands})[ \\t)]|\\$\\{ifs\\}`,
    ),
    places: asked,
  },
  {
    name: 'SQL',
    looks: /union[ /*+]{1,8}(?:all[ /*+]{1,8})?select|'[ +]{0,4}or[ +]{1,4}'?\d|xp_cmdshell/,
    places: asked,
  },
  { name: 'JNDI lookup', looks: /\$\{jndi:|\$\{\$\{[^{}]{0,40}j\}/, places: [...asked, 'cookie', 'field'] },
  { name: 'function definition', looks: /\(\)[ \t]{0,4}\{/, places: ['cookie', 'field'] },
  { name: 'OGNL expression', looks: /[%$]\{[^{}]{0,8}#|#_memberaccess|@java\.lang\./, places: [...asked, 'field'] },
]

/** What one place carries: `traversal in query`. */
export function marksOf(bytes: Uint8Array, from: number, to: number, place: Place): string[] {
  const raw = textIn(bytes, from, to)
  const plain = plainOf(raw, place)
  const found = kinds.filter(({ looks, places }) => places.includes(place) && looks.test(plain)).map(({ name }) => name)
  if (place === 'path' && leavesRoot(plain)) found.push('deep traversal')
  return found.map(name => `${name} in ${place}`)
}

/** Pages link to each other by `..`; no page lies above the root. */
function leavesRoot(path: string): boolean {
  let depth = 0
  for (const part of path.split(/[/\\]+/)) {
    if (part === '' || part === '.') continue
    depth += part === '..' ? -1 : 1
    if (depth < 0) return true
  }
  return false
}

/** Twice: what is coded twice is meant to pass who decodes once. Fields are not coded. */
function plainOf(raw: string, place: Place): string {
  if (place === 'field' || place === 'cookie') return raw
  const once = decoded(raw, place !== 'path')
  return once.includes('%') ? decoded(once, false) : once
}

/** Names of a query or form, without their values: `lang, path`. */
export function namesOf(bytes: Uint8Array, from: number, to: number): string {
  const names: string[] = []
  for (const part of textIn(bytes, from, to).split('&', MAX_NAMES)) {
    const name = part.slice(0, Math.max(0, part.indexOf('=')))
    if (/^[\w.:[\]%-]+$/.test(name) && name.length <= MAX_NAME && !names.includes(name)) names.push(name)
  }
  return names.join(', ')
}

/** Latin-1, in lower case. */
function textIn(bytes: Uint8Array, from: number, to: number): string {
  let text = ''
  for (const byte of bytes.subarray(from, Math.min(to, from + MAX_TEXT))) text += String.fromCharCode(byte)
  return text.toLowerCase()
}

/** RFC 3986, 2.1; in queries and forms `+` is a blank. */
function decoded(text: string, blanks: boolean): string {
  let plain = ''
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    const digits = code === PERCENT ? text.slice(at + 1, at + 3) : ''
    if (/^[\da-f]{2}$/.test(digits)) {
      plain += String.fromCharCode(Number.parseInt(digits, 16)).toLowerCase()
      at += 2
    } else plain += code === PLUS && blanks ? ' ' : text[at]!
  }
  return plain
}
