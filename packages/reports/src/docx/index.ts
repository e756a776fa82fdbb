export { docxOf } from './docx.ts'
