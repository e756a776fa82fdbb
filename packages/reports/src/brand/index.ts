export { type Brand, filledIn, readableAccent, saidIn, type Template } from './brand.ts'
export { logoOf, type Picture } from './logo.ts'
