import { type Command, Refusal } from '../world.ts'
import { backup } from './admin/backup.ts'
import { restoreCommand } from './admin/restore.ts'
import { retention } from './admin/retention.ts'

const help = `nautilus admin backup FILE
nautilus admin restore FILE
nautilus admin retention [--dry-run]

For whoever runs the platform: backups, restores, and what is let go of.
docs/operations.md tells when to use which.

  backup      everything in one file, while the platform runs or is stopped
  restore     such a file back into an empty data folder
  retention   what is older than organisations want to keep

  nautilus help admin backup   explains one
`

export const admin: Command = {
  name: 'admin',
  summary: 'backup, restore and retention of a platform',
  help,
  parts: [backup, restoreCommand, retention],
  options: {},
  run: async () => {
    throw new Refusal('say what: `nautilus admin backup FILE`, or `nautilus admin --help` for all of it.')
  },
}
