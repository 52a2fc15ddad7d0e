// Other people's XLSForms (DIR/index.json, DIR/pyxform/index.json) through our converter and compiler: whether each becomes a form or clear
// problems with their places, whether the reference converter judges alike, and why not. Told, not weighed: XLSForm holds more than we ask.
import { existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { compile } from '../../src/form/compile.ts'
import type { Problem } from '../../src/form/problem.ts'
import { fromXlsform } from '../../src/translate/xlsform.ts'

interface Entry {
  readonly file: string
  /** What the reference converter made of it: an error, or (absent in the list of real forms) a form. */
  readonly expect?: string
}

export async function tellXlsforms(folder: string): Promise<void> {
  for (const [what, file, base] of [['real XLSForms', 'index.json', folder], ['small XLSForms', 'pyxform/index.json', join(folder, 'pyxform')]] as const) {
    const index = join(folder, file)
    if (!existsSync(index)) continue
    const entries = (JSON.parse(readFileSync(index, 'utf8')) as readonly Entry[]).filter((entry) => /\.xlsx?$/.test(entry.file))
    await tell(what, entries, base)
  }
}

async function tell(what: string, entries: readonly Entry[], folder: string): Promise<void> {
  const counts = { forms: 0, refused: 0, stricter: 0, laxer: 0, unplaced: 0 }
  const whys = new Map<string, number>()
  const warned = new Map<string, number>()
  for (const { file, expect } of entries) {
    const { problems, warnings } = await judged(join(folder, file))
    for (const code of new Set(warnings.map((warning) => said(warning)))) warned.set(code, (warned.get(code) ?? 0) + 1)
    if (problems.some(({ sheet, line, cell }) => sheet === undefined && line === undefined && cell === undefined)) counts.unplaced++
    if (problems.length === 0) counts[expect === 'error' ? 'laxer' : 'forms']++
    else if (expect === 'error') counts.refused++
    else {
      counts.stricter++
      for (const code of new Set(problems.map(said))) whys.set(code, (whys.get(code) ?? 0) + 1)
    }
  }
  console.log(`\n${entries.length} ${what}: ${counts.forms} become forms as elsewhere, ${counts.refused} are refused as elsewhere; ${counts.stricter} are refused here only, ${counts.laxer} there only; ${counts.unplaced} with a problem that has no place`)
  for (const [why, count] of [...whys].sort((a, b) => b[1] - a[1])) console.log(`  ${count} × refused here only: ${why}`)
  for (const [why, count] of [...warned].sort((a, b) => b[1] - a[1]).slice(0, 12)) console.log(`  ${count} × left out with a word: ${why}`)
}

async function judged(path: string): Promise<{ readonly problems: readonly Problem[]; readonly warnings: readonly Problem[] }> {
  const converted = await fromXlsform(readFileSync(path), { fallbackId: basename(path).replace(/\.\w+$/, '').toLowerCase().replace(/[^a-z0-9_]+/g, '_').replace(/^[^a-z]+/, 'f_').slice(0, 60) })
  if (converted.files['form.yaml'] === undefined) return { problems: converted.problems, warnings: converted.warnings }
  const compiled = compile(converted.files, { levels: ['province', 'commune', 'village'], registers: {}, indicators: [] })
  const further = compiled.ok ? [] : compiled.problems.flatMap((problem) => converted.located(problem) ?? [])
  const broken = !compiled.ok && further.length === 0 && converted.problems.length === 0
  return { problems: [...converted.problems, ...further, ...(broken ? compiled.problems : [])], warnings: converted.warnings }
}

// A code with what it is about, but not with what the form calls things.
function said({ code, facts }: Problem): string {
  const about = ['type', 'function', 'parameter', 'column', 'key', 'expected', 'reason'].flatMap((fact) => (facts?.[fact] === undefined ? [] : [`${fact} ${String(facts[fact]).slice(0, 40)}`]))
  return code === 'expression_unknown_function' ? `${code} ${String(facts?.name)}()` : [code, ...about].join(' ')
}
