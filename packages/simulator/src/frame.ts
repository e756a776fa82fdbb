/** One Ethernet frame as a mirror port would see it, without the frame check sequence. */
export type Frame = {
  /** Microseconds since the epoch, an integer. */
  at: number
  bytes: Uint8Array
}
