// Filters in the words of tcpdump, compiled by it: the language has one definition (pcap-filter(7)), which is libpcap,
// and whoever writes a filter has tried it there. It is asked once, at the start, and never sees a packet.
import { execFile, spawnSync } from 'node:child_process'

/** Instructions that the kernel takes, BPF_MAXINSNS. */
const MOST_INSTRUCTIONS = 4096
const LINE = /^\{ 0x([0-9a-f]+), (\d+), (\d+), 0x([0-9a-f]{1,8}) \},?$/
/** ms */
const PATIENCE = 10_000

export type Compiled =
  | { readonly ok: true; readonly program: Uint8Array }
  | { readonly ok: false; readonly message: string }

const fault = (message: string): Compiled => ({ ok: false, message })

/** For Ethernet. On the interface itself where that is allowed: then `vlan` finds the tags that the kernel took off. */
export function compileFilter(filter: string, name: string): Compiled {
  const onIt = run(['-i', name, '-y', 'EN10MB', '-dd', filter])
  const { missing, code, out, words } = onIt.code === 0 ? onIt : run(['-y', 'EN10MB', '-dd', filter])
  if (missing)
    return fault(`The filter \`${filter}\` is compiled by tcpdump, which is not installed (Debian: tcpdump).`)
  if (code !== 0) return fault(refusal(filter, words, code))
  return programFrom(out) ?? fault(`The filter \`${filter}\` was compiled into something that cannot be read.`)
}

/** Why it cannot be used on Ethernet, in a sentence; null where it can. Where somebody waits who asks much else. */
export const checkFilter = (filter: string): Promise<string | null> =>
  new Promise(resolve => {
    execFile('tcpdump', ['-y', 'EN10MB', '-d', filter], { timeout: PATIENCE, maxBuffer: 1e7 }, (error, _, words) => {
      if (!error) resolve(null)
      else if (error.code === 'ENOENT') resolve(NO_TCPDUMP)
      else if (error.killed) resolve(`The filter \`${filter}\` takes too long to be compiled.`)
      else resolve(refusal(filter, words, error.code))
    })
  })

const NO_TCPDUMP = 'A filter is checked by tcpdump, which this machine does not have (Debian: tcpdump).'

function refusal(filter: string, words: string, code: unknown): string {
  const why = words.replace(/^.*tcpdump: /s, '').trim() || `tcpdump ended with ${code}`
  return `The filter \`${filter}\` cannot be used: ${why}. man pcap-filter explains the words.`
}

function programFrom(text: string): Compiled | null {
  const lines = text.split('\n').filter(line => line.startsWith('{'))
  if (lines.length === 0 || lines.length > MOST_INSTRUCTIONS) return null
  const view = new DataView(new ArrayBuffer(8 * lines.length))
  for (const [i, line] of lines.entries()) {
    const found = LINE.exec(line.trim())
    if (!found) return null
    const [, code = '', yes, no, operand = ''] = found
    view.setUint16(8 * i, Number.parseInt(code, 16), true)
    view.setUint8(8 * i + 2, Number(yes))
    view.setUint8(8 * i + 3, Number(no))
    view.setUint32(8 * i + 4, Number.parseInt(operand, 16), true)
  }
  return { ok: true, program: new Uint8Array(view.buffer) }
}

function run(args: readonly string[]) {
  const { error, status, stdout, stderr } = spawnSync('tcpdump', args, { encoding: 'utf8', timeout: PATIENCE })
  return { missing: error !== undefined, code: status, out: stdout ?? '', words: stderr ?? '' }
}
