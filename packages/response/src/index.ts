export { type Duty, decides, duties } from './duties.ts'
export * from './obligation/index.ts'
export * from './playbook/index.ts'
export * from './reading/index.ts'
