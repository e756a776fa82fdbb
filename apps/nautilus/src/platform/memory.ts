import { readdirSync, readFileSync } from 'node:fs'

/** Bytes of memory of this process and of everything it started; pages that several share count once for each. */
export function processTreeMemory(root = process.pid): number {
  const children = new Map<number, number[]>()
  const memory = new Map<number, number>()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    try {
      const status = readFileSync(`/proc/${name}/status`, 'utf8')
      const parent = Number(/^PPid:\s+(\d+)/m.exec(status)?.[1] ?? 0)
      memory.set(Number(name), 1024 * Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0))
      children.set(parent, [...(children.get(parent) ?? []), Number(name)])
    } catch {
      // It has ended in between.
    }
  }
  const sum = (pid: number): number =>
    (memory.get(pid) ?? 0) + (children.get(pid) ?? []).reduce((total, child) => total + sum(child), 0)
  return sum(root)
}
