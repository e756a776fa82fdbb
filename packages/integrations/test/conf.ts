// Files of Splunk's configuration.

/** Sections of a .conf file. */
export function conf(text: string): Map<string, Map<string, string>> {
  const sections = new Map<string, Map<string, string>>()
  let section = new Map<string, string>()
  for (const line of text.split('\n')) {
    const name = /^\[(.+)\]$/.exec(line)?.[1]
    if (name !== undefined) {
      section = new Map()
      sections.set(name, section)
    } else if (/^[\w.-]+ = /.test(line))
      section.set(line.slice(0, line.indexOf(' = ')), line.slice(line.indexOf(' = ') + 3))
    else if (line !== '' && !line.startsWith('#')) throw new Error(`This is no line of a .conf: ${line}`)
  }
  return sections
}
