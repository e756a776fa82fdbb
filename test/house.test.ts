// Rules of the house that one search can check.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const project = fileURLToPath(new URL('..', import.meta.url))
const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
  cwd: project,
  encoding: 'utf8',
})
const files = [...new Set(listed.split('\0'))].filter(path => path !== '' && readable(path)).sort()
const code = files.filter(path => /\.(ts|mjs)$/.test(path))
const here = 'test/house.test.ts'

function readable(path: string): boolean {
  try {
    readFileSync(join(project, path))
    return true
  } catch {
    return false // deleted, and not yet committed
  }
}

/** `path:line` of every line of these files that matches. */
const places = (paths: readonly string[], pattern: RegExp): string[] =>
  paths
    .filter(path => path !== here)
    .flatMap(path =>
      readFileSync(join(project, path), 'utf8')
        .split('\n')
        .flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : [])),
    )

/** Files that are longer than 400 lines, and why. */
const long: Record<string, string> = {
  'apps/console/src/shared/routes.ts': 'written by a program, from what the API says of itself',
  'apps/nautilus/test/advisories.test.ts': 'every way in which advisories come, on one plant',
  'apps/nautilus/test/platform/platform.test.ts': 'everything that runs on one start of the stores',
  'packages/capture/src/streams.ts': 'one state machine: what is in order, ahead, behind, lost and contradicted',
  'packages/capture/test/streams.test.ts': 'every order in which segments can come, one test each',
  'packages/store/src/state/tables.ts': 'the rows of every table, in one place to compare with the database',
}

/** The only captures in the tree, with where they are from. Others belong into no repository. */
const captures: Record<string, string> = {}

test('there are files to look at', () => {
  expect(code.length).toBeGreaterThan(200)
})

test('pure packages read no clock and no random number', () => {
  const pure = code.filter(path =>
    /^packages\/(model|protocols|inventory|detection|vulnerabilities|risk|simulator)\/src\//.test(path),
  )
  expect(places(pure, /\bMath\.random\b|\bDate\.now\b|\bnew Date\b|\bperformance\.now\b/)).toEqual([])
})

test('the packet path reads no clock and no random number', () => {
  const path = code.filter(path => /^packages\/(capture|sensor)\/src\//.test(path))
  expect(places(path, /\bMath\.random\b|\bDate\.now\b|\bnew Date\b|\bperformance\.now\b/)).toEqual([])
})

test('no package has a network client of the platform', () => {
  // That one is a script for browsers, on the page of the API.
  const source = code.filter(
    path => /^packages\/[^/]+\/src\//.test(path) && path !== 'packages/api/src/documentation-script.ts',
  )
  expect(places(source, /\bfetch\(|\bnew (WebSocket|EventSource|XMLHttpRequest)\b/)).toEqual([])
})

test('what listens has no function that sends', () => {
  const path = 'packages/capture/src/live/libc.ts'
  const text = readFileSync(join(project, path), 'utf8')
  const called = Array.from(text.matchAll(/library\.func\('[\w ]+? \*?(\w+)\(/g), ([, name]) => name).sort()
  const listening = [
    'bind',
    'close',
    'fcntl',
    'getsockopt',
    'if_nametoindex',
    'mmap',
    'munmap',
    'prctl',
    'setsockopt',
    'socket',
  ]
  expect(called).toEqual(listening)
  expect(
    places(
      code.filter(file => file !== path && /^packages\/capture\/src\//.test(file)),
      /from 'koffi'|import\('koffi'/,
    ),
  ).toEqual([])
})

test('every file is short enough to be read', () => {
  const tooLong = code.filter(path => readFileSync(join(project, path), 'utf8').trimEnd().split('\n').length > 400)
  expect(tooLong.filter(path => !(path in long))).toEqual([])
})

test('no test runs alone, and no type is argued away', () => {
  expect(places(code, /\b(test|it|describe)\.only\(|\bas any\b|@ts-(ignore|nocheck|expect-error)\b/)).toEqual([])
})

test('no path of one machine', () => {
  const machine = /(^|[\s'"`(=:])\/(home|root|Users|work|mnt|media|scratch|data)\/[\w.]/
  const text = files.filter(path => /\.(ts|mjs|json|md|hex|jsonl|txt|csv)$|^\.ci\//.test(path))
  expect(places(text, machine)).toEqual([])
})

describe('captures', () => {
  test('none from elsewhere', () => {
    const found = files.filter(path => /\.(pcap|pcapng|cap|ntar|erf)(\.(gz|zst))?$/.test(path))
    expect(found.filter(path => !(path in captures))).toEqual([])
  })

  test('every conversation says where it is from', () => {
    const conversations = files.filter(path => path.endsWith('.hex'))
    expect(conversations.length).toBeGreaterThan(0)
    const silent = conversations.filter(path => !readFileSync(join(project, path), 'utf8').startsWith('# Origin: '))
    expect(silent).toEqual([])
  })
})
