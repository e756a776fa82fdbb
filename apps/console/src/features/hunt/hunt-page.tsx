export function HuntPage() {
  return null
}
