// Where tshark and the sensor do not agree, capture by capture, each looked at. The tests enforce every line: one that no
// longer shows must go, and `docs/conformance.md` has them all.

/** Messages of a function: requests/replies/errors. */
type Tally = `${number}/${number}/${number}`

export type Disagreement = {
  readonly capture: string
  readonly protocol: string
  /** By function key: ours, theirs. */
  readonly functions?: Readonly<Record<string, readonly [Tally, Tally]>>
  /** Facts that only we state, and only they. */
  readonly facts?: readonly [number, number]
  /** Values whose least and greatest in the rows of the product are not those of the single operations. */
  readonly cells?: number
  /** Counts of `shared/captures/expected`: ours, theirs. */
  readonly collected?: Readonly<Record<string, readonly [number, number]>>
  readonly reason: string
}

export type Total = {
  readonly captures: number
  readonly messages: number
  readonly facts: number
  /** Registers and coils; bytes of S7comm variables. */
  readonly values: number
  /** Replies whose values were left out: the request is not in the capture, so nothing says what they are values of. */
  readonly withoutRequest: number
}

/** What was compared of one protocol, as the tests measure it, and where the two differ. */
export type Compared = { readonly total: Total; readonly rows: readonly Disagreement[] }

export const RETRANSMISSION =
  'tshark left out segments whose acknowledgement stands earlier in the file as retransmissions; their bytes are in no other frame.'
