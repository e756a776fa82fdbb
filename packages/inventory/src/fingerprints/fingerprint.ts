import type { Attribute, Role } from '@nautilus/model'

/** What a claimed value tells beyond itself. `$1` in a text stands for the first group of the pattern. */
export type Print = {
  /** On values of at most 256 characters; the first print of a file that fits counts. */
  readonly pattern: RegExp
  /** A value that it fits, as the claim carries it. Tests check it against the whole file. */
  readonly example: string
  /** What it is, in the words of a reason: `SIMATIC CPU`. */
  readonly says: string
  readonly role?: Role
  /** 0 to 1: of the role, and of the attributes, each times the confidence of the claim. */
  readonly confidence: number
  /** Attributes that follow from it. */
  readonly tells?: Readonly<Partial<Record<'vendor' | 'model' | 'os' | 'hardware', string>>>
}

/** One source of fingerprints: one file. */
export type Prints = {
  readonly title: string
  /** Where the facts are written down. */
  readonly basis: string
  /** Claims that it reads: their attributes, and how their source begins; any source where it is left out. */
  readonly attributes: readonly Attribute[]
  readonly source?: RegExp
  /** What its prints tell is how a value is shown (`Windows XP` for `Windows 5.1.2600`), and no claim of its own. */
  readonly shown?: true
  readonly prints: readonly Print[]
}

type Tells = NonNullable<Print['tells']>

/** A print that names a role. */
export const role = (
  pattern: RegExp,
  example: string,
  named: Role,
  confidence: number,
  says: string,
  tells?: Tells,
): Print => ({ pattern, example, says, role: named, confidence, ...(tells ? { tells } : {}) })

/** A print that names no role. */
export const fact = (pattern: RegExp, example: string, confidence: number, says: string, tells: Tells = {}): Print => ({
  pattern,
  example,
  says,
  confidence,
  tells,
})
