// What an officer writes down on one made-up day, for whoever fills in the shipped forms in a browser. Made-up people and places.
import type { Given } from './phone.ts'

type Answers = Readonly<Record<string, Given>>

export const household: Answers = {
  consent: 'yes', unit: 'vn.v.01045.thuong-i', survey_date: { day: '20', month: '11', year: '2026' },
  head_name: 'Lò Thị Ví Dụ', head_birth_year: '1981', head_sex: 'female', lang: 'dao',
  members: '5', members_f: '2', vulnerable: ['none'], poverty: 'poor',
  risk_type: ['landslide'], risk_signs: ['none'], slope_m: '2,5', risk_level: 'l3',
  house_kind: 'temporary', toilet: 'none', water: 'spring', power: 'grid', house_land_m2: '1.500',
  answered_by: 'both', willing: 'no', barriers: ['no_land'],
  note: 'Ghi chú thử',
}

/** As little as the survey lets pass: nobody wanted to answer. */
export const refusal: Answers = { consent: 'no', unit: 'vn.v.01045.thuong-i' }

export const road: Answers = {
  road_name: 'Đường Nậm Thử – bản Ví Dụ', unit: 'vn.v.01045.thuong-ii', recorded_on: { day: '20', month: '11', year: '2026' }, road_kind: 'village', newly_opened: 'yes',
  from_place: 'Nậm Thử', to_place: 'bản Ví Dụ', length_km: '2,5', length_exact: 'about', surface_width_m: '2,5', road_class: 'dk', surface_now: 'earth',
  surface_plan: 'concrete', passable_now: 'moto', reaches_center: 'yes', meeting_date: { day: '1', month: '10', year: '2026' }, hh_total: '40', hh_attend: '30', hh_agree: '28',
}

export const pledge: Answers = {
  road_ref: { find: 'Nậm Thử' }, pledger_kind: 'group', pledger_name: 'Tổ phụ nữ bản Ví Dụ', voluntary: 'yes', length_km: '1', labour_days: '12,5',
}

export const training: Answers = {
  session_title: 'Điều hành họp chi bộ', session_kind: 'hands_on', org_level: 'commune', topics: 'Điều hành họp', unit: 'vn.2025.01021',
  date_from: { day: '20', month: '11', year: '2026' }, date_to: { day: '20', month: '11', year: '2026' }, sessions: '2', lang_used: ['vi', 'dao'], invited: '3',
}

/** One who came to the training; the keys are those of the first row. */
export const participant: Answers = {
  'attend[1].full_name': 'Bàn Văn Một', 'attend[1].birth_year': '1990', 'attend[1].sex': 'male', 'attend[1].position': 'head', 'attend[1].attend_unit': 'vn.v.01045.thuong-i',
}
