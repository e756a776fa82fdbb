// A rule on its way from a hunt to the page of rules. It stays in this tab, and is taken once.
const KEY = 'nautilus.rule-draft'

export const keepDraft = (source: string): void => sessionStorage.setItem(KEY, source)

export function takeDraft(): string | null {
  const source = sessionStorage.getItem(KEY)
  sessionStorage.removeItem(KEY)
  return source
}
