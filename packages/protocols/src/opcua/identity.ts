// Who is there: applications, endpoints, certificates, identity tokens. OPC 10000-4, clause 7.
import { readCertificate } from '../carriers/x509.ts'
import { addFact, type Draft } from './draft.ts'
import { applicationTypeOf, modeOf, policyOf, tokenTypeOf } from './services.ts'
import type { Wire } from './wire.ts'

export type Application = {
  readonly uri: string
  readonly product: string
  readonly name: string
  readonly type: string
}

/** 7.2 ApplicationDescription */
export function readApplication(wire: Wire): Application {
  const [uri, product] = [wire.string(), wire.string()]
  const name = wire.text(wire.localizedText())
  const type = applicationTypeOf(wire.u32le())
  wire.stretch()
  wire.stretch()
  wire.strings()
  return { uri, product, name, type }
}

export function claimApplication(draft: Draft, { uri, product, name }: Application, confidence = 0.9): void {
  addFact(draft, 'session', uri, confidence)
  addFact(draft, 'software', product, confidence)
  addFact(draft, 'description', name, 0.6)
}

/** `CN=…, issued by CN=…, until 2030-01-01`; the first of a chain. */
export function claimCertificate(draft: Draft, bytes: Uint8Array): void {
  if (bytes.length === 0) return
  const found = readCertificate(bytes)
  if (!found) return
  const issuer = found.issuer === found.subject ? 'self-signed' : `issued by ${found.issuer}`
  addFact(draft, 'certificate', `${found.subject}, ${issuer}, until ${found.until}`, 0.9)
  for (const uri of found.uris.slice(0, 1)) addFact(draft, 'session', uri, 0.9)
}

/** 7.14 EndpointDescription, 7.42 UserTokenPolicy. What is offered to whom asks. */
export function readEndpoints(wire: Wire, draft: Draft): void {
  const offers: string[] = []
  const tokens = new Set<string>()
  const count = wire.each(() => {
    const url = wire.string()
    const application = readApplication(wire)
    const certificate = wire.byteString()
    const mode = modeOf(wire.u32le())
    const policy = policyOf(wire.string())
    wire.each(() => tokens.add(readTokenPolicy(wire)))
    wire.stretch()
    wire.skip(1)
    if (wire.short) return
    claimApplication(draft, application)
    claimCertificate(draft, certificate)
    addFact(draft, 'service', url, 0.8)
    const offer = policy === mode ? mode : `${policy} ${mode}`
    if (!offers.includes(offer) && offers.length < 16) offers.push(offer)
  })
  if (count > 0) draft.detail.endpoints = count
  if (offers.length > 0) draft.detail.security = offers.join(', ')
  if (tokens.size > 0) draft.detail.tokens = [...tokens].join(', ')
}

function readTokenPolicy(wire: Wire): string {
  wire.stretch()
  const type = tokenTypeOf(wire.u32le())
  wire.stretch()
  wire.stretch()
  wire.stretch()
  return type
}

const TOKENS: Readonly<Record<string, string>> = {
  'i=321': 'Anonymous',
  'i=324': 'UserName',
  'i=327': 'Certificate',
  'i=940': 'IssuedToken',
}

/** 7.41: a null token is anonymous. Says that a password went in clear, never the password. */
export function readIdentityToken(wire: Wire, draft: Draft): void {
  const { type, start, end } = wire.extension()
  const kind = TOKENS[type] ?? (type === 'i=0' ? 'Anonymous' : type)
  draft.detail.token = kind
  if (start >= end) return
  const next = wire.at
  wire.at = start
  wire.stretch()
  if (kind === 'UserName') readUser(wire, draft)
  else if (kind === 'Certificate') claimCertificate(draft, wire.byteString())
  wire.at = next
}

function readUser(wire: Wire, draft: Draft): void {
  const user = wire.string()
  const password = wire.stretch().length
  const algorithm = wire.string()
  if (wire.short) return
  draft.detail.user = user
  addFact(draft, 'user', user, 0.9)
  if (password > 0 && !algorithm) addFact(draft, 'credential', `OPC UA password of ${user} in clear`, 0.95)
  if (algorithm) draft.detail.encryption = algorithm.slice(algorithm.lastIndexOf('#') + 1)
}
