// The officer's visit, without any script: in by a link, choose a form, fill it in page by page, check, send, keep the receipt number.
// Each page is in pages/; here stand their addresses.
import { note } from '../store/audit.ts'
import { html } from '../view/html.ts'
import { style, stylePath } from '../view/style.ts'
import type { App, Visit } from './env.ts'
import { actorOf } from './identity.ts'
import { attachedFile } from './pages/attached.ts'
import { askDiscard, askRemove, check, discard, remove, resume, send } from './pages/check.ts'
import { boxIn } from '../view/boxes.ts'
import { showFile } from './pages/file.ts'
import { postFill, showFill } from './pages/fill.ts'
import { enrolHere, enrolling } from './pages/enrol.ts'
import { begin, beginning, home } from './pages/home.ts'
import { publicBoard, publicSpeech } from './pages/boards.ts'
import { choose, invited } from './pages/invitation.ts'
import { asking, proving } from './pages/proof.ts'
import { beginPublic, openPublic, sentPublic, strangerAction, strangerPage } from './pages/public.ts'
import { correct, receipt } from './pages/receipt.ts'
import { respond, tell, wordsFor } from './pages/respond.ts'
import { codeAsked, codeGiven, factorAsked, signInHere, signingIn } from './pages/sign_in.ts'
import { action, guard, page, postedOf } from './pages/visitor.ts'
import { isOwnAddress } from './pages/where.ts'
import { askWithdraw, withdrawHere } from './pages/withdraw.ts'
import { leave } from '../store/sessions.ts'
import { sha256Hex } from './digest.ts'
import { chooseLanguage, endHalfway, endSession, sessionToken, startSession } from './session.ts'

/** Adds the officer's addresses to the app. */
export function officer(app: App): void {
  app.get(stylePath, (visit) =>
    visit.body(style, 200, { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'public, max-age=31536000, immutable' }),
  )
  app.get('/in/:token', entrance)
  app.post('/in', enter)
  app.get('/enrol/:code', enrolling)
  app.post('/enrol/:code', enrolHere)
  app.get('/sign-in', signingIn)
  app.post('/sign-in', signInHere)
  app.get('/sign-in/code', codeAsked)
  app.post('/sign-in/code', codeGiven)
  app.get('/sign-in/factor', factorAsked)
  app.post('/sign-in/factor', codeGiven)
  app.get('/invitation/:code', invited)
  app.post('/invitation/:code', choose)
  app.get('/r', asking)
  app.get('/r/:code', proving)
  app.get('/board/:unit', publicBoard)
  app.get('/board/:unit/:board', publicBoard)
  app.get('/board/:unit/:board/text', publicSpeech)
  app.post('/out', out)
  app.post('/language', switchLanguage)

  page(app, '/', home)
  page(app, '/forms/:form', beginning)
  action(app, '/forms/:form', begin)
  draftPages(app, '/drafts/:id', page, action)
  page(app, '/receipts/:id', receipt)
  page(app, '/receipts/:id/media/:name', attachedFile)
  action(app, '/submissions/:id/correct', correct)
  page(app, '/submissions/:id/withdraw', askWithdraw)
  action(app, '/submissions/:id/withdraw', withdrawHere)

  app.get('/f/:form', openPublic)
  app.post('/f/:form', beginPublic)
  strangerPage(app, '/f/:form/:id/sent', sentPublic)
  draftPages(app, '/f/:form/:id', strangerPage, strangerAction)
}

// The same pages for whoever is signed in and for strangers: only who they are is found out in another way.
function draftPages(app: App, at: string, get: typeof page, post: typeof action): void {
  get(app, at, resume)
  get(app, `${at}/check`, check)
  post(app, `${at}/send`, send)
  get(app, `${at}/discard`, askDiscard)
  post(app, `${at}/discard`, discard)
  get(app, `${at}/remove/:row`, askRemove)
  post(app, `${at}/remove/:row`, remove)
  get(app, `${at}/files/:name`, showFile)
  get(app, `${at}/:screen{[0-9]+}`, showFill)
  post(app, `${at}/:screen{[0-9]+}`, postFill)
  get(app, `${at}/:screen{[0-9]+}/:row`, showFill)
  post(app, `${at}/:screen{[0-9]+}/:row`, postFill)
}

// Looking at a link must not sign anyone in: chat programs open links to preview them, and a shared screen shows whose it is first.
async function entrance(visit: Visit): Promise<Response> {
  const { entrance: words } = wordsFor(visit)
  const actor = await actorOf(visit.req.param('token') ?? '', visit.env, Date.now())
  if (actor === undefined) return tell(visit, undefined, words.wrong, words.wrongAbout, 404)
  const main = html`<div data-in="${actor.role}"><h1>${words.title}</h1><p><strong>${words.whose(actor.name)}</strong> (${words.role[actor.role] ?? actor.role})</p><p>${words.about}</p><form method="post" action="/in"><input type="hidden" name="token" value="${visit.req.param('token') ?? ''}"><p class="buttons"><button class="big">${words.enter(actor.name)}</button></p></form><p>${words.notMe}</p></div>`
  return respond(visit, undefined, { title: words.title, main })
}

// In the body: an address is written into logs on the way.
async function enter(visit: Visit): Promise<Response> {
  guard(visit)
  const token = boxIn(await postedOf(visit), 'token')
  const actor = await actorOf(token, visit.env, Date.now())
  const { entrance: words } = wordsFor(visit)
  if (actor === undefined) return tell(visit, undefined, words.wrong, words.wrongAbout, 404)
  await note(visit.env.DB, { at: Date.now(), actor: actor.person, action: 'signed_in', subject: actor.token, detail: actor.role })
  startSession(visit, token)
  return visit.redirect(actor.role === 'officer' ? '/' : '/office', 303)
}

// A session is over with this; the token of a link lives on, it may be used elsewhere.
async function out(visit: Visit): Promise<Response> {
  guard(visit)
  const token = sessionToken(visit)
  if (token !== undefined) await leave(visit.env.DB, await sha256Hex(token), Date.now())
  endSession(visit)
  endHalfway(visit)
  return visit.redirect('/', 303)
}

async function switchLanguage(visit: Visit): Promise<Response> {
  guard(visit)
  const posted = await postedOf(visit)
  chooseLanguage(visit, boxIn(posted, 'language'))
  const back = boxIn(posted, 'back')
  return visit.redirect(isOwnAddress(back) ? back : '/', 303)
}
