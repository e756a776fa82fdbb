// One message of GE SRTP: a header of 56 bytes, and a text of as many as byte 4 says.

export type Srtp = {
  readonly kind: 'open' | 'opened' | 'request' | 'reply'
  readonly bytes: Uint8Array
  readonly number: number
  /** Of a request, and where it lies: with a text behind the header the service is in another place. */
  readonly service: number
  readonly serviceAt: number
  readonly refused: boolean
}
