export function ProcessPage() {
  return null
}
