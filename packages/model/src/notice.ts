/** Something the sensor must tell a person about its own sight: damage, loss, a limit reached. */
export type Notice = {
  /** `noun.problem` */
  readonly code: string
  /** One sentence: what, where, and what to do if anything. */
  readonly message: string
  readonly count: number
  /** Microseconds since 1970-01-01 UTC of the first one; 0 when not tied to a packet. */
  readonly at: number
  /** Frame number of the first one, from 1; 0 when not tied to a frame. */
  readonly frame: number
}
