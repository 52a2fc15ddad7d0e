// XLSForm's own words and all their spellings: sheets, columns, kinds, names of languages. Tables only.

export const sheets = ['survey', 'choices', 'settings', 'entities', 'external_choices', 'indicators', 'registers'] as const
export type SheetName = (typeof sheets)[number]

/** Sheets that XLSForm knows and that say nothing of a form's questions. */
export const ignoredSheets: ReadonlySet<string> = new Set(['osm', 'notes', 'readme', 'instructions', 'cascades'])

const alias = (table: Readonly<Record<string, string>>): Readonly<Record<string, string>> => Object.assign(Object.create(null) as Record<string, string>, table)
const same = (names: readonly string[]): Record<string, string> => Object.fromEntries(names.map((name) => [name, name]))

/** Columns of each sheet: any spelling, in lower case with _ for spaces → the column. What begins with `=` is understood and not taken. */
export const columns: Readonly<Record<SheetName, Readonly<Record<string, string>>>> = {
  survey: alias({
    ...same([
      'type', 'name', 'label', 'hint', 'guidance_hint', 'required', 'required_message', 'relevant', 'read_only', 'constraint', 'constraint_message', 'calculation', 'default',
      'trigger', 'choice_filter', 'parameters', 'appearance', 'repeat_count', 'save_to', 'disabled', 'check', 'check_message', 'check_2', 'check_2_message', 'personal', 'phieu_type', 'purpose', 'image', 'big-image', 'audio', 'video',
    ]),
    command: 'type', tag: 'name', value: 'name', caption: 'label', relevance: 'relevant', skip_logic: 'relevant', readonly: 'read_only', calculate: 'calculation', requiredmsg: 'required_message',
    constraint_msg: 'constraint_message', count: 'repeat_count', 'jr:count': 'repeat_count', repeatcount: 'repeat_count', 'media::image': 'image', 'media::audio': 'audio',
    'media::video': 'video', 'media::big-image': 'big-image', 'big_image': 'big-image', 'media:image': 'image', 'media:audio': 'audio', 'media:video': 'video',
    'bind::required': 'required', 'bind::relevant': 'relevant', 'bind::constraint': 'constraint', 'bind::calculate': 'calculation', 'bind::readonly': 'read_only',
    'bind:required': 'required', 'bind:relevant': 'relevant', 'bind:constraint': 'constraint', 'bind:calculate': 'calculation', 'bind:readonly': 'read_only',
    'bind::jr:constraintmsg': 'constraint_message', 'bind:jr:constraintmsg': 'constraint_message', 'bind::jr:requiredmsg': 'required_message', 'bind:jr:requiredmsg': 'required_message',
    'control::appearance': 'appearance', 'control:appearance': 'appearance', 'control::jr:count': 'repeat_count', 'control:jr:count': 'repeat_count', 'bind::type': '=bind', 'bind:type': '=bind',
    filter: '=query', query: '=query', autoplay: '=autoplay', compact_tag: '=sms', intent: '=intent', 'bind::saveincomplete': '=bind', 'body::accept': '=body',
    no_app_error_string: '=intent', noapperrorstring: '=intent', sms_field: '=sms', sms_option: '=sms', sms_separator: '=sms', note: '=comment', notes: '=comment', comment: '=comment', comments: '=comment',
  }),
  choices: alias({
    ...same(['list_name', 'name', 'label', 'image', 'big-image', 'audio', 'video']),
    list: 'list_name', listname: 'list_name', value: 'name', caption: 'label', 'media::image': 'image', 'media::audio': 'audio', 'media::video': 'video', 'media::big-image': 'big-image',
    'media:image': 'image', 'media:audio': 'audio', 'media:video': 'video', big_image: 'big-image', sms_option: '=sms',
  }),
  external_choices: alias({ ...same(['list_name', 'name', 'label']), list: 'list_name', listname: 'list_name', value: 'name', caption: 'label' }),
  settings: alias({
    ...same(['form_title', 'form_id', 'version', 'default_language', 'instance_name', 'allow_choice_duplicates', 'date', 'unit', 'short', 'public', 'review_hold', 'review_first', 'keep']),
    title: 'form_title', set_form_title: 'form_title', set_form_id: 'form_id', id_string: 'form_id', language: 'default_language',
    name: '=name', style: '=style', theme: '=style', public_key: '=public_key', submission_url: '=submission_url', auto_send: '=auto_send', auto_delete: '=auto_delete', client_editable: '=client_editable',
    instance_id: '=instance_id', namespaces: '=namespaces', clean_text_values: '=clean', omit_instanceid: '=omit', instance_xmlns: '=namespaces', prefix: '=sms', delimiter: '=sms', sms_keyword: '=sms',
    sms_separator: '=sms', sms_allow_media: '=sms', sms_date_format: '=sms', sms_datetime_format: '=sms', sms_response: '=sms', add_none_option: '=add_none_option', flat: '=flat',
    attribute: '=attribute', notes: '=comment', comment: '=comment',
  }),
  entities: alias({ ...same(['list_name', 'label', 'entity_id', 'create_if', 'update_if', 'repeat', 'unit', 'alike']), dataset: 'list_name', list: 'list_name' }),
  // Ours: what the entities sheet cannot say, a second rule for a list among it.
  registers: alias(same(['register', 'repeat', 'entity_id', 'create_if', 'update_if', 'label', 'unit', 'columns', 'alike'])),
  indicators: alias(same(['name', 'label', 'count', 'sum', 'average', 'each', 'register', 'where', 'about', 'date', 'period', 'by', 'unit', 'scale', 'public', 'distinct', 'median', 'min', 'max', 'share', 'difference', 'good'])),
}

