// How mail leaves: one letter, one answer. Whoever sends decides by the answer whether to try again.

export type Letter = {
  /** One address. */
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
  /** The name before the address that it comes from. */
  readonly from?: string | undefined
  /** The address that it comes from; without it that of the configuration. The server must let us (SPF, DKIM). */
  readonly address?: string | undefined
  readonly attachment?: Attachment | undefined
  /** Of this letter alone: sent again it has the same Message-ID. Letters, digits and hyphens. */
  readonly number?: string | undefined
  /** Further headers, such as `List-Id`. Those that say who writes to whom are refused. */
  readonly headers?: Readonly<Record<string, string>> | undefined
}

export type Attachment = {
  /** Of the file: letters, digits, dots and hyphens. */
  readonly name: string
  /** `application/pdf` */
  readonly type: string
  readonly bytes: Uint8Array
}

/**
 * `ok`: the server took it. `temporary`: try again later (RFC 5321, 4.2.1: 4yz, and whatever is no answer).
 * `permanent`: the same letter will not be taken (5yz, or it is no letter).
 */
export type Outcome =
  | { readonly kind: 'ok'; readonly id: string }
  | { readonly kind: 'temporary'; readonly why: string }
  | { readonly kind: 'permanent'; readonly why: string }

export type Mailer = {
  /** Never throws. */
  send(letter: Letter): Promise<Outcome>
  close(): void
}

/** Characters of a subject; more is cut. */
const LONGEST_SUBJECT = 200
/** Characters of a text or of its markup. */
const LONGEST_BODY = 500_000
/** Characters of a name before an address. */
const LONGEST_NAME = 100
const MOST_HEADERS = 20
/** Bytes of an attachment: beyond it receivers refuse the whole letter. */
export const LARGEST_ATTACHMENT = 10_000_000
const FILE = /^[\w-][\w.-]{0,120}$/
const TYPE = /^[a-z]+\/[a-z0-9.+-]{1,100}$/
const LONGEST_HEADER = 500

const ADDRESS = /^[^\s@<>(),;:"\\[\]\p{Cc}]{1,64}@[^\s@<>(),;:"\\[\]\p{Cc}]{1,189}$/u
const HEADER = /^[A-Za-z][A-Za-z0-9-]{0,60}$/
/** What the letter itself says, and what would say something of our own servers. */
const OURS =
  /^(to|cc|bcc|from|sender|reply-to|return-path|subject|date|message-id|received|mime-version|content-.*|dkim-.*)$/i

export const isAddress = (text: string): boolean => ADDRESS.test(text)

/** One line: what would end a header, or turn its text around, is a space. */
export const oneLine = (text: string, longest: number): string =>
  text
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\u{200b}-\u{200f}\u{202a}-\u{202e}\u{2066}-\u{2069}]+/gu, ' ')
    .trim()
    .slice(0, longest)

/** The letter as it may leave; a sentence where it may not. */
export function checked(letter: Letter): Letter | string {
  const { to, subject, text, html, from, address, attachment, number, headers = {} } = letter
  if (!isAddress(to)) return 'The address of the receiver is none.'
  if (text.length > LONGEST_BODY || html.length > LONGEST_BODY)
    return `The letter is longer than ${LONGEST_BODY} characters.`
  if (address !== undefined && !isAddress(address)) return 'The address of the sender is none.'
  if (number !== undefined && !/^[\w-]{8,80}$/.test(number)) return 'The number of the letter is none.'
  const odder = attachment && faultOfAttachment(attachment)
  if (odder) return odder
  const entries = Object.entries(headers)
  if (entries.length > MOST_HEADERS) return `The letter has more than ${MOST_HEADERS} headers of its own.`
  const odd = entries.find(([name]) => !HEADER.test(name) || OURS.test(name))
  if (odd) return `The header ${JSON.stringify(odd[0])} is not for senders to set.`
  return {
    to,
    subject: oneLine(subject, LONGEST_SUBJECT),
    text,
    html,
    ...(from === undefined ? {} : { from: oneLine(from, LONGEST_NAME) }),
    ...(address === undefined ? {} : { address }),
    ...(attachment === undefined ? {} : { attachment }),
    ...(number === undefined ? {} : { number }),
    headers: Object.fromEntries(entries.map(([name, value]) => [name, oneLine(value, LONGEST_HEADER)])),
  }
}

function faultOfAttachment({ name, type, bytes }: Attachment): string | null {
  if (!FILE.test(name) || !TYPE.test(type)) return 'The name or the type of the attachment is none.'
  return bytes.length > LARGEST_ATTACHMENT ? `The attachment has more than ${LARGEST_ATTACHMENT} bytes.` : null
}
