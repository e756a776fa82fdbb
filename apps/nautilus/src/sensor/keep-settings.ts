// The settings that a sensor was given last. It takes what the platform signed and nothing else, and never an older version.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SensorHealth } from '@nautilus/model'
import { isSignedBy } from '@nautilus/nats'
import { writeWhole } from './segments.ts'
import {
  faultInSettings,
  type SensorName,
  type SensorSettings,
  type SignedSettings,
  signedText,
  standardSettings,
} from './settings.ts'

const FILE = 'settings.json'

export class KeptSettings {
  readonly #path: string
  readonly #name: SensorName
  readonly #issuer: string
  #version = 0
  #settings: SensorSettings = standardSettings
  #since: number | null = null
  #refused: string | null = null
  /** What was refused last: it comes again every minute. */
  #refusedText = ''
  readonly #fault: (settings: SensorSettings) => string | null

  /** `fault`: why this sensor cannot work so, in a sentence. `issuer`: whose signature is good. What is in the folder is looked at as what comes from the bus is. */
  constructor(
    folder: string,
    name: SensorName,
    issuer: string,
    fault: (settings: SensorSettings) => string | null = () => null,
  ) {
    this.#fault = fault
    this.#path = join(folder, FILE)
    this.#name = name
    this.#issuer = issuer
    try {
      const kept = JSON.parse(readFileSync(this.#path, 'utf8')) as SignedSettings & { readonly since?: number }
      if (this.#take(kept) === null && Number.isSafeInteger(kept.since)) this.#since = kept.since!
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') this.#version = 0
    }
  }

  get version(): number {
    return this.#version
  }

  get settings(): SensorSettings {
    return this.#settings
  }

  /** For the health of the sensor. */
  get told(): NonNullable<SensorHealth['settings']> {
    return { version: this.#version, since: this.#since, refused: this.#refused }
  }

  /** What came from the bus; null: nobody set any. True where it is new; a sentence where it is refused. */
  offer(text: string): boolean | string {
    if (text === this.#refusedText) return false
    let given: SignedSettings | null
    try {
      given = JSON.parse(text)
    } catch {
      return 'The settings that came are not JSON.'
    }
    if (given === null || (given.version === this.#version && this.#version > 0)) return false
    const refusal = this.#take(given)
    this.#refused = refusal
    this.#refusedText = refusal === null ? '' : text
    if (refusal !== null) return refusal
    this.#since = Date.now() * 1000
    writeWhole(this.#path, Buffer.from(JSON.stringify({ ...given, since: this.#since })))
    return true
  }

  #take({ version, body, signature }: SignedSettings): string | null {
    if (!Number.isSafeInteger(version) || typeof body !== 'string' || typeof signature !== 'string')
      return 'The settings that came are no signed settings.'
    if (!isSignedBy(this.#issuer, signedText(this.#name, version, body), signature))
      return `Version ${version} of the settings is not signed by the platform of this sensor: it is refused.`
    if (version < this.#version)
      return `Version ${version} of the settings is older than version ${this.#version}, which is in force: it is refused.`
    const settings: unknown = JSON.parse(body)
    const fault = faultInSettings(settings) ?? this.#fault(settings as SensorSettings)
    if (fault !== null) return `Version ${version} of the settings is refused: ${fault}`
    this.#version = version
    this.#settings = settings as SensorSettings
    return null
  }
}
