import { type Command, Refusal } from '../world.ts'
import { extract } from './evidence/extract.ts'
import { verifyRing } from './evidence/verify.ts'
import { windows } from './evidence/windows.ts'

const help = `nautilus evidence windows
nautilus evidence extract FILE.pcap
nautilus evidence verify

What live sensors of this machine keep on the disk: the packets of the last
hours. While the platform runs or is stopped, for nothing is written.

  windows   what is held, of which sensor, from when to when
  extract   packets of a time, of hosts, of a finding, as a file that Wireshark
            opens
  verify    reads every block, and says what is damaged

  nautilus help evidence extract   explains one
`

export const evidence: Command = {
  name: 'evidence',
  summary: 'packets that live sensors keep: what there is, and as a pcap',
  help,
  parts: [windows, extract, verifyRing],
  options: {},
  run: async () => {
    throw new Refusal('say what: `nautilus evidence windows`, or `nautilus evidence --help` for all of it.')
  },
}
