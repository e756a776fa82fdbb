export { type Brand, readableAccent } from './brand.ts'
export { logoOf, type Picture } from './logo.ts'
