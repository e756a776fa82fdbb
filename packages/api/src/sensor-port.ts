// What the API asks of the running platform about sensors of other machines, and of packets.

/** Of an enrolled sensor: where the bus is, and what lets it in. */
export type BusAccess = {
  readonly servers: readonly string[]
  /** The text of a credentials file of NATS. It is shown this once. */
  readonly credentials: string
}

/** Sensors of other machines on the bus. */
export type BusPort = {
  /** `key`: its public key, by which it is revoked. */
  enrol(sensor: SensorName): Promise<{ readonly access: BusAccess; readonly key: string }>
  /** Sensors were revoked: the bus refuses them from now on. */
  revoked(): Promise<void>
  /** Signs settings of a sensor under the version that they will be. */
  sign(sensor: SensorName, version: number, settings: object): { readonly body: string; readonly signature: string }
  /** Why these settings cannot be signed, in a sentence; null where they can. A filter is compiled. */
  fault(settings: object): Promise<string | null>
  /** Protocols that can be switched off, by name. */
  readonly protocols: readonly { readonly name: string; readonly title: string }[]
  /** There are new settings: the sensor is told to ask for them. */
  changed(sensor: SensorName): void
}

/** Packets that lie at sensors which speak HTTP. */
export type PacketPort = {
  /** What is wanted of a sensor, the newest finding first. */
  questions(sensor: SensorName): Promise<readonly { readonly finding: string; readonly question: object }[]>
  /** What it brings for one finding. `unknown`: nobody asked, or not any more. */
  answered(
    sensor: SensorName,
    finding: string,
    bytes: Uint8Array,
  ): Promise<{ readonly kind: 'kept' | 'unknown' } | { readonly kind: 'refused'; readonly why: string }>
}

export type SensorName = { readonly tenant: string; readonly site: string; readonly sensor: string }

/** `busy`: too many ask at once. */
export type PacketsAround =
  | { readonly kind: 'found'; readonly pcap: AsyncIterable<Uint8Array> }
  | { readonly kind: 'none'; readonly why: string }
  | { readonly kind: 'busy' }
