/** How findings name the live traffic of one run of a sensor, which numbers its frames. */
export const liveFile = ({ sensor, epoch }: { readonly sensor: string; readonly epoch: string }): string =>
  `live:${sensor}@${epoch}`
