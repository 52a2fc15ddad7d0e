// The figures of the founding document (a newspaper of 27 April 2011) as submissions. Places and figures are its own; all people are invented,
// and so are five of the eight villages, which it does not name: they are marked `invented`.
import { createHash } from 'node:crypto'
import type { Answers } from '../../src/form/form.ts'
import { unsigned } from '../../src/record/canonical.ts'
import type { Submission } from '../../src/record/submission.ts'

export const commune = 'vn.pre2025.01045' // Đản Ván, as it was
export const communeToday = 'vn.2025.01021' // Hoàng Su Phì, whose part it is since 1 July 2025

/** Five villages invented for this fixture, so that Đản Ván has its eight. */
export const invented = ['A', 'B', 'C', 'D', 'E'].map((letter) => ({
  id: `vn.v.01045.invented-${letter.toLowerCase()}`,
  level: 'village',
  name: `Thôn giả định ${letter}`,
  full_name: `Thôn giả định ${letter} (invented)`,
  code: null,
  parent: commune,
  valid_from: null,
  valid_to: null,
  successors: [] as string[],
}))

const at = Date.now() // the paper is typed in today; its records carry their own date
const [thuongI, thuongII, lungKhum] = ['vn.v.01045.thuong-i', 'vn.v.01045.thuong-ii', 'vn.v.01045.lung-khum'] as const

let made = 0
/** A sealed submission with an id that is the same in every run. */
export function sealed(form: string, answers: Answers, more: Partial<Submission> = {}): Submission {
  made++
  const id = `0129f000-0000-7000-8000-${made.toString(16).padStart(12, '0')}`
  const body = { id, form, version: 1, answers, context: { at, zone: 420, seed: made, language: 'vi' }, ...more }
  return { ...body, sha256: createHash('sha256').update(unsigned(body)).digest('hex') }
}

/**
 * The site: room for 70 households, 33 + 47 planned; its power line surveyed, nearly 5 km along a road of nearly 3 (given: the road's id).
 * The form asks about both, and takes them with their reasons.
 */
export function site(road: string): Submission {
  return sealed(
    'site_register',
    {
      site_name: 'Thượng I', unit: thuongI, recorded_on: '2011-04-27', move_form: 'concentrated', capacity: 70, planned_hh: 80, before_hh: 0, road_ref: road, power_len_km: 5, power_exact: 'about',
      power_stage: 'surveyed',
    },
    { reasons: { planned_hh: 'Bài báo ghi 33 hộ đã chuyển và 47 hộ sẽ chuyển', power_len_km: 'Bài báo ghi gần 5 km điện, gần 3 km đường' } },
  )
}

const families = ['Lý', 'Phàn', 'Vàng', 'Hoàng', 'Lù', 'Sùng', 'Tải', 'Xin']
const given = ['Văn Thử', 'Thị Mẫu', 'Văn Ví', 'Thị Dụ', 'Văn Nháp', 'Thị Giả', 'Văn Định', 'Thị Tạm', 'Văn Bản', 'Thị Phiếu']

/** Eighty invented households: the document counts them, and gives no name. */
export function households(): Submission[] {
  return Array.from({ length: 80 }, (_, i) =>
    sealed('resettlement_household_survey', {
      survey_date: '2011-04-27', consent: 'yes', unit: [thuongII, lungKhum, thuongI][i % 3] as string, head_name: `${families[i % 8]} ${given[Math.floor(i / 8)]}`, head_birth_year: 1950 + (i % 30), head_sex: i % 4 === 0 ? 'female' : 'male', lang: 'nung',
      members: 4, vulnerable: ['none'], poverty: 'poor', risk_type: ['landslide'], risk_signs: ['crack_ground'], risk_level: 'l2', house_kind: 'weak', toilet: 'none', water: 'stream', power: 'none', answered_by: 'both', willing: 'now', note: 'Hộ giả định (invented)',
    }),
  )
}

/**
 * 33 of them moved, each with its sanitation works finished; 47 still to move to the same site, each asked about for its capacity. The document
 * gives no day of moving, no size of a plot and no water: they stay empty.
 */
