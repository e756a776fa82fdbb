// A threat indicator: an address, a name or a page that somebody calls bad, who does, since when and how sure.

export type IndicatorKind = 'address' | 'domain' | 'url'

export type Indicator = {
  readonly kind: IndicatorKind
  /** An address, a network in CIDR notation, a domain without a dot at its end, or host and path of a page: lower-case. */
  readonly value: string
  /** Who says so: the feed's name. */
  readonly feed: string
  /** What it is called there, for a sentence; empty where it has no name. */
  readonly name: string
  /** µs since 1970-01-01 UTC since when and until when it holds; null where the feed does not say. */
  readonly from: number | null
  readonly until: number | null
  /** 0 to 1; null where the feed does not say. */
  readonly confidence: number | null
}

/** Line from 1; 0 where a sentence is about the whole file, or the file has no lines (JSON). */
export type IndicatorFault = { readonly file: string; readonly line: number; readonly message: string }

export type ReadIndicators = {
  readonly indicators: readonly Indicator[]
  readonly faults: readonly IndicatorFault[]
  /** Faults beyond those that are told. */
  readonly more: number
  /** Indicators of kinds that a network does not show, such as hashes of files. */
  readonly others: number
}

/** Bytes of one file; the application refuses a larger one before it is read. */
export const MAX_INDICATOR_FILE = 64_000_000
/** Indicators of all files together. */
export const MAX_INDICATORS = 500_000
/** Networks among them: these are tried one by one. */
export const MAX_NETWORKS = 2000
/** Faults that are told of one file. */
export const MAX_INDICATOR_FAULTS = 20
/** Characters of one value, and of a name. */
const MAX_VALUE = 2048
const MAX_NAME = 120

export const faultLine = ({ file, line, message }: IndicatorFault): string =>
  line > 0 ? `${file}:${line}: ${message}` : `${file}: ${message}`

/** What a file said, while it is read. */
export class Reading {
  readonly #file: string
  readonly #indicators: Indicator[] = []
  readonly #faults: IndicatorFault[] = []
  #more = 0
  #others = 0

  constructor(file: string) {
    this.#file = file
  }

  fault(line: number, message: string): void {
    if (this.#faults.length < MAX_INDICATOR_FAULTS) this.#faults.push({ file: this.#file, line, message })
    else this.#more++
  }

  other(): void {
    this.#others++
  }

  add(line: number, indicator: Indicator): void {
    if (indicator.value.length > MAX_VALUE) this.fault(line, `is longer than ${MAX_VALUE} characters and is left out.`)
    else if (this.#indicators.length < MAX_INDICATORS)
      this.#indicators.push({
        ...indicator,
        name: indicator.name.slice(0, MAX_NAME),
        feed: indicator.feed.slice(0, MAX_NAME),
      })
    else this.fault(line, `There may be ${MAX_INDICATORS} indicators; this one is left out.`)
  }

  done(): ReadIndicators {
    return { indicators: this.#indicators, faults: this.#faults, more: this.#more, others: this.#others }
  }
}
