/** How findings name the live traffic of one run of a sensor, which numbers its frames. */
export const liveFile = ({ sensor, epoch }: { readonly sensor: string; readonly epoch: string }): string =>
  `live:${sensor}@${epoch}`

/** Whose run it names; null where it is the name of a capture. */
export const sensorOf = (file: string): string | null => /^live:([^@]+)@/.exec(file)?.[1] ?? null
