// Where files of incidents are: by their hash, apart for each tenant, so that nobody learns by a hash what others have.
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { PlatformPort } from './port.ts'

type Attachments = Pick<PlatformPort, 'attachments'>

export const attachedFolder = ({ attachments }: Attachments, tenant: string): string =>
  join(attachments, createHash('sha256').update(tenant).digest('hex'))

export const attachedPath = (platform: Attachments, tenant: string, hash: string): string =>
  join(attachedFolder(platform, tenant), hash)
