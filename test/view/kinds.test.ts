// The HTML of every kind of question.
// 1  Label, hint, problem, input stand in this order; the input is found by its label and described by hint and problem.
// 2  Ids are there once; the link of a problem leads to the first box.
// 3  Everything typed comes back escaped: as text, in attributes, in a textarea.
// 4  No box is the browser's own for numbers or dates; each has the fitting keyboard.
// 5  The echo says a number with its marks, a day in words.
// 6  A short list is radios, a long one a select; what may be left out can be taken back.
// 7  An answer is read back in words.
// 8  What asks nothing has no box; a worked-out answer is shown, not asked.
// 9  A doubt has a box for its reason.
// 10 Entries are searched for where there are many; the chosen one stays; never more than twenty are shown.
// 11 A file is chosen in a box of its own; what is kept is named, and can be taken away; a new one insists on the camera.
// 12 What may change while a person types has a place of its own, empty or not; a field is drawn again by itself as it stood on the page.
// 13 A rank works with and without a script; a line of points is typed, measured and sketched.
import { describe, expect, test } from 'vitest'
import type { Answer, KindName } from '../../src/form/form.ts'
import { open } from '../../src/form/filling.ts'
import { kinds } from '../../src/form/kinds/index.ts'
import type { Typed } from '../../src/form/kinds/kind.ts'
import { idOf, liveParts } from '../../src/view/field.ts'
import { views } from '../../src/view/kinds/index.ts'
import { fieldOf, fields } from '../../src/view/screen.ts'
import type { Showing } from '../../src/view/screen.ts'
import { wordsOf } from '../../src/words/words.ts'
import { form, q, world } from '../form/stage.ts'

const evil = `"><script>alert('x')</script>&amp;`

interface Look {
  readonly more?: string
  readonly answer?: Answer
  readonly typed?: Typed
  readonly problem?: string
  readonly language?: string
  readonly showing?: Partial<Showing>
}

function look(type: string, { more = '', answer, typed, problem, language = 'vi', showing = {} }: Look = {}): string {
  const filling = open(form(q(type, 'asked', `hint: chỉ dẫn${more === '' ? '' : `, ${more}`}`)), world)
  if (answer !== undefined) filling.answer('asked', answer)
  return fields(filling.form.survey, '', {
    filling, language, words: wordsOf(language), typed: typed === undefined ? {} : { asked: typed }, pickers: {}, reasons: {}, doubts: new Map(), fresh: new Set(),
    problems: new Map(problem === undefined ? [] : [['asked', problem]]), ...showing,
  }).markup
}

const found: Partial<Showing> = { pickers: { asked: { found: world.entries('road') } } }
const types: Readonly<Record<string, string>> = { select_one: 'select_one kind', select_multiple: 'select_multiple kind', rank: 'rank kind', unit: 'unit village', entry: 'entry road' }
const asked = (Object.keys(kinds) as KindName[]).filter((kind) => kinds[kind].isAsked)
const typeOf = (kind: string): string => types[kind] ?? kind

describe.each(asked)('%s', (kind) => {
  const markup = look(typeOf(kind), { problem: 'sai rồi', showing: found })

  test('1 order and ties', () => {
    const places = [/>asked/, /chỉ dẫn/, /sai rồi/, /<(input|select|textarea)\b/].map((pattern) => markup.search(pattern))
    expect(places.every((place) => place >= 0), markup).toBe(true)
    expect([...places].sort((one, other) => one - other)).toEqual(places)
    expect(markup).toContain(`id="${idOf('asked')}-hint"`)
    expect(markup).toContain(`id="${idOf('asked')}-problem"`)
    expect(markup).toMatch(/aria-describedby="q-asked-hint q-asked-problem"/)
    const boxes = [...markup.matchAll(/<(?:input|select|textarea)\b[^>]*?id="([^"]+)"/g)].map((found) => found[1] ?? '')
    for (const id of boxes) expect(markup.includes(`for="${id}"`) || new RegExp(`<label[^>]*><input[^>]*id="${id}"`).test(markup), id).toBe(true)
    expect(markup).toMatch(/aria-invalid="true"|<fieldset/)
  })

  test('2 ids once, and the first box has the question’s', () => {
    const ids = [...markup.matchAll(/\bid="([^"]+)"/g)].map((found) => found[1])
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids).toContain('q-asked')
  })

  test('3, 4 typing comes back escaped, in a text box', () => {
    const typed = Object.fromEntries(kinds[kind].parts.map((part) => [part, evil]))
    const shown = look(typeOf(kind), { typed })
    expect(shown).not.toContain('<script>')
    expect(shown).not.toMatch(/type="(number|date|time|month|tel|email)"/)
  })

  test('8 an answer that is worked out is not asked', () => {
    expect(look(typeOf(kind), { more: 'read_only: yes' })).not.toMatch(/<(input|select|textarea|button)\b/)
  })
})

