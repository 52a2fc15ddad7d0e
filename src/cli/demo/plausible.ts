// What is plausible for a question of our forms, by its name: households of four, roads of some hundred metres, most people willing. Nothing here is needed
// for a form to be filled; a name that no form has any more does nothing.
import { localDay } from '../../form/date.ts'
import type { Filling } from '../../form/filling.ts'
import type { Answer, Question } from '../../form/form.ts'
import type { Entry, Unit } from '../../form/world.ts'
import type { Chance } from './random.ts'
import { invent, sayPlace, sayRemark, sayWork } from './words.ts'

export interface Asked {
  readonly filling: Filling
  readonly key: string
  readonly question: Question
  readonly day: string
  units(level: string): readonly Unit[]
  entries(register: string): readonly Entry[]
}

type Way = (asked: Asked, draw: Chance) => Answer | undefined

const whole = (least: number, most: number): Way => (_, draw) => draw.between(least, most)
const tenths = (least: number, most: number): Way => (_, draw) => draw.between(least * 10, most * 10) / 10
const one = (...ways: readonly (readonly [string, number])[]): Way => ({ filling, key }, draw) => {
  const offered = new Set(filling.offered(key).map(({ name }) => name))
  const open = ways.filter(([name]) => offered.has(name))
  return open.length === 0 ? undefined : draw.weighed(open)
}
/** An entry that fits what was answered before; seldom where it is not needed. */
const some = (share: number, fits: (entry: Entry, asked: Asked) => boolean = () => true): Way => (asked, draw) => {
  if (!asked.filling.isRequired(asked.key) && !draw.often(share)) return undefined
  const found = asked.entries(asked.question.register ?? '').filter((entry) => fits(entry, asked))
  return found.length === 0 ? undefined : draw.pick(found).id
}
/** The first of a record's modes makes what the others go on from: where there is nothing yet, it is the only one. */
const mode = (register: string, first: string, share: number): Way => ({ filling, key, entries }, draw) => {
  const offered = filling.offered(key).map(({ name }) => name)
  if (!offered.includes(first)) return undefined
  const others = offered.filter((name) => name !== first)
  return others.length === 0 || entries(register).length === 0 || draw.often(share) ? first : draw.pick(others)
}
const words = (say: (draw: Chance) => string): Way => (_, draw) => say(draw)
const yes = (share: number): Way => (_, draw) => (draw.often(share) ? 'yes' : 'no')

