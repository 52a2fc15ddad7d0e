// The office's visit: figures of a form, the rows behind them, one record and its review. Each page is in pages/; here stand their addresses.
import type { Actor } from '../record/submission.ts'
import type { App, Visit } from './env.ts'
import { isUnbound } from './grants.ts'
import { address } from './pages/address.ts'
import { attachedFile } from './pages/attached.ts'
import { audit } from './pages/audit.ts'
import { alike, decidePair, pair } from './pages/alike.ts'
import { behind } from './pages/behind.ts'
import { boundaries, putBoundariesHere } from './pages/boundaries.ts'
import { boards, lookAtBoard, recallIt, releaseIt } from './pages/boards.ts'
import { copied, cost } from './pages/cost.ts'
import { desk, discard, known, publishHere, seen, write } from './pages/desk.ts'
import { cancelHere, devices, enrolOther, revokeHere } from './pages/devices.ts'
import { askErase, eraseHere } from './pages/erase.ts'
import { figures } from './pages/figures.ts'
import { forms, makeForm, newForm, uploadForm } from './pages/forms.ts'
import { changeFactor, changeMine, endMine, endMyOthers, me, myFactor, myFirstCode } from './pages/me.ts'
import { map } from './pages/map.ts'
import { periods, setHere } from './pages/periods.ts'
import { makeMany, many } from './pages/newcomers.ts'
import { inviteHere, leavePerson, namePerson, people, person, scopePerson, tokenHere } from './pages/people.ts'
import { print } from './pages/print.ts'
import { keep, prompt, prompts } from './pages/prompts.ts'
import { phonesPage, quality } from './pages/quality.ts'
import { decide, record } from './pages/record.ts'
import { choosing, taking } from './pages/rescue.ts'
import { report } from './pages/report.ts'
import { tell, wordsFor } from './pages/respond.ts'
import { decideMany, queue } from './pages/queue.ts'
import { take } from './pages/take.ts'
import { applyTargets, bringTargets, chooseTargets, targetTable } from './pages/target_file.ts'
import { oneTarget, sayWhy, setTargets, targets } from './pages/targets.ts'
import { closeHere, openHere, trial } from './pages/trial.ts'
import { again, recountHere, stateHere, versions } from './pages/versions.ts'
import { unusual } from './pages/unusual.ts'
import { doUnitDeedHere, unitDeed, units } from './pages/units.ts'
import { action, page } from './pages/visitor.ts'
import { waiting } from './pages/waiting.ts'
import { changeHook, makeHere, webhooks } from './pages/webhooks.ts'
import { whole } from './pages/whole.ts'