export function progress(siteId: string, householdIds: readonly string[]): Submission[] {
  return householdIds.map((household_ref, i) => {
    const known = { household_ref, report_date: '2011-04-27', site_ref: siteId, need_help: 'no' }
    if (i >= 33) return sealed('resettlement_progress', { ...known, stage: 'agreed', stage_no: 2 }, { reasons: { site_ref: 'Theo kế hoạch của xã' } })
    return sealed('resettlement_progress', { ...known, stage: 'moved', stage_no: 5, old_land: 'neighbour', toilet: 'double_vault', power: 'none' })
  })
}

interface Road {
  readonly name: string
  readonly unit: string
  readonly from: string
  readonly to: string
  readonly km: number
  readonly about: boolean
  readonly width?: number
  readonly opened: boolean
  readonly reaches: boolean
}

/**
 * The four roads opened; and two that were there before, invented, so that six of eight villages are reached: the document says that six are, not by
 * which roads. They are not newly opened, so they add nothing to its 11.6 km. In which village the old office stood it does not say either.
 */
export function roads(): Submission[] {
  const all: readonly Road[] = [
    { name: 'Thượng II – Quốc lộ 4D', unit: thuongII, from: 'thôn Thượng II', to: 'Quốc lộ 4D', km: 3, about: true, width: 2.5, opened: true, reaches: true },
    { name: 'Lủng Khum – hồ treo', unit: lungKhum, from: 'thôn Lủng Khum', to: 'hồ treo', km: 2.6, about: false, opened: true, reaches: true },
    { name: 'Trụ sở cũ – hồ treo', unit: invented[0]?.id as string, from: 'trụ sở UBND xã cũ', to: 'hồ treo', km: 3, about: true, opened: true, reaches: true },
    { name: 'Thượng II – khu dân cư mới', unit: thuongI, from: 'trung tâm thôn Thượng II', to: 'khu quy tụ dân cư mới', km: 3, about: true, width: 2.5, opened: true, reaches: true },
    { name: 'Đường có sẵn B (giả định)', unit: invented[1]?.id as string, from: 'trung tâm xã', to: 'thôn giả định B', km: 1, about: false, opened: false, reaches: true },
    { name: 'Đường có sẵn C (giả định)', unit: invented[2]?.id as string, from: 'trung tâm xã', to: 'thôn giả định C', km: 1, about: false, opened: false, reaches: true },
  ]
  return all.map((road) =>
    sealed('road_registration', {
      road_name: road.name, unit: road.unit, recorded_on: '2011-04-27', road_kind: 'village', newly_opened: road.opened ? 'yes' : 'no', from_place: road.from, to_place: road.to, length_km: road.km, length_exact: road.about ? 'about' : 'exact',
      ...(road.width === undefined ? {} : { surface_width_m: road.width }), road_class: 'dk', surface_now: 'earth', surface_plan: 'concrete', passable_now: 'moto', reaches_center: road.reaches ? 'yes' : 'no',
    }),
  )
}

/** The seminar at which three communes spoke; its day and its size are not given, the people are invented. */
export function seminar(): Submission {
  const speaker = (full_name: string, sex: string, position: string, attend_unit: string): Answers => ({ full_name, person_name: full_name, sex, position, attend_unit, attended: 'present' })
  return sealed('training_session', {
    session_title: 'Trao đổi kinh nghiệm công tác cấp ủy', session_kind: 'seminar', org_level: 'district', topics: 'Bảng công khai chỉ tiêu; đường thôn; quy tụ dân cư', unit: commune, date_from: '2011-04-27', date_to: '2011-04-27',
    sessions: 1, lang_used: ['vi'], invited: 3,
    attend: [
      speaker('Lý Văn Thử', 'male', 'secretary', thuongI),
      speaker('Hoàng Thị Mẫu', 'female', 'sec_head', 'vn.v.01084.nam-ai'),
      speaker('Phàn Văn Ví', 'male', 'head', 'vn.v.01090.nam-hong'),
    ],
  })
}
