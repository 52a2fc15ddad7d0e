// What the tests take as text: a page of docs, the shipped forms.
declare module '*.md?raw' {
  const text: string
  export default text
}
declare module '*.json?raw' {
  const text: string
  export default text
}
interface ImportMeta {
  /** Vite's: the files that fit, by their paths. */
  glob(pattern: string, options: { readonly query: '?raw'; readonly import: 'default'; readonly eager: true }): Readonly<Record<string, string>>
}