/** Settings and columns that change what the form does; the others that are not taken are passed over in silence. */
export const told: ReadonlySet<string> = new Set([
  'public_key', 'submission_url', 'auto_send', 'auto_delete', 'client_editable', 'add_none_option', 'instance_id', 'query', 'intent', 'bind', 'body', 'image', 'big-image', 'audio', 'video',
])

/** Columns that have words in several languages. */
export const worded: ReadonlySet<string> = new Set(['label', 'hint', 'guidance_hint', 'required_message', 'constraint_message', 'check_message', 'check_2_message', 'purpose', 'form_title', 'unit', 'image', 'big-image', 'audio', 'video'])

/** A type without its argument, in lower case with single spaces → the kind. */
export const types: Readonly<Record<string, string>> = alias({
  string: 'text', 'add text prompt': 'text', 'q string': 'text', 'text prompt': 'text', int: 'integer', 'add integer prompt': 'integer', 'q int': 'integer', percentage: 'integer',
  'number of days in last month': 'integer', 'number of days in last six months': 'integer', 'number of days in last year': 'integer', 'add decimal prompt': 'decimal', 'q decimal': 'decimal',
  'add date prompt': 'date', 'q date': 'date', 'date time': 'datetime', datetime: 'datetime', 'date_time': 'datetime', 'add date time prompt': 'datetime', 'q datetime': 'datetime',
  'add note prompt': 'note', 'q note': 'note', gps: 'geopoint', location: 'geopoint', 'add location prompt': 'geopoint', 'q location': 'geopoint', 'q geopoint': 'geopoint',
  photo: 'image', 'add image prompt': 'image', 'q picture': 'image', 'q image': 'image', 'add photo prompt': 'image', 'add audio prompt': 'audio', 'q audio': 'audio', 'add video prompt': 'video', 'q video': 'video',
  'add file prompt': 'file', 'add barcode prompt': 'barcode', 'q barcode': 'barcode', 'add acknowledge prompt': 'acknowledge', 'q acknowledge': 'acknowledge', trigger: 'acknowledge',
  'add calculate prompt': 'calculate', 'q calculate': 'calculate', calculation: 'calculate', 'calculate': 'calculate',
  'start time': 'start', 'end time': 'end', 'device id': 'deviceid', imei: 'deviceid', 'get device id': 'deviceid', 'get start time': 'start', 'get end time': 'end', 'get today': 'today',
  'phone number': 'phonenumber', 'get phone number': 'phonenumber', 'sim id': 'simserial', 'sim serial': 'simserial', 'get sim id': 'simserial', 'subscriber id': 'subscriberid', 'get subscriber id': 'subscriberid',
  'uri:deviceid': 'deviceid', 'uri:email': 'email', 'uri:username': 'username', 'uri:phonenumber': 'phonenumber', 'uri:simserial': 'simserial', 'uri:subscriberid': 'subscriberid',
})

