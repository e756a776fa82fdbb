// Mail by SMTP (RFC 5321), over TLS.
import { createTransport } from 'nodemailer'
import { type Attachment, checked, type Letter, type Mailer, type Outcome } from './mailer.ts'

export type SmtpOptions = {
  readonly host: string
  readonly port: number
  /** `starttls` is demanded, not hoped for (RFC 8314); `none` is for a relay on this machine. */
  readonly tls: 'tls' | 'starttls' | 'none'
  readonly user: string | null
  readonly secret: string | null
  /** The address that letters come from. */
  readonly from: string
  /** PEM of an authority of one's own; null: those of the system. */
  readonly authority?: string | null
}

/** ms */
const CONNECT = 10_000
const SILENCE = 30_000
/** Connections at once. */
const CONNECTIONS = 2
const DEFAULT_NAME = 'Nautilus'

export function smtpMailer({ host, port, tls, user, secret, from, authority = null }: SmtpOptions): Mailer {
  const transport = createTransport({
    pool: true,
    maxConnections: CONNECTIONS,
    host,
    port,
    secure: tls === 'tls',
    requireTLS: tls === 'starttls',
    ignoreTLS: tls === 'none',
    ...(user === null ? {} : { auth: { user, pass: secret ?? '' } }),
    tls: { minVersion: 'TLSv1.2', ...(authority === null ? {} : { ca: authority }) },
    connectionTimeout: CONNECT,
    greetingTimeout: CONNECT,
    socketTimeout: SILENCE,
    // A letter is text that we made: nothing of it is read from a file or from an address.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  const send = async (given: Letter): Promise<Outcome> => {
    const letter = checked(given)
    if (typeof letter === 'string') return { kind: 'permanent', why: letter }
    const { to, subject, text, html, attachment, number, headers = {} } = letter
    const address = letter.address ?? from
    try {
      const { messageId } = await transport.sendMail({
        from: { name: letter.from ?? DEFAULT_NAME, address },
        to: { name: '', address: to },
        subject,
        text,
        html,
        ...(number ? { messageId: `<${number}@${address.slice(address.lastIndexOf('@') + 1)}>` } : {}),
        ...(attachment ? { attachments: [attached(attachment)] } : {}),
        // Nobody's absence is to be told to a machine (RFC 3834).
        headers: { 'Auto-Submitted': 'auto-generated', ...headers },
      })
      return { kind: 'ok', id: messageId ?? '' }
    } catch (error) {
      return refusalOf(error)
    }
  }
  return { send, close: () => transport.close() }
}

const attached = ({ name: filename, type: contentType, bytes }: Attachment) => ({
  ...{ filename, contentType },
  content: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
})

/** What the server says of this letter decides; of TLS, credentials and connections the letter is innocent. */
const OF_THE_LETTER = new Set(['EENVELOPE', 'EMESSAGE'])

function refusalOf(error: unknown): Outcome {
  const { responseCode = 0, message, code = '' } = error as { responseCode?: number; message?: string; code?: string }
  const why = (message ?? String(error)).slice(0, 300)
  const isPermanent = OF_THE_LETTER.has(code) && responseCode >= 500 && responseCode < 600
  return { kind: isPermanent ? 'permanent' : 'temporary', why }
}
