// Two devices turn out to be one.
import type { Limits } from './limits.ts'
import { type Tally, tallyShape } from './tally.ts'
import { type Device, shapesOf, type Tree } from './tree.ts'

/** Files everything of `from` under `to`, joined with what is there. Count anew afterwards. */
export function renamed(tree: Tree, from: string, to: string, limits: Limits): void {
  if (from === to) return
  for (const device of tree.devices.values()) {
    renamePeer(device, from, to, limits)
    for (const { writers, writings } of device.objects.values()) renameWriter(writers, writings, from, to)
  }
  for (const { members } of tree.segments.values()) renameMember(members, from, to)
  const device = tree.devices.get(from)
  if (!device) return
  tree.devices.delete(from)
  join(tree, to, device, limits)
}

function renamePeer(device: Device, from: string, to: string, limits: Limits): void {
  const pair = device.peers.get(from)
  if (!pair) return
  device.peers.delete(from)
  const known = device.peers.get(to)
  device.peers.set(to, known ? shapesOf(limits).pair.merge(known, pair) : pair)
}

function renameMember(members: Map<string, Tally>, from: string, to: string): void {
  const tally = members.get(from)
  if (!tally) return
  members.delete(from)
  const known = members.get(to)
  members.set(to, known ? tallyShape.merge(known, tally) : tally)
}

function renameWriter(writers: string[], writings: Tally[], from: string, to: string): void {
  const at = writers.indexOf(from)
  if (at < 0) return
  const known = writers.indexOf(to)
  if (known < 0) {
    writers[at] = to
    return
  }
  writings[known] = tallyShape.merge(writings[known]!, writings[at]!)
  writers.splice(at, 1)
  writings.splice(at, 1)
}

function join(tree: Tree, id: string, device: Device, limits: Limits): void {
  const known = tree.devices.get(id)
  tree.devices.set(id, known ? shapesOf(limits).device.merge(known, device) : device)
}