export const plausible: Readonly<Record<string, Way>> = {
  // Households
  consent: yes(0.97),
  household_ref: some(0.08),
  cluster: words((draw) => `Cụm ${sayPlace(draw)}`),
  head_name: words((draw) => invent(draw)),
  head_birth_year: whole(1950, 2002),
  members: whole(2, 8),
  livestock: whole(0, 14),
  house_land_m2: whole(60, 300),
  paddy_m2: (_, draw) => draw.between(2, 30) * 100,
  upland_m2: (_, draw) => draw.between(0, 60) * 100,
  slope_m: whole(2, 60),
  stream_m: whole(5, 200),
  field_km: tenths(0.2, 4),
  risk_level: one(['high', 3], ['medium', 5], ['low', 3], ['urgent', 1]),
  willing: one(['yes', 6], ['conditional', 3], ['undecided', 1], ['no', 1]),
  site_ref: some(0.6),
  support_amount: (_, draw) => draw.between(2, 60) * 1_000_000,
  house_pct: (_, draw) => draw.between(1, 10) * 10,
  'support#': whole(0, 2),
  // Roads
  road_name: words((draw) => `Đường ${sayPlace(draw)} – ${sayPlace(draw)}`),
  from_place: words(sayPlace),
  to_place: words(sayPlace),
  length_km: tenths(0.2, 3),
  bed_width_m: tenths(2.5, 4),
  surface_width_m: tenths(2, 3),
  hh_served: whole(8, 90),
  hh_total: whole(20, 90),
  hh_attend: ({ filling }, draw) => Math.round(Number(filling.get('hh_total') ?? 30) * (0.6 + draw.next() * 0.4)),
  hh_agree: ({ filling }, draw) => Math.round(Number(filling.get('hh_attend') ?? 20) * (0.7 + draw.next() * 0.3)),
  pledger_kind: one(['household', 5], ['official', 3], ['group', 2], ['org', 1]),
  pledger_name: words((draw) => invent(draw)),
  voluntary: () => 'yes',
  from_km: () => undefined,
  to_km: () => undefined,
  width_m: tenths(2, 3),
  labour_days: (_, draw) => draw.between(2, 60) / 2,
  people: whole(2, 30),
  people_f: ({ filling }, draw) => Math.floor(Number(filling.get('people') ?? 0) * draw.next() * 0.6),
  land_m2: (_, draw) => (draw.often(0.3) ? draw.between(1, 30) * 10 : 0),
  money: (_, draw) => (draw.often(0.2) ? draw.between(1, 30) * 100_000 : 0),
  pledge_ref: some(0.7, ({ columns }, { filling }) => columns.road === filling.get('road_ref')),
  km_bed: (_, draw) => draw.between(0, 30) / 100,
  km_hard: (_, draw) => draw.between(0, 15) / 100,
  machine_h: (_, draw) => (draw.often(0.3) ? draw.between(1, 16) : undefined),
  cement_t: (_, draw) => (draw.often(0.3) ? draw.between(1, 20) : undefined),
  injury: yes(0.01),
  // People and learning
  session_title: words((draw) => `Tập huấn: ${draw.pick(['vận động dân làm đường', 'ghi chép sổ thôn', 'điều hành cuộc họp', 'dùng điện thoại thông minh', 'phòng sạt lở'])}`),
  topics: words(sayWork),
  sessions: whole(1, 4),
  invited: whole(12, 40),
  'attend#': whole(3, 9),
  person_ref: some(0.35),
  full_name: words((draw) => invent(draw)),
  birth_year: whole(1962, 2004),
  half_days: whole(1, 4),
  pre: whole(2, 6),
  post: whole(4, 10),
  entry_kind: mode('mentoring', 'start', 0.35),
  mentee_ref: some(0.8),
  mentor_ref: some(0.5),
  mentee_name: words((draw) => invent(draw)),
  mentor_name: words((draw) => invent(draw)),
  hours: (_, draw) => draw.between(1, 8) / 2,
  task_done: words(sayWork),
  'before#': whole(1, 2),
  'after#': whole(1, 2),
  // Targets, tasks, models, practices
  mode: ({ filling, key, question, entries, ...rest }, draw) => {
    const register = { target_mode: 'target', task_mode: 'task', model_mode: 'model', practice_mode: 'practice' }[question.list ?? '']
    return register === undefined ? undefined : mode(register, filling.offered(key)[0]?.name ?? '', 0.4)({ filling, key, question, entries, ...rest }, draw)
  },
  code: (_, draw) => `CT-${draw.between(100, 999)}`,
  name: words((draw) => `Chỉ tiêu ${draw.pick(['đường liên thôn', 'hộ di dời', 'cán bộ thôn được tập huấn', 'mô hình dân vận', 'thôn có sổ ghi'])}`),
  measure_unit: words((draw) => draw.pick(['km', 'hộ', 'người', 'mô hình', 'thôn'])),
  base_value: whole(0, 20),
  term_end: whole(30, 120),
  plan_years: () => 3,
  year: ({ day }) => Number(day.slice(0, 4)),
  actual: whole(5, 60),
  evidence: words(() => 'Báo cáo tháng (mẫu)'),
  title: words((draw) => draw.pick(['Rà soát hộ ở sườn dốc', 'Mở đường vào cụm dân cư', 'Họp thôn chọn đoạn làm trước', 'Giúp trưởng thôn mới ghi sổ', 'Bảng công khai ở nhà văn hóa'])),
  qty_plan: whole(5, 60),
  qty_planned: whole(5, 60),
  qty_done: ({ filling }, draw) => draw.between(0, Number(filling.get('qty_planned') ?? 10)),
  model_name: words((draw) => `Mô hình ${draw.pick(['tổ đường tự quản', 'nhà sạch vườn đẹp', 'ngày thứ bảy vì thôn', 'tiếng kẻng an ninh'])}`),
  problem: words(sayRemark),
  content: words(sayWork),
  goal: words(sayWork),
  goal_value: whole(5, 50),
  result_value: whole(2, 50),
  participants: whole(10, 120),
  copied_n: whole(0, 2),
  contrib_money: (_, draw) => draw.between(0, 20) * 100_000,
  // Organisations
  org_name: words((draw) => `Chi bộ ${sayPlace(draw)}`),
  org_ref: some(0.25),
  parent_ref: some(0.1),
  term_from: ({ day }) => Number(day.slice(0, 4)) - 1,
  term_to: ({ filling }) => Number(filling.get('term_from') ?? 2025) + 5,
  committee: whole(7, 27),
  female: whole(1, 6),
  minority: whole(1, 7),
  under40: whole(1, 5),
  // Feedback
  message: words(sayRemark),
  want_reply: yes(0.3),
  handle_answer: words(sayWork),
  handle_date: ({ filling: { world } }) => localDay(world.clock.at, world.clock.zone),
}
