// The survey sheet as a tree: what is begun and ended, every question with its kind. Names are as the author wrote them; names.ts makes them fit.
import { nearest } from '../expression/nearest.ts'
import { kinds } from '../form/kinds/index.ts'
import '../form/kinds/more.ts'
import type { Cell, Place, Row, Table, Tellers } from './table.ts'
import { selects, types } from './xlsform_words.ts'

export interface Node {
  readonly row: Row
  readonly place: Place
  /** As written; '' where a row has none. */
  readonly name: string
  /** Where its name stands, or else its row. */
  readonly namePlace: Place
  readonly typePlace: Place
  readonly kind: string
  /** The list of a select, the level of a unit, the register of an entry. */
  readonly argument: string
  readonly orOther: boolean
  readonly parent: Node | undefined
  readonly children: Node[]
}

/** Kinds that say something of the phone or its owner and have no words: without a place here they are left out, and told. */
const silent: ReadonlySet<string> = new Set([
  'audit', 'deviceid', 'username', 'email', 'phonenumber', 'simserial', 'subscriberid', 'start-geopoint', 'background-audio', 'background-geopoint', 'xml-external', 'csv-external', 'osm',
])

const squeezed = (text: string): string => text.trim().replace(/\s+/g, ' ')

/** The name of a kind as the form language spells it; undefined when it has none of that name. */
export function kindNamed(name: string): string | undefined {
  const bare = (text: string): string => text.toLowerCase().replace(/[-_ ]/g, '')
  return Object.keys(kinds).find((kind) => kind === name) ?? Object.keys(kinds).find((kind) => bare(kind) === bare(name))
}

/** Every question in its group; what is wrong with beginnings and ends is told. */
export function nodesOf(survey: Table, tell: Tellers): readonly Node[] {
  const top: Node[] = []
  const open: Node[] = []
  for (const row of survey.rows) {
    const disabled = row.get('disabled')?.text.toLowerCase()
    if (disabled === 'yes' || disabled === 'true' || disabled === 'true()' || disabled === '1') continue
    // Written out from a form of ours: its own kind goes before what the others make of it.
    const type = row.get('phieu_type') ?? row.get('type')
    const name = row.get('name')
    if (type === undefined) {
      // A line of remarks, or of nothing.
      if (name !== undefined || row.words('label').size > 0) tell.problem('cell_missing', name?.place ?? row.place, { column: 'type' })
      continue
    }
    if (type.text.startsWith('#')) continue
    const written = squeezed(type.text)
    const edge = /^(begin|end)[ _]?(group|lgroup|repeat|looped group|loop)(?: (?:over )?(.+))?$/i.exec(written)
    const isRepeat = /repeat|looped|lgroup/i.test(edge?.[2] ?? '')
    if (edge !== null && (edge[1] ?? '').toLowerCase() === 'end') {
      const last = open.pop()
      if (last === undefined) tell.problem('group_unopened', type.place, { type: written })
      else if ((last.kind === 'repeat') !== isRepeat) tell.problem('group_mixed', type.place, { type: written, begun: last.kind, name: last.name, row: last.place.row })
      continue
    }
    const parent = open[open.length - 1]
    const one = edge === null ? kindOf(written, type, tell) : { kind: isRepeat ? 'repeat' : /loop$/i.test(edge[2] ?? '') ? 'loop' : 'group', argument: edge[3] ?? '', orOther: false }
    if (one === undefined) continue
    const node: Node = {
      row, place: row.place, name: name?.text ?? '', namePlace: name?.place ?? row.place, typePlace: type.place, ...one, parent, children: [],
    }
    // A group may do without a name; an answer may not.
    if (name === undefined && edge === null && !silent.has(one.kind)) tell.problem('cell_missing', type.place, { column: 'name' })
    ;(parent?.children ?? top).push(node)
    if (edge !== null) open.push(node)
  }
  for (const node of open) tell.problem('group_unclosed', node.place, { type: node.kind, name: node.name })
  return top
}

function kindOf(written: string, { place }: Cell, tell: Tellers): { kind: string; argument: string; orOther: boolean } | undefined {
  const whole = written.replace(/^select (one|multiple) from file /i, 'select_$1_from_file ')
  const lower = whole.toLowerCase()
  for (const [spelling, kind] of selects) {
    if (lower !== spelling && !lower.startsWith(`${spelling} `)) continue
    const rest = squeezed(whole.slice(spelling.length)).replace(/^from\b/i, '')
    const orOther = / ?\bor[ _](other|specify other)$/i.test(rest)
    const argument = rest.replace(/ ?\bor[ _](other|specify other)$/i, '').trim()
    if (kind === 'rank' && kindNamed('rank') === undefined) return missing(written, place, tell)
    return { kind, argument, orOther }
  }
  const [first = '', ...rest] = (types[lower] ?? written).split(' ')
  const kind = kindNamed(types[lower] ?? first) ?? (rest.length === 0 ? kindNamed(types[first.toLowerCase()] ?? first) : undefined)
  if (kind !== undefined && (rest.length === 0 || ['unit', 'entry'].includes(kind))) return { kind, argument: rest.join(' '), orOther: false }
  return missing(types[lower] ?? written, place, tell)
}

// What has no place here: left out and said, where the form can do without it; else it is a slip of the author's.
function missing(written: string, place: Place, tell: Tellers): { kind: string; argument: string; orOther: boolean } | undefined {
  const lower = written.toLowerCase()
  const foreign = ['rank', 'geotrace', 'geoshape', 'datetime', 'video', 'hidden', 'background-audio', 'osm', ...silent]
  const [first = ''] = lower.split(' ')
  if (silent.has(first)) {
    tell.warning('not_taken', place, { what: written })
    return { kind: `-${first}`, argument: '', orOther: false }
  }
  const suggestion = nearest(lower, [...Object.keys(kinds), ...Object.keys(types), 'begin group', 'end group', 'begin repeat', 'end repeat'])
  if (foreign.includes(first)) tell.problem('type_not_yet', place, { type: written })
  else tell.problem('type_unknown', place, { type: written, ...(suggestion === undefined ? {} : { suggestion }) })
  return { kind: '?', argument: '', orOther: false }
}
