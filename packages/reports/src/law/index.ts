export { type LawStamp, lawDocument } from './document.ts'
