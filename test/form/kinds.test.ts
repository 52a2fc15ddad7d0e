// 1  What is typed is read in the way of the language; what cannot be read says why.
// 2  What is written into the boxes is read again as the same answer.
// 3  Dates are read back in words.
import { describe, expect, test } from 'vitest'
import { writeDate, writeMonth } from '../../src/form/date.ts'
import type { Answer, KindName, Question } from '../../src/form/form.ts'
import { kinds } from '../../src/form/kinds/index.ts'
import type { Typed } from '../../src/form/kinds/kind.ts'
import { moved, orderOf } from '../../src/form/kinds/rank.ts'
import { isBlank, isUnkeepable } from '../../src/form/text.ts'
import type { World } from '../../src/form/world.ts'

const question = (kind: KindName): Question => ({ name: 'q', kind, ...(kind === 'range' ? { parameters: { start: 0, end: 10, step: 2 } } : {}) })
const read = (kind: KindName, typed: Typed, language = 'vi') => kinds[kind].read(typed, question(kind), language)

describe('1 and 2 read, and written back', () => {
  test.each<[KindName, Typed, Answer]>([
    ['text', { '': 'ộ' }, 'ộ'], ['text', { '': 'a\r\nb' }, 'a\nb'], ['integer', { '': '1.500' }, 1500], ['decimal', { '': '2,5' }, 2.5], ['range', { '': '4' }, 4], ['select_one', { '': 'yes' }, 'yes'], ['select_multiple', { '': ['a', 'b', 'a'] }, ['a', 'b']], ['select_multiple', { '': 'a' }, ['a']],
    ['acknowledge', { '': 'on' }, true], ['date', { day: '4', month: '11', year: '2026' }, '2026-11-04'], ['date', { day: '29', month: '02', year: '2028' }, '2028-02-29'], ['time', { hour: '7', minute: '30' }, '07:30'], ['time', { hour: '23', minute: '' }, '23:00'], ['year', { '': '1985' }, 1985], ['month', { month: '3', year: '2026' }, '2026-03'],
    ['geopoint', { latitude: '22,74', longitude: '104.68', accuracy: '' }, '22.74 104.68'], ['geopoint', { latitude: '22.74', longitude: '104.68', accuracy: '12,5' }, '22.74 104.68 0 12.5'], ['phone', { '': '0912 345 678' }, '0912345678'], ['phone', { '': '+84 912.345.678' }, '0912345678'], ['phone', { '': '84' }, ''],
    ['area', { '': '2,5', measure: 'sao' }, 900], ['area', { '': '1', measure: 'ha' }, 10000], ['area', { '': '1', measure: 'mau' }, 3600], ['area', { '': '1.200', measure: 'm2' }, 1200], ['unit', { '': 'v1' }, 'v1'], ['entry', { '': 'e1' }, 'e1'], ['image', { '': 'ảnh 1.jpg' }, 'ảnh 1.jpg'], ['audio', { '': 'y-kien.webm' }, 'y-kien.webm'], ['audio', { '': 'voice.M4A' }, 'voice.M4A'], ['file', { '': 'bien ban (1).pdf' }, 'bien ban (1).pdf'], ['file', { '': 'trang-1.jpeg' }, 'trang-1.jpeg'], ['barcode', { '': ' 8934588012228\n' }, '8934588012228'],
    ['rank', { '': ['road 2', 'water 1', 'light 3'] }, ['water', 'road', 'light']], ['geotrace', { '': '22.74 104.68\r\n22,75 104,69 0 5\n' }, '22.74 104.68;22.75 104.69 0 5'], ['geotrace', { '': '22.74, 104.68; 22.75, 104.69' }, '22.74 104.68;22.75 104.69'],
    ['geoshape', { '': '22 104\n22 105\n23 105' }, '22 104;22 105;23 105;22 104'], ['dateTime', { day: '4', month: '11', year: '2026', hour: '7', minute: '5' }, '2026-11-04T07:05:00.000+07:00'], ['video', { '': 'ban-lam-duong.mp4' }, 'ban-lam-duong.mp4'],
  ].filter(([, , answer]) => answer !== '') as [KindName, Typed, Answer][])('1 %s %j → %j', (kind, typed, answer) => {
    expect(read(kind, typed)).toEqual({ answer })
    expect(read(kind, kinds[kind].write(answer, question(kind), 'vi'))).toEqual({ answer })
    if (typeof answer === 'number' && !['year', 'range'].includes(kind)) expect(read(kind, kinds[kind].write(answer, question(kind), 'en'), 'en')).toEqual({ answer })
  })

  test.each<[KindName, Typed, string]>([
    ['integer', { '': '2,5' }, 'not_whole'], ['integer', { '': 'ba' }, 'not_number'], ['decimal', { '': '1,500' }, 'number_ambiguous'], ['range', { '': '11' }, 'out_of_range'], ['range', { '': '3' }, 'off_step'], ['date', { day: '29', month: '2', year: '2026' }, 'not_date'], ['date', { day: '0', month: '1', year: '2026' }, 'not_date'],
    ['date', { day: '4', month: '', year: '2026' }, 'date_incomplete'], ['date', { day: '4', month: '11', year: '26' }, 'not_date'], ['date', { day: '๔', month: '1', year: '2026' }, 'not_date'], ['time', { hour: '24', minute: '00' }, 'not_time'], ['time', { hour: '', minute: '5' }, 'not_time'], ['year', { '': '85' }, 'not_year'], ['month', { month: '13', year: '2026' }, 'not_month'],
    ['geopoint', { latitude: '91', longitude: '0', accuracy: '' }, 'not_geopoint'], ['geopoint', { latitude: '22', longitude: '', accuracy: '' }, 'not_geopoint'], ['phone', { '': '0212345678' }, 'not_phone'], ['phone', { '': '091234567' }, 'not_phone'], ['area', { '': '1', measure: 'cong' }, 'not_area'], ['area', { '': '-1', measure: 'm2' }, 'not_area'], ['area', { '': '9.000.000.000.000.000', measure: 'ha' }, 'number_too_large'], ['image', { '': '../x.jpg' }, 'not_file_name'], ['image', { '': 'x.svg' }, 'not_file_name'], ['image', { '': 'x.pdf' }, 'not_file_name'], ['image', { '': 'x.jpg.html' }, 'not_file_name'], ['audio', { '': 'x.jpg' }, 'not_file_name'], ['audio', { '': 'a/b.webm' }, 'not_file_name'], ['file', { '': 'x.html' }, 'not_file_name'], ['file', { '': `${'x'.repeat(121)}.pdf` }, 'not_file_name'], ['barcode', { '': 'a\u0000' }, 'text_control'], ['text', { '': 'a\u0000' }, 'text_control'],
    ['rank', { '': ['road 1', '', 'light 2'] }, 'rank_incomplete'], ['rank', { '': ['road 1', 'water 1'] }, 'rank_twice'], ['geotrace', { '': '22.74 104.68' }, 'not_trace'], ['geotrace', { '': '22.74 104.68\nở đây' }, 'not_geopoint'], ['geotrace', { '': '91 0\n0 0' }, 'not_geopoint'],
    ['geoshape', { '': '22 104\n22 105' }, 'not_shape'], ['dateTime', { day: '4', month: '11', year: '2026', hour: '', minute: '' }, 'not_time'], ['dateTime', { day: '', month: '', year: '', hour: '7', minute: '0' }, 'date_incomplete'], ['dateTime', { day: '31', month: '2', year: '2026', hour: '7', minute: '0' }, 'not_date'], ['video', { '': 'x.exe' }, 'not_file_name'],
  ])('1 %s %j is %s', (kind, typed, code) => {
    expect(read(kind, typed)).toMatchObject({ slip: { code } })
  })

  test.each(Object.values(kinds).filter(({ isAsked }) => isAsked).map(({ name }) => name))('1 empty boxes of %s are no answer', (name) => {
    expect(read(name, Object.fromEntries(kinds[name].parts.map((part) => [part, part === 'measure' ? 'm2' : ''])))).toEqual({ empty: true })
  })
})

