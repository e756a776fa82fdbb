// What tests look up behind the API's back.
export { asTenant, listAudit } from '@nautilus/store'
export { sql } from 'kysely'
