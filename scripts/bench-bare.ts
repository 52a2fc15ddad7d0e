// The floor of `npm run bench`: a Worker that looks at nothing and writes the same rows in one batch: the audit's line, the submission, its revision with the
// same body, its sums. Faster than this no keeping can be on the same runtime and database. The bench counts both databases afterwards.
export const bare = `export default {
  async fetch(request, { DB }) {
    const { sha256, ...sent } = JSON.parse(await request.text())
    const { id, form, version, answers } = sent
    const body = JSON.stringify(sent)
    const month = answers.day.slice(0, 7)
    const sums = [['diary.records', '', 1], ['diary.records', answers.kind, 1], ['diary.people', '', answers.people]].filter(([, , amount]) => amount !== 0).map(([indicator, member, amount]) => [indicator, 'received', member === '' ? '' : 'kind', answers.village, month, member, amount])
    await DB.batch([
      DB.prepare("insert into audit (at, actor, action, subject, detail) values (?, 'bench', 'received', ?, null)").bind(1, id),
      DB.prepare("insert into submissions (id, form, version, revision, state, unit, day, author, label, fold, flags, conflicts, counts_received, counts_approved, adds_received, adds_approved, touches, received_at, stamp) values (?, ?, ?, 1, 'received', ?, ?, 'bench', '', '', null, 0, 1, 0, ?, null, null, 1, (select max(seq) from audit))").bind(id, form, version, answers.village, answers.day, JSON.stringify(sums)),
      DB.prepare("insert into revisions (submission, revision, state, base, hash, author, device, received_at, body, problems, flags) select seq, 1, 'received', 0, ?, 'bench', null, 1, ?, null, null from submissions where id = ?").bind(sha256, body, id),
      DB.prepare("insert into tallies (indicator, view, dimension, unit, period, member, amount) select value->>0, value->>1, value->>2, value->>3, value->>4, value->>5, value->>6 from json_each(?) where true on conflict (indicator, view, dimension, unit, period, member) do update set amount = amount + excluded.amount").bind(JSON.stringify(sums)),
    ])
    return Response.json({ id })
  },
}
`
