// A signature: what a published attack looks like in decoded activity. Data; the conditions are those of Sigma rules.
import type { Activity } from '@nautilus/model'
import type { OperationEvent, Who } from '../event.ts'
import { operation } from '../examples.ts'
import type { Level } from '../rule.ts'

/** A selection of Sigma: every entry must fit; of a list of values one, with `all` each. */
export type Selection = Readonly<Record<string, string | number | boolean | readonly (string | number)[]>>

/** What a request looks like, for the examples. */
export type Sample = Partial<
  Pick<Activity, 'protocol' | 'port' | 'verb' | 'function' | 'object' | 'detail' | 'outcome' | 'refusal'>
>

export type Signature = {
  readonly id: string
  /** Null where it is a way of attack that many products fall to. */
  readonly cve: string | null
  /** For a sentence: `Fortinet FortiOS SSL VPN`. */
  readonly product: string
  /** What it does: completes "which …". */
  readonly what: string
  readonly source: string
  /** What the inventory says of who runs the product, in lower case: parts of vendor, model, system or software. */
  readonly runs: readonly string[]
  /** Any of them. */
  readonly condition: readonly Selection[]
  /** Where it is milder or graver than high. */
  readonly level?: Level
  /** 0 to 1 where something else may look the same. */
  readonly confidence?: number
  readonly attack: Sample
  readonly benign: Sample
}

export const nvd = (cve: string): string => `https://nvd.nist.gov/vuln/detail/${cve}`

/** A request of HTTP, as it is decoded: host and path, then facts (`carries`, `query`, `form`). */
export const web = (method: string, target: string, detail: Readonly<Record<string, string>> = {}): Sample => ({
  protocol: 'http',
  port: 80,
  verb: method === 'GET' ? 'read' : method === 'PUT' ? 'file' : 'call',
  function: { code: method, name: method },
  object: `192.0.2.1${target}`,
  detail: { status: 200, ...detail },
})

/** An example's event. */
export const sampleEvent = (sample: Sample, from: Who, to: Who): OperationEvent => operation({ from, to, ...sample })
