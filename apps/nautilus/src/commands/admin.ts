import { type Command, Refusal } from '../world.ts'
import { backup } from './admin/backup.ts'
import { busCommand } from './admin/bus.ts'
import { restoreCommand } from './admin/restore.ts'
import { retention } from './admin/retention.ts'
import { callSheet, offlinePack } from './admin/sheets.ts'

const help = `nautilus admin backup FILE
nautilus admin restore FILE
nautilus admin retention [--dry-run]
nautilus admin bus FOLDER
nautilus admin call-sheet --site SITE --out FILE.pdf
nautilus admin offline-pack --site SITE --out FILE.pdf

For whoever runs the platform: backups, restores, what is let go of, and paper
for the night without a network.
docs/operations.md tells when to use which.

  backup        everything in one file, while the platform runs or is stopped
  restore       such a file back into an empty data folder
  retention     what is older than organisations want to keep
  bus           the configuration of the servers of the bus
  call-sheet    whom to call at a site, in which order, by which number
  offline-pack  all playbooks, to be kept on paper

  nautilus help admin backup   explains one
`

export const admin: Command = {
  name: 'admin',
  summary: 'backup, restore, retention, bus and paper of a platform',
  help,
  parts: [backup, restoreCommand, retention, busCommand, callSheet, offlinePack],
  options: {},
  run: async () => {
    throw new Refusal('say what: `nautilus admin backup FILE`, or `nautilus admin --help` for all of it.')
  },
}
