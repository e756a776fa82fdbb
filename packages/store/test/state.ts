// A PostgreSQL of its own for a test file, in a folder that goes with it.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { asTenant, ensureSite, ensureTenant, type OpenDatabase, openDatabase, startState } from '../src/index.ts'

export const temporaryFolder = (): string => mkdtempSync(join(tmpdir(), 'nautilus-test-'))

export type TestState = OpenDatabase & { readonly folder: string; readonly url: string; end(): Promise<void> }

/** Tenants `a` and `b`, each with a site `s`. */
export async function testState(): Promise<TestState> {
  const folder = temporaryFolder()
  const server = await startState(folder)
  const open = await openDatabase(server.url, 8)
  for (const tenant of ['a', 'b']) {
    await ensureTenant(open.db, tenant, `Tenant ${tenant}`)
    await asTenant(open.db, tenant, scoped => ensureSite(scoped, tenant, { id: 's', name: 'Site' }))
  }
  const end = async () => {
    await open.close()
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  return { ...open, folder, url: server.url, end }
}
