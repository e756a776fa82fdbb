// Every documented bound of the packages, as a table: constants called MAX_…, and the fields of `defaultLimits`. What a
// bound means is the comment above it in the code.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { filesBelow } from './files.mjs'

const COMMENTED = String.raw`(?:\/\*\*((?:[^*]|\*(?!\/))*)\*\/\n)?`
const CONSTANT = new RegExp(`${COMMENTED}(?:export )?const (MAX_\\w+) = ([\\d_ *+-]+)(?: //(.*))?$`, 'gm')
const FIELD = new RegExp(`${COMMENTED} *readonly (\\w+): number`, 'g')
const DEFAULT = / {2}(\w+): ([\d_]+),/g

export function limitsTable(root) {
  const sources = [
    'packages/capture/src',
    'packages/ring/src',
    'packages/sensor/src',
    'packages/inventory/src',
    'packages/vulnerabilities/src',
    'packages/response/src',
    'packages/risk/src',
    'packages/bus/src',
    'apps/nautilus/src',
  ].flatMap(place => filesBelow(root, place).filter(path => path.endsWith('.ts')))
  const rows = sources.flatMap(path => {
    const text = readFileSync(join(root, path), 'utf8')
    return [...constantsOf(text), ...defaultsOf(text)].map(row => ({ ...row, path }))
  })
  const lines = rows.map(({ name, value, says, path }) => `| [\`${name}\`](${path}) | ${value} | ${says} |`)
  return ['| Bound | Value | What the code says of it |', '|---|---:|---|', ...lines].join('\n')
}

/** A constant without a comment of its own shares that of the line before. */
function constantsOf(text) {
  let said = ''
  return [...text.matchAll(CONSTANT)].map(([, comment, name, value, behind]) => {
    said = sentence(comment ?? behind) || said
    return { name, value: grouped(product(value)), says: said }
  })
}

function defaultsOf(text) {
  if (!text.includes('export const defaultLimits')) return []
  const comments = new Map([...text.matchAll(FIELD)].map(([, comment, name]) => [name, sentence(comment)]))
  const values = text.slice(text.indexOf('export const defaultLimits')).matchAll(DEFAULT)
  return [...values].map(([, name, value]) => ({
    name: `limits.${name}`,
    value: grouped(product(value)),
    says: comments.get(name) || `Most ${name}.`,
  }))
}

const sentence = comment =>
  (comment ?? '')
    .replaceAll(/\s*\n\s*\* ?/g, ' ')
    .replaceAll('|', '\\|')
    .trim()
const product = text => text.split('*').reduce((all, factor) => all * Number(factor.replaceAll('_', '').trim()), 1)
const grouped = number => number.toLocaleString('en-US')