describe('1 dates as JSON', () => {
  const around = { world: {} as never, day: '2026-11-24', offered: undefined, listed: undefined }
  test.each(['2026-02-29', '2026-01-00', '-000001-01-01', '12/31/2026', '2026-01-01T24:00:00+07:00', '2026-01-01<script>', '๒๐๒๖-๐๑-๐๑', '2026-1-1', '', 20260101])('1 %j is no date', (value) => {
    expect(kinds.date.judge(value, question('date'), around)).toMatchObject({ code: 'not_date' })
  })
  test.each(['2028-02-29', '1970-01-01', '0001-01-01', '9999-12-31'])('1 %s is one', (value) => {
    expect(kinds.date.judge(value, question('date'), around)).toBeUndefined()
  })
})

test('1 blank and unkeepable texts', () => {
  for (const blank of ['', ' ', '\u200b\u200b', '\u00a0\u00a0', '\u3164', '\ufeff', '\n\t']) expect(isBlank(blank)).toBe(true)
  for (const seen of ['.', 'ộ', '𖬀', '0']) expect(isBlank(seen)).toBe(false)
  for (const bad of ['a\u0000b', '\ud800', 'a\udc00', '\ud800a']) expect(isUnkeepable(bad)).toBe(true)
  for (const good of ['👨‍👩‍👧‍👦', '🇻🇳', '𖬀𖬁', 'hoà / hòa', '⁧abc']) expect(isUnkeepable(good)).toBe(false)
})

