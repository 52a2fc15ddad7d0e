// Writes a translation into a language file: the one text, where it belongs. What stands there already stays, comments too.
import { isMap, isScalar, isSeq, parseDocument, YAMLMap, YAMLSeq } from 'yaml'
import type { Problem } from './problem.ts'

/** The file and the path in it of a text that `translation_missing` tells of. */
export function whereMissing({ file = '', facts }: Problem): { readonly file: string; readonly path: readonly string[] } {
  const { language = '', path = '' } = facts ?? {}
  const isShared = file.startsWith('lists/')
  const parts = String(path).split('.')
  // Names of questions and lists hold no dot; a choice's may.
  const whole = isShared ? 1 : parts[0] === 'choices' ? 2 : parts.length - 1
  return { file: `${isShared ? 'lists/' : ''}${language}.yaml`, path: [...parts.slice(0, whole), parts.slice(whole).join('.')] }
}

/** The file's text with `value` at `path`; as it was where it cannot be read. */
export function fillIn(text: string, path: readonly string[], value: string): string {
  const tree = parseDocument(text, { schema: 'failsafe', uniqueKeys: false, merge: false })
  if (tree.errors.length > 0 || path.length === 0) return text
  if (!isMap(tree.contents)) {
    if (tree.contents !== null && !(isScalar(tree.contents) && tree.contents.value === '')) return text
    tree.contents = new YAMLMap(tree.schema) as unknown as typeof tree.contents
  }
  put(tree.contents as unknown as YAMLMap, path, value)
  return tree.toString({ lineWidth: 0, flowCollectionPadding: true })
}

function put(at: YAMLMap | YAMLSeq, [name = '', ...rest]: readonly string[], value: string): void {
  const key = isSeq(at) ? Number(name) : name
  if (isSeq(at)) while (at.items.length <= Number(name)) at.add('')
  const there = at.get(key, true)
  // `village: Which village?` is short for `village: { label: Which village? }`.
  if (rest.length === 0 || (rest.length === 1 && rest[0] === 'label' && !isMap(there))) return void at.set(key, value)
  if (isMap(there) || isSeq(there)) return put(there, rest, value)
  const made = /^\d+$/.test(rest[0] ?? '') ? new YAMLSeq() : new YAMLMap()
  if (isScalar(there) && there.value !== '' && isMap(made)) made.set('label', there.value)
  at.set(key, made)
  put(made, rest, value)
}
