// All that few forms use: functions, kinds, and how these look. Whoever is not short of bytes loads it at the start; a phone with the first form that says
// `more`. Nothing else imports it.
import '../expression/more.ts'
import '../form/kinds/more.ts'
import './kinds/more.ts'
