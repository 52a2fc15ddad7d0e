// Everything that few forms use, and the functions that take a library (a phone has these apart: more.ts, phone/hashes.ts). Who is not short of bytes loads
// this at the start: the Worker, tests.
import '../expression/hashing.ts'
import './more.ts'
