import { asTenant, type Database, getSite, type Scoped } from '@nautilus/store'
import { notFound } from '../problem.ts'

type Place = { readonly tenant: string; readonly site: string }

/** Before the platform is asked: it would make a worker for whatever name it is given. */
export async function checkSite(db: Database, { tenant, site }: Place): Promise<void> {
  if (!(await asTenant(db, tenant, scoped => getSite(scoped, site)))) throw notFound('site of this name')
}

/** The same within a transaction. */
export async function checkHere(scoped: Scoped, site: string): Promise<void> {
  if (!(await getSite(scoped, site))) throw notFound('site of this name')
}
