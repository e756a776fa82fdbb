import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type CustomRule, compileRules, loadRules } from '@nautilus/detection'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { loadCustomRules } from '../src/custom/load.ts'
import { treesOf } from '../src/custom/trees.ts'
import { run } from '../src/program.ts'
import { likeOf } from '../src/site/yaml.ts'
import { Refusal, type World } from '../src/world.ts'
import { folder, nautilus, plant } from './program.ts'

const page = readFileSync(new URL('../../../docs/custom-rules.md', import.meta.url), 'utf8')
const examples = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text]) => text!)
const builtIn = await loadRules()

/** A folder with these files. */
function filesIn(files: Readonly<Record<string, string | Uint8Array>>): string {
  const path = folder()
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(path, name, '..'), { recursive: true })
    writeFileSync(join(path, name), text)
  }
  return path
}

function refusalOf(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    if (error instanceof Refusal) return error.message
    throw error
  }
  return ''
}

const write = `title: A write
logsource: { product: nautilus, category: activity }
detection:
  write: { verb: write }
  condition: write
`

describe('docs/custom-rules.md', () => {
  test.each(examples.map((text, at) => [at + 1, text]))('example %i does what its own examples say', (_, text) => {
    const path = join(filesIn({ 'a.yml': text }), 'a.yml')
    const rules = loadCustomRules('', [path], builtIn)
    const outcomes = rules.flatMap((custom: CustomRule) =>
      custom.examples.map(example => [example.name, custom.firesOf(example), example.fires] as const),
    )
    expect(outcomes.length).toBeGreaterThan(0)
    for (const [name, fires, expected] of outcomes) expect([name, fires]).toEqual([name, expected])
  })

  test('its examples are one set of rules, too', () => {
    const all = loadCustomRules('', [filesIn({ 'all.yml': examples.join('\n---\n') })], builtIn)
    expect(all.map(({ rule, silent }) => `${rule.id}${silent ? ' (silent)' : ''}`)).toEqual([
      'register-written-at-night',
      'one-client-writes-many-objects',
      'grave-finding-at-a-safety-system',
      'a-scan-that-nautilus-found (silent)',
      'a-write (silent)',
      'two-kinds-of-grave-findings-at-one-safety-system',
      'found-by-a-scan-then-written',
    ])
  })
})

describe('reading', () => {
  test('every fault is told with its place and what is valid', async () => {
    const golden = (name: string) => fileURLToPath(new URL(`goldens/custom-rules/${name}`, import.meta.url))
    const path = golden('faults.yml')
    const told = refusalOf(() => loadCustomRules('', [path], builtIn)).replaceAll(path, 'faults.yml')
    await expect(`${told}\n`).toMatchFileSnapshot(golden('faults.txt'))
  })

  test.each([
    ['an alias', 'a: &x 1\nb: *x', '2:4: Aliases (`*name`) are not understood; write it out.'],
    ['a list as a name', '? [a]\n: 1', '1:3: A name must be plain text.'],
    ['a name twice', 'title: a\ntitle: b', '2:1: `title` stands here twice; put both into one.'],
    ['nothing', '# later\n', '1:1: There is no rule in this file.'],
    ['brackets', `a: ${'['.repeat(50)}${']'.repeat(50)}`, 'Lists and maps may be 24 deep; write it flatter.'],
    ['brackets beyond the stack', '['.repeat(200_000), 'Lists and maps may be 24 deep; write it flatter.'],
    ['dashes beyond the stack', '- '.repeat(5000), 'Lists and maps may be 24 deep; write it flatter.'],
    ['another thing', 'just text', '1:1: A rule must be a list of `name: value`.'],
  ])('%s', (_, text, expected) => {
    expect(refusalOf(() => loadCustomRules('', [filesIn({ 'a.yml': text })], builtIn))).toContain(expected)
  })

  test('a folder is read with all below it; nothing is applied by half', () => {
    const good = { 'a.yml': write, 'b/c.yaml': write.replace('A write', 'Another'), 'b/notes.txt': 'not a rule' }
    expect(loadCustomRules('', [filesIn(good)], builtIn).map(({ rule }) => rule.id)).toEqual(['a-write', 'another'])
    const bad = { ...good, 'd.yml': write.replace('A write', 'Third').replace('verb', 'vreb') }
    expect(refusalOf(() => loadCustomRules('', [filesIn(bad)], builtIn))).toMatch(
      /no custom rule is used.*\n.*d\.yml:4:12: activity has no field `vreb`; did you mean `verb`\?$/,
    )
    expect(refusalOf(() => loadCustomRules('--rules', [folder()], builtIn))).toMatch(/holds no .yml or .yaml file/)
  })

  const lines = fc
    .array(
      fc.tuple(
        fc.constantFrom('', '  ', '    ', '- ', '  - '),
        fc.constantFrom(
          'title: x',
          'logsource:',
          'product: nautilus',
          'category: activity',
          'detection:',
          'correlation:',
          'condition: a',
          'a:',
          'verb|re: "(a"',
          'verb: [write',
          'rules: [x]',
          '---',
          '{',
          '*x',
          '&x',
          '? y',
          'examples:',
          'tags: 1',
          '\t',
          'level: null',
        ),
      ),
      { maxLength: 20 },
    )
    .map(list => list.map(parts => parts.join('')).join('\n'))

  test('any text is rules or faults, each at a place in it', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ maxLength: 300 }), lines), text => {
        const { trees, faults } = treesOf('a.yml', text)
        const compiled = compileRules(trees, { taken: [], likeOf, faults })
        if (compiled.ok) return
        expect(compiled.faults.length).toBeGreaterThan(0)
        for (const { place, message } of compiled.faults) {
          expect(place.line <= text.split('\n').length + 1 && place.line > 0 && place.column > 0).toBe(true)
          expect(message).toMatch(/[.?]$/)
        }
      }),
      { numRuns: 1000 },
    )
  })
})

