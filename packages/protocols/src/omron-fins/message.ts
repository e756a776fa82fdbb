// One message of FINS, with or without the header of FINS/TCP. Omron W342, 2-2; W421, 7-4.

export type Fins = {
  readonly bytes: Uint8Array
  /** Command of FINS/TCP; that of a frame where there is no header. */
  readonly tcp: number
  readonly tcpError: number
  readonly reply: boolean
  readonly pair: number
  readonly command: number
  /** Of a reply; 0 elsewhere. */
  readonly end: number
  /** Where what follows the command, and the end code, begins. */
  readonly data: number
}
