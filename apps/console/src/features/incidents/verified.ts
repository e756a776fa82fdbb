// The record is verified in the browser, and not believed.
import { canonical, type Entry, type Link, type Verdict, verify } from '@nautilus/response'

/** Hex. */
async function sha256(text: string): Promise<string> {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return [...new Uint8Array(bytes)].map(byte => byte.toString(16).padStart(2, '0')).join('')
}

/** Browsers compute hashes only where the connection cannot be tampered with: by HTTPS, or on this machine. */
export const canVerify = (): boolean => globalThis.crypto?.subtle !== undefined

/** `verify` asks for hashes one after the other, and the browser computes them when it can: they are computed before. */
export async function verified(links: readonly Link<Entry>[]): Promise<Verdict> {
  const texts = links.map(({ prev, seq, body }) => prev + canonical({ seq, body }))
  const hashes = new Map(await Promise.all(texts.map(async text => [text, await sha256(text)] as const)))
  return verify(links, text => hashes.get(text) ?? '')
}
