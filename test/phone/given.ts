// What the phone's tests begin with: an empty shelf in memory, a draft, a sealed record. Invented names only.
import 'fake-indexeddb/auto'
import { compile } from '../../src/form/compile.ts'
import type { Form } from '../../src/form/form.ts'
import type { Account, Draft, Sealed } from '../../src/phone/shapes.ts'
import { openShelf } from '../../src/phone/shelf.ts'
import { whole } from '../../src/phone/whole.ts'
import type { Whole } from '../../src/phone/whole.ts'

let count = 0

export function id(n = ++count): string {
  return `01900000-0000-7000-8000-${String(n).padStart(12, '0')}`
}

export async function freshShelf(name = `shelf ${++count}`): Promise<Whole & { readonly called: string }> {
  return { ...whole(await openShelf(name)), called: name }
}

export function account(given: Partial<Account> = {}): Account {
  return { person: 'mai', name: 'Lò Thị Mai', role: 'officer', unit: 'u1', forms: null, device: 'd1', token: 't-mai', secret: 'phieu_mai', ...given }
}

export function draft(given: Partial<Draft> = {}): Draft {
  return { id: id(), author: 'mai', form: 'trial', version: 1, seed: 7, started_at: 1, updated_at: 1, label: '', screen: 0, media: {}, ...given }
}

export function sealed(given: Partial<Sealed> = {}): Sealed {
  const own = given.id ?? id()
  return {
    id: own, author: 'mai', token: 't-mai', kind: 'submission', form: 'trial', version: 1, label: 'Hộ một', body: `{"id":"${own}","sha256":"h-${own}"}`, sha256: `h-${own}`, mac: '', base: 0,
    sealed_at: 1, media: [], tries: 0, state: 'waiting', revision: 0, receipt: '', signature: '', problems: [], ...given,
  }
}

/** A form that registers households and changes them. */
export function households(): Form {
  const compiled = compile(
    {
      'form.yaml': `id: household
title: Hộ
language: vi
unit: \${village}
instance_name: \${head}
survey:
  - { type: entry households, name: which, label: Hộ nào }
  - { type: unit village, name: village, label: Thôn, required: yes }
  - { type: text, name: head, label: Chủ hộ }
  - { type: integer, name: people, label: Số người }
  - { type: image, name: photo, label: Ảnh }
registers:
  - { register: households, entity_id: "\${which}", label: "\${head}", unit: "\${village}", columns: { people: "\${people}" } }
`,
    },
    { levels: ['village', 'commune'], registers: { households: { people: 'number' } }, indicators: [] },
  )
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems, null, 1))
  return compiled.form
}
