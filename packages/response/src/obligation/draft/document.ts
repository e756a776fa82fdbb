// A drafted report as data: renderers (text, JSON here; PDF and DOCX elsewhere) take it as it is.
import type { Language } from '../../reading/text.ts'
import type { FieldId, Source } from '../fields.ts'
import type { FieldNeed, StageKind } from '../template.ts'

/** What it says, and where that comes from: never without a source. */
export type Sentence = { readonly text: string; readonly sources: readonly [Source, ...Source[]] }
export type Section = { readonly key: string; readonly title: string; readonly sentences: readonly Sentence[] }

/** `unknown`: somebody said so. `open`: nobody said anything. */
export type FieldState = 'given' | 'unknown' | 'open'
/** One row of the form of the authority. */
export type SheetRow = {
  readonly field: FieldId
  readonly label: string
  readonly need: FieldNeed
  readonly state: FieldState
  /** To be copied into the form; empty where there is nothing to copy. */
  readonly value: string
  readonly source: Source | null
}

/** What the stage asks for and the draft does not have. */
export type Gap = { readonly field: FieldId; readonly label: string; readonly why: string }

export type ReportDocument = {
  readonly schema: 1
  /** `NIS2-DE@1` */
  readonly template: string
  readonly stage: string
  readonly kind: StageKind
  readonly language: Language
  /** Languages that the authority takes. */
  readonly languages: readonly string[]
  readonly title: string
  /** Not legal advice, and a draft. */
  readonly notice: string
  readonly authority: string
  /** The report that it corrects. */
  readonly corrects: string | null
  readonly sections: readonly Section[]
  /** In the order of the form. */
  readonly sheet: readonly SheetRow[]
  readonly missing: readonly Gap[]
  readonly signoff: readonly string[]
  /** What the facts were taken from: what is not in it was not known. */
  readonly record: string
}
