/** Sources of a document, numbered from 1 in the order in which they were named first. */
export class Notes {
  readonly #numbers = new Map<string, number>()

  get all(): string[] {
    return [...this.#numbers.keys()]
  }

  numbersOf(sources: readonly string[]): number[] {
    const numbers = sources.map(source => {
      const known = this.#numbers.get(source) ?? this.#numbers.size + 1
      this.#numbers.set(source, known)
      return known
    })
    return [...new Set(numbers)]
  }

  /** ` [1, 2]`; nothing for nothing. */
  cite(sources: readonly string[]): string {
    return sources.length === 0 ? '' : ` [${this.numbersOf(sources).join(', ')}]`
  }
}