test.each([
  ['text', '<b>"một"</b>', '&lt;b&gt;&quot;một&quot;&lt;/b&gt;'],
  ['integer', 'mười lăm', 'value="mười lăm"'],
  ['decimal', '1,500', 'value="1,500"'],
])('3 %s shows what was typed as it was typed', (type, typed, expected) => {
  expect(look(type, { typed: { '': typed } })).toContain(expected)
})

test('3 the first line of a long text is not swallowed', () => {
  expect(look('text', { more: 'appearance: multiline', answer: '\nhai' })).toContain('>\n\nhai</textarea>')
})

test.each([
  ['integer', 'numeric'],
  ['decimal', 'decimal'],
  ['year', 'numeric'],
  ['phone', 'tel'],
  ['date', 'numeric'],
  ['area', 'decimal'],
])('4 %s has the keyboard %s', (type, keyboard) => {
  expect(look(type)).toContain(`inputmode="${keyboard}"`)
})

test.each([
  ['integer', 1500, 'vi', '= 1.500'],
  ['integer', 1500, 'en', '= 1,500'],
  ['integer', 60_000_000, 'vi', '= 60.000.000 (60 triệu)'],
  ['integer', 1_250_000_000, 'vi', '= 1.250.000.000 (1,25 tỷ)'],
  ['decimal', 2.5, 'vi', '= 2,5'],
  ['date', '2026-11-04', 'vi', '= thứ Tư, 4/11/2026'],
  ['date', '2026-11-04', 'en', '= Wednesday, 4 November 2026'],
  ['month', '2026-11', 'vi', '= tháng 11/2026'],
  ['area', 1080, 'vi', '= 1.080 m²'],
] as const)('5 %s %s in %s is echoed', (type, answer, language, expected) => {
  expect(look(type, { answer, language })).toContain(expected)
})

describe('6 lists', () => {
  const long = (count: number): string => {
    const choices = Array.from({ length: count }, (_, i) => ({ name: `c${i}`, label: { vi: `Mục ${i}` } }))
    const few = form(q('select_one kind', 'asked'))
    const many = { ...few, lists: { ...few.lists, kind: choices } }
    return fields(many.survey, '', { filling: open(many, world), language: 'vi', words: wordsOf('vi'), typed: {}, pickers: {}, reasons: {}, doubts: new Map(), fresh: new Set(), problems: new Map() }).markup
  }
  test.each([
    [12, 12, 0],
    [13, 0, 1],
  ])('%i choices', (count, radios, selects) => {
    const markup = long(count)
    expect(markup.split('type="radio"').length - 1).toBe(radios)
    expect(markup.split('<select').length - 1).toBe(selects)
  })
  test('an answer that may be left out can be taken back', () => {
    expect(look('select_one kind', { answer: 'a' })).toContain('Không chọn')
    expect(look('select_one kind')).not.toContain('Không chọn')
    expect(look('select_one kind', { answer: 'a', more: 'required: yes' })).not.toContain('Không chọn')
  })
})

test.each([
  ['select_one kind', 'a', 'A'],
  ['select_multiple kind', ['a', 'b'], 'A, B'],
  ['integer', 60_000_000, '60.000.000 (60 triệu)'],
  ['year', 1981, '1981'],
  ['phone', '0912345678', '0912 345 678'],
  ['unit village', 'v1', 'Thôn Thượng I, Xã Đản Ván'],
  ['entry road', 'r1', 'Thượng II – Quốc lộ 4D'],
  ['entry road', 'gone', 'gone'],
  ['acknowledge', true, 'Có'],
  ['image', 'ha-01.jpg', 'Ảnh “ha-01.jpg”'],
  ['audio', 'y-kien.webm', 'Ghi âm “y-kien.webm”'],
  ['file', 'bien-ban.pdf', 'Tệp “bien-ban.pdf”'],
  ['barcode', '8934', '8934'],
  ['area', 1080, '1.080 m²'],
  ['geopoint', '22.74 104.67 0 12', '22.74, 104.67 (Sai số (mét): 12)'],
  ['start', '2026-11-24T09:41:00.000+07:00', '09:41, thứ Ba, 24/11/2026'],
  ['note', '', undefined],
  ['rank kind', ['b', 'a'], '1. B\n2. A'],
  ['geotrace', '22.74 104.68;22.75 104.68', '2 điểm, dài 1.113 m'],
  ['geoshape', '22.74 104.68;22.75 104.68;22.75 104.69;22.74 104.68', '3 góc, khoảng 571.411 m²'],
  ['dateTime', '2026-11-24T09:41:00.000+07:00', '09:41, thứ Ba, 24/11/2026'],
  ['video', 'duong.mp4', 'Phim “duong.mp4”'],
  ['background-geopoint', '22.74 104.67 0 12', '22.74, 104.67 (Sai số (mét): 12)'],
] as const)('7 %s %s is read as %s', (type, answer, expected) => {
  const { survey, ...rest } = form(q(type, 'asked'))
  const [question] = survey
  if (question === undefined) throw new Error('no question')
  expect(views[question.kind].reading(answer as Answer, { question, form: { survey, ...rest }, world, words: wordsOf('vi'), language: 'vi' })).toBe(expected)
})

