// A YAML document as plain data, with the place of everything. The application reads the YAML; nothing here does.

/** Lines and columns count from 1. */
export type Place = { readonly file: string; readonly line: number; readonly column: number }

export type Scalar = {
  readonly kind: 'scalar'
  readonly place: Place
  readonly value: string | number | boolean | null
  /** The value as it was written, so that `3.10` stays what it is. */
  readonly text: string
}
export type List = { readonly kind: 'list'; readonly place: Place; readonly items: readonly Tree[] }
export type Entry = { readonly key: string; readonly place: Place; readonly value: Tree }
export type Dict = { readonly kind: 'map'; readonly place: Place; readonly entries: readonly Entry[] }
export type Tree = Scalar | List | Dict

export type Fault = { readonly place: Place; readonly message: string }

/** `file:line:column: message` */
export const faultText = ({ place: { file, line, column }, message }: Fault): string =>
  `${file}:${line}:${column}: ${message}`
