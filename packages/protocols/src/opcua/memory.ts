// What a connection remembers: its security, and which node a client handle stands for. OPC 10000-4, clause 5.12.2.

const MOST_HANDLES = 8192

export type Memory = {
  policy: string
  mode: string
  /** `subscription:handle` to node. */
  readonly handles: Map<string, string>
}

export const openMemory = (): Memory => ({ policy: '', mode: '', handles: new Map() })

export function remember({ handles }: Memory, subscription: number, handle: number, node: string): void {
  if (handles.size < MOST_HANDLES || handles.has(`${subscription}:${handle}`)) {
    handles.set(`${subscription}:${handle}`, node)
  }
}

export const nodeOf = ({ handles }: Memory, subscription: number, handle: number): string =>
  handles.get(`${subscription}:${handle}`) ?? `handle=${handle}`

export function forget({ handles }: Memory, subscription: number): void {
  for (const key of handles.keys()) if (key.startsWith(`${subscription}:`)) handles.delete(key)
}
