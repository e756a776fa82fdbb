/** A device that a document says is there. Null: the document does not say. */
export type ExpectedDevice = {
  /** As it was named to us. */
  readonly file: string
  /** From 1. */
  readonly line: number
  readonly name: string | null
  readonly ip: readonly string[]
  readonly mac: readonly string[]
  readonly vendor: string | null
  readonly model: string | null
  readonly orderNumber: string | null
  readonly serial: string | null
  readonly firmware: string | null
  readonly location: string | null
  /** Instance number of a BACnet device. */
  readonly instance: number | null
}

/** A kind of device or a namespace: it tells what a device is like, not how many there are. */
export type ExpectedType = {
  readonly file: string
  readonly kind: 'PROFINET device' | 'OPC UA namespace'
  readonly name: string
  readonly vendor: string | null
  /** PROFINET ids, `0x002a/0x0a06`; of a namespace its address. */
  readonly id: string
  readonly orderNumbers: readonly string[]
  /** Of a device: modules that fit into it. */
  readonly modules: readonly { readonly name: string; readonly orderNumber: string | null }[]
  /** Of a namespace: variables in it. */
  readonly variables: number
}

export const expectedFormats = ['device list', 'BACnet EDE', 'GSDML', 'OPC UA NodeSet2'] as const

/** Something in a document that could not be used. */
export type ExpectedFault = { readonly file: string; readonly line: number; readonly message: string }

export type ExpectedDocument = {
  readonly file: string
  readonly format: (typeof expectedFormats)[number] | null
  readonly devices: readonly ExpectedDevice[]
  readonly types: readonly ExpectedType[]
  readonly faults: readonly ExpectedFault[]
}

export type Difference = { readonly attribute: string; readonly expected: string; readonly heard: string }

/** Expected against heard, both ways. */
export type Expectation = {
  readonly documents: readonly {
    readonly file: string
    readonly format: string | null
    readonly devices: number
    readonly types: number
  }[]
  /** `by` tells what the two were matched by: `mac`, `serial`, `instance`, `ip`, `name`. */
  readonly heard: readonly {
    readonly device: ExpectedDevice
    readonly asset: string
    readonly by: string
    readonly differs: readonly Difference[]
  }[]
  readonly unheard: readonly ExpectedDevice[]
  /** Asset ids of devices that no document names. */
  readonly unexpected: readonly string[]
  readonly types: readonly (ExpectedType & { readonly assets: readonly string[] })[]
  readonly faults: readonly ExpectedFault[]
}
