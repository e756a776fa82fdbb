// Passwords that are guessed first. Length is checked by the schema.
import type { Breached } from './breached.ts'
import { guessesOf } from './guesses.ts'

/** Words that lists of broken passwords begin with, and those of this trade. */
const COMMON = [
  'password',
  'passwort',
  'qwerty',
  'qwertz',
  'letmein',
  'welcome',
  'willkommen',
  'admin',
  'administrator',
  'iloveyou',
  'monkey',
  'dragon',
  'football',
  'baseball',
  'sunshine',
  'princess',
  'master',
  'shadow',
  'superman',
  'batman',
  'trustno1',
  'nautilus',
  'siemens',
  'simatic',
  'schneider',
  'rockwell',
  'scada',
  'plc',
  'hmi',
  'geheim',
  'changeme',
  'default',
  'secret',
  'login',
]
/** Letters that must be left when the guessable parts are taken out. */
const LEFT = 8

/** Power of ten: what an attacker with stolen hashes and a few machines tries within weeks (scrypt). */
const FEWEST_GUESSES = 10

/** Why a password is refused: by our own words, the list of breaches, and the service where there is one; else null. */
export async function faultOf(
  password: string,
  own: readonly string[],
  breached: Breached | null,
): Promise<string | null> {
  const weakness = weaknessOf(password, own)
  if (weakness) return weakness
  if ((await guessesOf(password, own)) < FEWEST_GUESSES) return 'is made of passwords that were found in breaches'
  // Without an answer nobody is kept out.
  return (await breached?.(password)) ? 'was found in a breach, and is tried by attackers' : null
}

/** Why a password is too easy to guess; null when it is not. `own`: name and e-mail address of its owner. */
export function weaknessOf(password: string, own: readonly string[]): string | null {
  const text = password.toLowerCase()
  if (new Set(text).size < 6) return 'uses too few different characters'
  if (isRun(text)) return 'is a row of neighbouring keys or numbers'
  const parts = own.flatMap(part => part.toLowerCase().split(/[^a-z0-9]+/)).filter(part => part.length >= 3)
  let rest = text
  for (const part of [...COMMON, ...parts]) rest = rest.replaceAll(part, '')
  rest = rest.replaceAll(/\d{4}|[^\p{L}\p{N}]/gu, '')
  return rest.length < LEFT ? 'is made of words and numbers that are guessed first' : null
}

/** 1234…, abcd…, or one piece again and again. */
function isRun(text: string): boolean {
  let steps = 0
  for (let at = 1; at < text.length; at++) if (Math.abs(text.charCodeAt(at) - text.charCodeAt(at - 1)) <= 1) steps++
  if (steps > 0.7 * text.length) return true
  return /^(.{1,5})\1+.{0,4}$/s.test(text)
}
