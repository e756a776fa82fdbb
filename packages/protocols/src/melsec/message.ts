// One message of SLMP, or of the MELSOFT engineering software, whose layout is not published.

export type Slmp = {
  readonly kind: 'slmp' | 'melsoft' | 'search'
  readonly bytes: Uint8Array
  readonly reply: boolean
  /** Serial number of 4E frames and of MELSOFT; a constant where there is none. */
  readonly pair: number
  /** -1 in replies of SLMP, which do not say what they answer. */
  readonly command: number
  readonly sub: number
  /** Of a reply. */
  readonly end: number
  /** Where what follows command, or end code, begins. */
  readonly data: number
}
