export type Token = { readonly kind: 'word' | 'sign' | 'end'; readonly text: string; readonly at: number }

/** Names of selections and fields, with `*` in patterns; brackets, comparisons, the pipe. Anything else is one sign. */
const piece = /\s*(?:([\w.*?-]+)|(>=|<=|==|[^\s]))/uy

export function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  piece.lastIndex = 0
  for (let found = piece.exec(text); found; found = piece.exec(text)) {
    const [whole, word, sign] = found
    const part = word ?? sign!
    tokens.push({
      kind: word === undefined ? 'sign' : 'word',
      text: part,
      at: found.index + whole.length - part.length,
    })
  }
  tokens.push({ kind: 'end', text: '', at: text.trimEnd().length })
  return tokens
}
