// Queries checked by the language service of Kusto itself, without Azure.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { runInThisContext } from 'node:vm'

type Diagnostic = { readonly Severity: string; readonly Message: string }
type Bridge = {
  readonly Language: {
    readonly KustoCode: { ParseAndAnalyze(query: string, globals: unknown): { GetDiagnostics(): Bag } }
    readonly GlobalState: { readonly Default: { WithDatabase(database: unknown): unknown } }
    readonly Symbols: {
      readonly TableSymbol: { From(schema: string): { WithName(name: string): unknown } }
      readonly DatabaseSymbol: { readonly $ctor3: new (name: string, none: null, tables: unknown[]) => unknown }
    }
  }
}
type Bag = { readonly Count: number; getItem(at: number): Diagnostic }

/** It is written for browsers. */
function bridge(): Bridge {
  const all = globalThis as unknown as { window?: unknown; Kusto?: Bridge }
  all.window ??= globalThis
  const folder = dirname(createRequire(import.meta.url).resolve('@kusto/language-service-next/package.json'))
  if (!all.Kusto)
    for (const name of ['bridge.min.js', 'Kusto.Language.Bridge.min.js'])
      runInThisContext(readFileSync(join(folder, name), 'utf8'), { filename: name })
  return all.Kusto!
}

/** ARM's boolean is Kusto's bool. */
const typeOf = (type: string): string => (type === 'boolean' ? 'bool' : type)

/** What is wrong with a query; `tables`: columns by name. */
export function kqlFaults(query: string, tables: Readonly<Record<string, Readonly<Record<string, string>>>>): string[] {
  const { KustoCode, GlobalState, Symbols } = bridge().Language
  const symbols = Object.entries(tables).map(([name, columns]) => {
    const schema = Object.entries(columns).map(([column, type]) => `${column}:${typeOf(type)}`)
    return Symbols.TableSymbol.From(`(${schema.join(', ')})`).WithName(`${name}_CL`)
  })
  const globals = GlobalState.Default.WithDatabase(new Symbols.DatabaseSymbol.$ctor3('db', null, symbols))
  const found = KustoCode.ParseAndAnalyze(query, globals).GetDiagnostics()
  return Array.from({ length: found.Count }, (_, at) => found.getItem(at).Message)
}
