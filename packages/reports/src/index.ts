export * from './docx/index.ts'
export * from './law/index.ts'
export * from './pdf/index.ts'