/** Adds the office's addresses to the app. */
export function office(app: App): void {
  page(app, '/office', inOffice(whole))
  page(app, '/office/queue', inOffice(waiting))
  page(app, '/office/submissions/:id', inOffice(record))
  page(app, '/office/submissions/:id/print', inOffice(print))
  page(app, '/office/submissions/:id/erase', asAdmin(askErase))
  action(app, '/office/submissions/:id/erase', asAdmin(eraseHere))
  action(app, '/office/submissions/:id/review', asReviewer(decide))
  page(app, '/office/submissions/:id/media/:name', inOffice(attachedFile))
  page(app, '/office/audit', inOffice(audit))
  page(app, '/office/people', inOffice(people))
  page(app, '/office/people/many', asAdmin(many))
  action(app, '/office/people/many', asAdmin(makeMany))
  page(app, '/office/people/:person', asAdmin(person))
  action(app, '/office/people/:person/name', asAdmin(namePerson))
  action(app, '/office/people/:person/scope', asAdmin(scopePerson))
  action(app, '/office/people/:person/leave', asAdmin(leavePerson))
  action(app, '/office/people/:person/token', asAdmin(tokenHere))
  action(app, '/office/people/:person/account', asAdmin(inviteHere))
  page(app, '/office/cost', asAdmin(cost))
  action(app, '/office/cost/copied', asAdmin(copied))
  page(app, '/office/devices', inOffice(devices))
  action(app, '/office/devices', inOffice(enrolOther))
  action(app, '/office/devices/links/:enrolment/cancel', inOffice(cancelHere))
  action(app, '/office/devices/:token/revoke', inOffice(revokeHere))
  page(app, '/office/units', inOffice(units))
  page(app, '/office/units/deed', inOffice(unitDeed))
  action(app, '/office/units/deed', inOffice(doUnitDeedHere))
  page(app, '/office/me', me)
  action(app, '/office/me/sessions/end', endMyOthers)
  action(app, '/office/me/sessions/:session/end', endMine)
  action(app, '/office/me/password', changeMine)
  action(app, '/office/me/factor', changeFactor)
  page(app, '/office/me/factor', myFactor)
  action(app, '/office/me/factor/code', myFirstCode)
  page(app, '/office/webhooks', asAdmin(webhooks))
  action(app, '/office/webhooks', asAdmin(makeHere))
  action(app, '/office/webhooks/:webhook', asAdmin(changeHook))
  page(app, '/office/boards', inOffice(boards))
  page(app, '/office/boards/:board', inOffice(lookAtBoard))
  action(app, '/office/boards/:board', inOffice(releaseIt))
  action(app, '/office/boards/:board/recall', inOffice(recallIt))
  page(app, '/office/rescue', inOffice(choosing))
  action(app, '/office/rescue', inOffice(taking))
  page(app, '/office/forms', overAll(forms))
  page(app, '/office/forms/new', overAll(newForm))
  action(app, '/office/forms/new', overAll(makeForm))
  action(app, '/office/forms/upload', overAll(uploadForm))
  page(app, '/office/forms/:form', overAll(versions))
  page(app, '/office/forms/:form/trial', overAll(trial))
  action(app, '/office/forms/:form/trial', overAll(openHere))
  action(app, '/office/forms/:form/trial/close', overAll(closeHere))
  action(app, '/office/forms/:form/again', overAll(again))
  action(app, '/office/forms/:form/state', overAll(stateHere))
  action(app, '/office/forms/:form/recount', overAll(recountHere))
  page(app, '/office/forms/:form/edit', overAll(desk))
  action(app, '/office/forms/:form/edit', overAll(write))
  page(app, '/office/forms/:form/known', overAll(known))
  action(app, '/office/forms/:form/publish', overAll(publishHere))
  action(app, '/office/forms/:form/seen', overAll(seen))
  action(app, '/office/forms/:form/discard', overAll(discard))
  page(app, '/office/quality', inOffice(quality))
  page(app, '/office/quality/phones', inOffice(phonesPage))
  page(app, '/office/quality/alike/:register', inOffice(alike))
  page(app, '/office/quality/pair', inOffice(pair))
  action(app, '/office/quality/pair', inOffice(decidePair))
  page(app, '/office/:form/quality', inOffice(unusual))
  page(app, '/office/boundaries', overAll(boundaries))
  action(app, '/office/boundaries', overAll(putBoundariesHere))
  page(app, '/office/:form', inOffice(figures))
  page(app, '/office/:form/map', inOffice(map))
  page(app, '/office/:form/rows', inOffice(behind))
  page(app, '/office/:form/queue', inOffice(queue))
  action(app, '/office/:form/queue', asReviewer(decideMany))
  page(app, '/office/:form/periods', inOffice(periods))
  action(app, '/office/:form/periods', inOffice(setHere))
  page(app, '/office/:form/address', inOffice(address))
  page(app, '/office/:form/export', inOffice(take))
  page(app, '/office/:form/report', inOffice(report))
  page(app, '/office/:form/targets', inOffice(targets))
  action(app, '/office/:form/targets', inOffice(setTargets))
  page(app, '/office/:form/targets/table', inOffice(targetTable))
  page(app, '/office/:form/targets/import', inOffice(chooseTargets))
  action(app, '/office/:form/targets/import', inOffice(bringTargets))
  action(app, '/office/:form/targets/import/apply', inOffice(applyTargets))
  page(app, '/office/:form/targets/one', inOffice(oneTarget))
  action(app, '/office/:form/targets/one', inOffice(sayWhy))
  page(app, '/office/:form/audio', inOffice(prompts))
  page(app, '/office/:form/audio/:language/:question', inOffice(prompt))
  action(app, '/office/:form/audio/:language/:question', inOffice(keep))
}

type Handler = (visit: Visit, actor: Actor, now: number) => Promise<Response>

// Who decides on records is asked before what was posted is looked at.
function asReviewer(handle: Handler): Handler {
  return async (visit, actor, now) => {
    const { mayNot } = wordsFor(visit)
    return actor.role === 'reviewer' ? handle(visit, actor, now) : tell(visit, actor, mayNot.forbidden, mayNot.forbiddenAbout, 403)
  }
}

// Forms are written by those who answer for all of them, and so is what else holds for everybody.
function overAll(handle: Handler): Handler {
  return async (visit, actor, now) => {
    const { mayNot } = wordsFor(visit)
    return actor.role === 'admin' && isUnbound(actor) ? handle(visit, actor, now) : tell(visit, actor, mayNot.forbidden, mayNot.forbiddenAbout, 403)
  }
}

function asAdmin(handle: Handler): Handler {
  return async (visit, actor, now) => {
    const { mayNot } = wordsFor(visit)
    return actor.role === 'admin' ? handle(visit, actor, now) : tell(visit, actor, mayNot.forbidden, mayNot.forbiddenAbout, 403)
  }
}

// Officers see their own records on their own page; the office is for those who answer for a unit.
function inOffice(handle: Handler): Handler {
  return async (visit, actor, now) => {
    const { mayNot } = wordsFor(visit)
    return actor.role === 'officer' ? tell(visit, actor, mayNot.forbidden, mayNot.forbiddenAbout, 403) : handle(visit, actor, now)
  }
}