/** The program without a process of its own, with paths as in `cwd`. */
async function inside(args: readonly string[], cwd: string) {
  const outcome = { code: 0, out: '', err: '' }
  const world: World = {
    out: async text => {
      outcome.out += text.toString()
    },
    err: text => {
      outcome.err += text
    },
    columns: 100,
    colour: false,
    progress: false,
    terminal: false,
    clock: () => 0,
    today: () => '2026-01-12',
  }
  outcome.code = await run(
    args.map(arg => (/\.|^rules\/$/.test(arg) ? join(cwd, arg) : arg)),
    world,
  )
  const plain = (text: string) => text.replaceAll(`${cwd}/`, '')
  return { code: outcome.code, out: plain(outcome.out), err: plain(outcome.err) }
}

describe('the program', () => {
  const capture = plant({ seconds: 60 })

  test('rules test tries them on a capture', async () => {
    const cwd = filesIn({ 'night.pcap': capture, 'rules/a.yml': examples[0]!, 'rules/b.yml': examples[1]! })
    const { code, out, err } = await inside(['rules', 'test', 'rules/', 'night.pcap', '--json', 'out.json'], cwd)
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toContain('2 rules without a fault; 5 examples as expected.')
    expect(out).toMatch(/register-written-at-night {2}Register written at night\n {4}rules\/a\.yml:1, high, T0836/)
    expect(out).toMatch(/\d+ matches in \d+(\.\d)? s, \d+ findings; too short to say how many an hour/)
    expect(out).toMatch(/2026-01-12 02:59:\d\d {2}10\.20\.0\.\d+ → 10\.20\.0\.\d+ {2}255\/holding-registers\/\d+/)
    const json = JSON.parse(readFileSync(join(cwd, 'out.json'), 'utf8'))
    expect(json.rules.map((rule: { id: string }) => rule.id)).toEqual([
      'register-written-at-night',
      'one-client-writes-many-objects',
    ])
    expect(json.rules[0].matches).toBeGreaterThan(json.rules[0].findings)
    expect(json.rules[0].first.length).toBe(5)
  })

  test('an example that fires otherwise is told, and ends with 2', async () => {
    const text = `${write}examples:\n  - name: a read\n    events: [{ verb: read }]\n    fires: 1\n`
    const { code, out } = await inside(['rules', 'test', 'a.yml'], filesIn({ 'a.yml': text }))
    expect(code).toBe(2)
    expect(out).toContain('line 7: "a read" fires 0 times, and should once')
  })

  test('analyze makes findings of them', () => {
    const cwd = filesIn({ 'night.pcap': capture, 'a.yml': examples[0]! })
    const args = ['analyze', '--rules', 'a.yml', 'night.pcap', '--json', '-', '--html', 'a.html']
    const { code, out, err } = nautilus(args, { cwd })
    expect({ code, err }).toEqual({ code: 0, err: '' })
    const report = JSON.parse(out)
    const own = report.findings.filter((finding: { rule: string }) => finding.rule === 'register-written-at-night')
    expect(own.length).toBeGreaterThan(0)
    expect(own[0]).toMatchObject({ severity: 'high', techniques: ['T0836'], playbook: 'PB-12', verb: 'write' })
    expect(own[0].terms.length).toBeGreaterThan(1)
    expect(report.detection.rules).toBe(builtIn.length + 1)
    expect(readFileSync(join(cwd, 'a.html'), 'utf8')).toContain('Register written at night')
  })

  test('analyze with a fault reads no capture', async () => {
    const cwd = filesIn({ 'night.pcap': capture, 'a.yml': write.replace('verb', 'vreb') })
    expect(await inside(['analyze', '--rules', 'a.yml', 'night.pcap'], cwd)).toEqual({
      code: 2,
      out: '',
      err: 'nautilus: no custom rule is used, for there are faults:\na.yml:4:12: activity has no field `vreb`; did you mean `verb`?\n',
    })
  })

  test('rules lists and shows them', async () => {
    const cwd = filesIn({ 'a.yml': examples[0]! })
    expect((await inside(['rules', '--rules', 'a.yml'], cwd)).out).toContain('register-written-at-night')
    const shown = await inside(['rules', 'show', 'register-written-at-night', '--rules', 'a.yml'], cwd)
    expect(shown.out).toMatch(/Register written at night\n.*\n\n {2}level {7}high/)
  })
})
