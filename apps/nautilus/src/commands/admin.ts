import { type Command, Refusal } from '../world.ts'
import { backup } from './admin/backup.ts'
import { busCommand } from './admin/bus.ts'
import { restoreCommand } from './admin/restore.ts'
import { retention } from './admin/retention.ts'

const help = `nautilus admin backup FILE
nautilus admin restore FILE
nautilus admin retention [--dry-run]
nautilus admin bus FOLDER

For whoever runs the platform: backups, restores, and what is let go of.
docs/operations.md tells when to use which.

  backup      everything in one file, while the platform runs or is stopped
  restore     such a file back into an empty data folder
  retention   what is older than organisations want to keep
  bus         the configuration of the servers of the bus

  nautilus help admin backup   explains one
`

export const admin: Command = {
  name: 'admin',
  summary: 'backup, restore, retention and the bus of a platform',
  help,
  parts: [backup, restoreCommand, retention, busCommand],
  options: {},
  run: async () => {
    throw new Refusal('say what: `nautilus admin backup FILE`, or `nautilus admin --help` for all of it.')
  },
}
