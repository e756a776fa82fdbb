// `npm run docs`: writes the generated parts of the documents anew.
import { runNode } from './steps.mjs'

export const docs = node => runNode(node, ['scripts/generate.mjs'])
