// What stands in the boxes of a question's field, as a kind reads them.
import type { Question } from '../form/form.ts'
import { kinds } from '../form/kinds/index.ts'
import type { Typed } from '../form/kinds/kind.ts'
import { nameOf } from '../view/field.ts'

/** By part. */
export function boxesOf(field: HTMLElement, key: string, question: Question): Typed {
  const boxes: Record<string, string | readonly string[]> = {}
  for (const part of kinds[question.kind].parts) {
    const all = [...field.querySelectorAll<HTMLInputElement>('input,select,textarea')].filter((box) => box.name === nameOf(key, part))
    const values = all.filter((box) => (box.type !== 'radio' && box.type !== 'checkbox') || box.checked).map((box) => box.value)
    boxes[part] = kinds[question.kind].holds === 'choices' ? values : (values[0] ?? '')
  }
  return boxes
}
