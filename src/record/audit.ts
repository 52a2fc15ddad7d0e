// What the audit may tell of: every action that is written there, and what it is done to. Whoever writes another names it here; then it needs its words, too.

/** What an action is done to, and so what its subject is: the id of a record, of a form, of a person, of a token (somebody's) … */
export type AuditKind = 'record' | 'list' | 'form' | 'register' | 'pair' | 'person' | 'token' | 'unit' | 'units' | 'outlines' | 'indicator' | 'board' | 'webhook' | 'installation'

export const audited = {
  received: 'record', refused: 'record', corrected: 'record', conflict: 'record', late: 'record', superseded: 'record', withdrawn: 'record',
  endorsed: 'record', approved: 'record', returned: 'record', rejected: 'record', sent_back: 'record', taken_in: 'record', opened_late: 'record', erased: 'record', looked: 'record',
  unlike: 'pair', unlike_taken_back: 'pair',
  locked: 'form', unlocked: 'form', publish: 'form', form_state: 'form', prompt: 'form', trial_seeded: 'form', trial_erased: 'form', recounted: 'form', term: 'form', resettled: 'register',
  export: 'form', exported: 'form', export_broken: 'form', rescue: 'person',
  target: 'indicator', remark: 'indicator', board: 'board', release: 'board', recall: 'board',
  token: 'token', token_revoked: 'token', scope: 'token', enrolment: 'person', enrolled: 'token', enrolment_cancelled: 'person', left: 'person', renamed: 'person',
  account_made: 'person', account_changed: 'person', account_disabled: 'person', account_enabled: 'person', invited: 'person', password_chosen: 'person', password_changed: 'person',
  factor_set: 'person', factor_removed: 'person', factor_failed: 'person', recovery_made: 'person', recovery_used: 'person',
  signed_in: 'token', sign_in_failed: 'person', signed_out: 'token', session_ended: 'person', sessions_ended: 'person',
  units: 'units', unit_add: 'unit', unit_rename: 'unit', unit_merge: 'unit', unit_split: 'unit', unit_close: 'unit', boundaries: 'outlines',
  webhook_made: 'webhook', webhook_dropped: 'webhook', webhook_stopped: 'webhook', webhook_started: 'webhook', webhook_again: 'webhook',
  copied: 'installation',
} as const satisfies Readonly<Record<string, AuditKind>>

export type AuditAction = keyof typeof audited

/** Those of an action that is known; what an older version wrote is none. */
export const isAction = (text: string): text is AuditAction => Object.keys(audited).includes(text)
