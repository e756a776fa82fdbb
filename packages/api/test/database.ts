// What tests look up behind the API's back.
export { addKey, addMember, asTenant, listAudit, personOfEmail } from '@nautilus/store'
export { sql } from 'kysely'
