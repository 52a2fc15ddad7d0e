// What hands that are used to XLSForm write, and what it is called here. Told as a suggestion, never taken silently: a source says one thing one way.

/** Keys of XLSForm, of its old spellings and of habit → the key here. */
const keys: Readonly<Record<string, string>> = {
  form_id: 'id', id_string: 'id', form_title: 'title', name: 'title', default_language: 'language', relevance: 'relevant', relevancy: 'relevant', skip: 'relevant', condition: 'relevant',
  calculate: 'calculation', formula: 'calculation', readonly: 'read_only', caption: 'label', count: 'repeat_count', repeat: 'repeat_count', 'jr:count': 'repeat_count',
  constraint_msg: 'constraint_message', required_msg: 'required_message', children: 'questions', items: 'questions', warning: 'check', soft_check: 'check', check_message: 'check', entities: 'registers',
}

/** Words of the type column elsewhere → the kind here; a kind that wants one word more stands with it. */
const types: Readonly<Record<string, string>> = {
  number: 'integer', numeric: 'integer', float: 'decimal', double: 'decimal', paragraph: 'text', textarea: 'text', picture: 'image', dropdown: 'select_one', radio: 'select_one', select: 'select_one',
  checkbox: 'select_multiple', checkboxes: 'select_multiple', gps: 'geopoint', village: 'unit village', commune: 'unit commune', title: 'note', label: 'note', compute: 'calculate', formula: 'calculate',
}

const own = (table: Readonly<Record<string, string>>, word: string): string | undefined => (Object.prototype.hasOwnProperty.call(table, word) ? table[word] : undefined)

/** The key here for a key of elsewhere, if it has a place among `known`. */
export function keyHere(key: string, known: readonly string[]): string | undefined {
  const found = own(keys, key.trim().toLowerCase().replace(/[\s-]+/g, '_'))
  return found !== undefined && known.includes(found) ? found : undefined
}

/** Keys that no other key stands for: what to do instead is a sentence of its own. */
export function habitOf(key: string): 'translated' | 'media' | 'version' | 'settings' | 'list_name' | undefined {
  if (/^(media|image|audio|video|big-image)\s*::/i.test(key)) return 'media'
  if (/^[\w ]+::/.test(key)) return 'translated'
  return key === 'version' || key === 'settings' || key === 'list_name' ? key : undefined
}

/** A type that XLSForm has and a tree of questions has not, or that is called otherwise here. */
export function typeHere(written: string): { habit: 'begin' | 'end'; kind: string } | { suggestion: string } | undefined {
  const [, edge, part] = /^(begin|end)[\s_]+(group|repeat|loop)\b/i.exec(written.trim()) ?? []
  if (edge !== undefined) return { habit: edge.toLowerCase() === 'begin' ? 'begin' : 'end', kind: (part ?? 'group').toLowerCase().replace('loop', 'repeat') }
  const one = /^select[\s_]+(one|multiple|all[\s_]+that[\s_]+apply)(?:[\s_]+from)?(?:\s+(\S+))?/i.exec(written.trim())
  if (one !== null) return { suggestion: `select_${one[1]?.toLowerCase() === 'one' ? 'one' : 'multiple'}${one[2] === undefined ? '' : ` ${one[2]}`}` }
  const [word = '', ...rest] = written.trim().split(/\s+/)
  const found = own(types, word.toLowerCase())
  return found === undefined ? undefined : { suggestion: [found, ...(found.startsWith('select_') ? rest : [])].join(' ') }
}