test.each(['calculate', 'start', 'end', 'today', 'hidden', 'deviceid', 'username', 'start-geopoint', 'background-geopoint', 'audit'])('8 %s shows nothing', (type) => {
  expect(look(type, { more: type === 'calculate' ? 'calculation: 1 + 1' : '' })).toBe('')
})

test('9 a doubt has a box for its reason', () => {
  const markup = look('integer', { answer: 300, more: 'check: [{ expect: . <= 200, message: Hơn 200 công? }]', showing: { doubts: new Map([['asked', ['Hơn 200 công?']]]), reasons: { asked: evil } } })
  expect(markup).toContain('Hơn 200 công?')
  expect(markup).toMatch(/<label for="q-asked-reason">[\s\S]*name="\.reason\.asked"/)
  expect(markup).not.toContain('<script>')
})

describe('10 entries are searched for', () => {
  test.each([
    ['a short register is shown whole, without a search', { found: world.entries('road') }, /Thượng II – Quốc lộ 4D/, /name="\.search/],
    ['a long one has a search', { found: world.entries('road'), isCut: true }, /name="\.search\.asked"[\s\S]*value="find asked"/, /Không có mục nào/],
    ['nothing found is said', { found: [], search: 'leng van' }, /Không có mục nào tên như “leng van”/, /type="radio"/],
    ['an empty register is said', { found: [] }, /Sổ này chưa có mục nào/, /name="\.search/],
  ] as const)('%s', (_, picker, expected, not) => {
    const markup = look('entry road', { showing: { pickers: { asked: picker } } })
    expect(markup).toMatch(expected)
    expect(markup).not.toMatch(not)
  })
  test('a register of ten thousand shows twenty', () => {
    const many = Array.from({ length: 10_000 }, (_, i) => ({ id: `r${i}`, label: `Đường ${i}`, unit: 'v1', revision: 1, columns: {} }))
    expect(look('entry road', { showing: { pickers: { asked: { search: 'duong', found: many, isCut: true } } } }).split('type="radio"').length - 1).toBe(20)
  })
  test('the chosen one stays on top, once', () => {
    const markup = look('entry road', { answer: 'r1', showing: { pickers: { asked: { search: 'thuong', found: world.entries('road') } } } })
    expect(markup.split('value="r1"').length - 1).toBe(1)
    expect(markup).toMatch(/value="r1"[^>]* checked/)
  })
})

describe('11 files', () => {
  test.each([
    ['image', 'image/*'],
    ['audio', 'audio/*'],
    ['file', 'application/pdf,image/*'],
  ])('%s has a box of its own', (type, accept) => {
    expect(look(type)).toMatch(new RegExp(`<input type="file" id="q-asked" name="\\.file\\.asked"[^>]* accept="${accept.replace(/\*/g, '\\*')}"`))
    expect(look(type)).not.toContain('type="checkbox"')
  })
  test('what is kept is named, and stays while its box is ticked', () => {
    expect(look('image', { answer: 'ha-01.jpg' })).toMatch(/<input type="checkbox" name="asked" value="ha-01.jpg"[^>]* checked>.*Ảnh “ha-01.jpg”/)
  })
  test('what could not be taken is not there to be kept', () => {
    expect(look('image', { typed: { '': '/x.html' }, problem: 'sai rồi' })).not.toContain('type="checkbox"')
  })
  test.each([
    ['image', 'ha-01.jpg', '<img class="kept" src="/x?a&amp;b" alt="">'],
    ['audio', 'y-kien.webm', '<audio controls preload="none" src="/x?a&amp;b"'],
    ['file', 'bien-ban.pdf', '<a href="/x?a&amp;b">bien-ban.pdf</a>'],
  ])('%s is shown where its address is known', (type, answer, expected) => {
    expect(look(type, { answer, showing: { pickers: { asked: { file: '/x?a&b' } } } })).toContain(expected)
    expect(look(type, { showing: { pickers: { asked: { file: '/x?a&b' } } } })).not.toContain('/x?a')
  })
  test.each([
    ['', ''],
    ['new', ' capture="environment"'],
    ['new-front', ' capture="user"'],
  ])('appearance “%s”: %s', (appearance, expected) => {
    const markup = look('image', appearance === '' ? {} : { more: `appearance: ${appearance}` })
    expect(/ capture="\w+"/.exec(markup)?.[0] ?? '').toBe(expected)
  })
})

describe('12 parts that change', () => {
  test.each(asked)('%s', (kind) => {
    const markup = look(typeOf(kind), { more: 'check: [{ expect: 1 = 1, message: Đúng không? }]', showing: found })
    expect(markup).toMatch(new RegExp(`^<(div|fieldset) class="field" data-key="asked" data-kind="${kind}"`))
    for (const part of ['label', 'hint', 'problem', 'doubts']) expect(markup, part).toContain(` id="${idOf('asked', part)}"`)
  })
  test('whatever happens to it, a field has the same parts and the same boxes', () => {
    const more = 'check: [{ expect: . <= 200, message: Hơn 200 công? }]'
    const looks = [
      look('integer', { more }),
      look('integer', { more, answer: 300 }),
      look('integer', { more, answer: 300, problem: 'sai rồi', showing: { doubts: new Map([['asked', ['Hơn 200 công?']]]), fresh: new Set(['asked']) } }),
    ]
    const shape = (markup: string): readonly string[] => liveParts.filter((part) => markup.includes(` id="${idOf('asked', part)}"`))
    expect(looks.map(shape)).toEqual([1, 2, 3].map(() => ['label', 'hint', 'problem', 'echo', 'doubts']))
    expect(looks.map((markup) => /<input [^>]*id="q-asked"/.exec(markup)?.[0])).toEqual(Array(3).fill('<input type="text" class="number" inputmode="numeric" id="q-asked"'))
  })
  test('drawn by itself it is what stood on the page', () => {
    const filling = open(form([q('integer', 'asked'), q('text', 'other')].join('\n')), world)
    const showing: Showing = { filling, language: 'vi', words: wordsOf('vi'), typed: {}, pickers: {}, reasons: {}, doubts: new Map(), fresh: new Set(), problems: new Map() }
    const [question] = filling.form.survey
    expect(fields(filling.form.survey, '', showing).markup).toContain(fieldOf(question!, 'asked', showing).markup)
  })
})

describe('13 ranks and lines', () => {
  test('13 without a script each choice has a select for its place; the app has buttons', () => {
    const empty = look('rank kind')
    expect([...empty.matchAll(/<select class="byhand"/g)].length).toBe(2)
    expect(empty).not.toContain(' selected')
    expect(empty).toContain('value="+order asked"')
    const ranked = look('rank kind', { answer: ['b', 'a'] })
    expect([...ranked.matchAll(/<option value="([^"]+)" selected>/g)].map(([, value]) => value)).toEqual(['b 1', 'a 2'])
    expect(ranked).not.toContain('+order')
    expect(ranked).toMatch(/value="\+up asked" data-choice="b" aria-label="Lên: B" disabled/)
    expect(ranked).toMatch(/value="\+down asked" data-choice="a" aria-label="Xuống: A" disabled/)
  })
  test('13 two in one place stand as they were chosen', () => {
    const markup = look('rank kind', { typed: { '': ['a 1', 'b 1'] } })
    expect([...markup.matchAll(/<option value="([^"]+)" selected>/g)].map(([, value]) => value)).toEqual(['a 1', 'b 1'])
  })
  test('13 a line is a point a line, with a sketch and its length', () => {
    const markup = look('geotrace', { answer: '22.74 104.68;22.75 104.68' })
    expect(markup).toContain('>\n22.74 104.68\n22.75 104.68</textarea>')
    expect(markup).toContain('<polyline points="0,100 0,0"/>')
    expect(markup).toContain('= 2 điểm, dài 1.113 m')
    expect(look('geoshape', { answer: '0 0;0 1;1 1;0 0' })).toContain('<polygon points="0,100 100,100 100,0 0,100"/>')
  })
})