/** How a question with choices may be written; the rest of the cell, `from` or not, is its list. Longest first. */
export const selects: readonly (readonly [string, string])[] = [
  ['add select multiple prompt using', 'select_multiple'], ['add select one prompt using', 'select_one'], ['select all that apply', 'select_multiple'], ['select multiple using', 'select_multiple'],
  ['select_multiple_from_file', 'select_multiple_from_file'], ['select_one_from_file', 'select_one_from_file'], ['select_one_external', 'select_one_external'], ['select one external', 'select_one_external'],
  ['select one using', 'select_one'], ['select_multiple', 'select_multiple'], ['select multiple', 'select_multiple'], ['select_one', 'select_one'], ['select one', 'select_one'], ['select1', 'select_one'],
  ['rank', 'rank'], ['odk:rank', 'rank'],
]

/** Languages that authors name without a code. */
export const languageCodes: Readonly<Record<string, string>> = alias({
  'tiếng việt': 'vi', 'tieng viet': 'vi', vietnamese: 'vi', việt: 'vi', english: 'en', anglais: 'en', 'tiếng anh': 'en', french: 'fr', français: 'fr', francais: 'fr', spanish: 'es', español: 'es', espanol: 'es',
  portuguese: 'pt', português: 'pt', german: 'de', deutsch: 'de', swahili: 'sw', kiswahili: 'sw', arabic: 'ar', عربي: 'ar', العربية: 'ar', russian: 'ru', русский: 'ru', chinese: 'zh', 中文: 'zh', khmer: 'km', lao: 'lo',
  thai: 'th', burmese: 'my', indonesian: 'id', bahasa: 'id', 'bahasa indonesia': 'id', hindi: 'hi', nepali: 'ne', bengali: 'bn', bangla: 'bn', urdu: 'ur', persian: 'fa', farsi: 'fa', dari: 'prs', pashto: 'ps',
  amharic: 'am', somali: 'so', hausa: 'ha', yoruba: 'yo', igbo: 'ig', kinyarwanda: 'rw', malagasy: 'mg', italian: 'it', italiano: 'it', dutch: 'nl', nederlands: 'nl', turkish: 'tr', türkçe: 'tr', ukrainian: 'uk',
  polish: 'pl', japanese: 'ja', korean: 'ko', tagalog: 'tl', filipino: 'fil', haitian: 'ht', creole: 'ht', kurdish: 'ku', georgian: 'ka', tamil: 'ta', sinhala: 'si', telugu: 'te', marathi: 'mr', punjabi: 'pa',
  hmong: 'hmn', 'tiếng mông': 'hmn', mông: 'hmn', 'tiếng tày': 'tyz', tày: 'tyz', nùng: 'nut', 'tiếng nùng': 'nut', dao: 'ium', 'tiếng dao': 'ium', thái: 'blt', 'tiếng thái': 'blt', mường: 'mtq',
})

/** What a workbook without indicators is given, so that its first record is a figure: how many there are. */
export const countWords: Readonly<Record<string, readonly [label: string, unit: string]>> = { vi: ['Số phiếu', 'phiếu'], en: ['Records', 'records'], fr: ['Fiches', 'fiches'], es: ['Fichas', 'fichas'] }

/** What a person is offered by or_other, where these are the words. */
export const otherWords: Readonly<Record<string, readonly [choice: string, question: string]>> = { vi: ['Khác', 'Khác: ghi rõ'], en: ['Other', 'Specify other'], fr: ['Autre', 'Préciser'], es: ['Otro', 'Especifique'] }