test('3 in words', () => {
  expect(writeDate('2026-11-04', 'vi')).toBe('thứ Tư, 4/11/2026')
  expect(writeDate('2026-11-24', 'en')).toBe('Tuesday, 24 November 2026')
  expect(writeDate('1969-12-31', 'vi')).toBe('thứ Tư, 31/12/1969')
  expect(writeMonth('2026-11', 'vi')).toBe('tháng 11/2026')
})

describe('1 as JSON', () => {
  const around = { world: {} as never, day: '2026-11-24', offered: ['road', 'water', 'light'], listed: ['road', 'water', 'light', 'gone'] }
  test.each<[KindName, unknown, string | undefined]>([
    ['rank', ['water', 'road', 'light'], undefined], ['rank', ['water', 'road'], 'rank_incomplete'], ['rank', ['water', 'road', 'road'], 'not_choice'], ['rank', ['water', 'road', 'gone'], 'choice_filtered'], ['rank', 'water road light', 'not_choice'], ['rank', ['a', 'b', 'c'], 'not_choice'],
    ['geotrace', '22.74 104.68 0 0;22.75 104.69 0 0', undefined], ['geotrace', '22.74 104.68', 'not_trace'], ['geotrace', 7, 'not_geopoint'], ['geotrace', Array.from({ length: 2001 }, () => '1 1').join(';'), 'not_geopoint'], ['geoshape', '22 104;22 105;23 105;22 104', undefined], ['geoshape', '22 104;22 105;23 105;23 104', 'not_shape'],
    ['dateTime', '2026-11-04T07:05:00.000+07:00', undefined], ['dateTime', '2026-11-04T07:05:00Z', undefined], ['dateTime', '2026-11-04', 'not_date'], ['dateTime', '2026-02-30T07:05:00Z', 'not_date'], ['dateTime', '2026-11-04T25:05:00Z', 'not_time'],
    ['hidden', 'x', undefined], ['hidden', 3, 'not_text'], ['start-geopoint', '22 104 0 5', undefined], ['background-geopoint', 'ở đây', 'not_geopoint'], ['audit', 'audit.csv', undefined],
  ])('1 %s %j: %s', (kind, answer, code) => {
    expect(kinds[kind].judge(answer, question(kind), around)?.code).toBe(code)
  })
  test('1 a choice moves by a place, and no further than the end', () => {
    const order = ['a', 'b', 'c']
    expect([moved(order, 'b', -1), moved(order, 'b', 1), moved(order, 'a', -1), moved(order, 'c', 1), moved(order, 'x', 1)]).toEqual([['b', 'a', 'c'], ['a', 'c', 'b'], order, order, order])
    expect(orderOf(['c', 'gone', 'a'], [{ name: 'a' }, { name: 'b' }, { name: 'c' }])).toEqual(['c', 'a', 'b'])
  })
  test('1 what a phone notes down by itself', () => {
    const clock = { at: Date.UTC(2026, 10, 24, 5), zone: 420 }
    const noted = (kind: KindName) => kinds[kind].notes?.({ clock, who: { person: 'p1', device: 'd1' } } as World)
    expect(['start', 'today', 'username', 'deviceid', 'email', 'phonenumber'].map((kind) => noted(kind as KindName))).toEqual(['2026-11-24T12:00:00.000+07:00', '2026-11-24', 'p1', 'd1', undefined, undefined])
  })
})
