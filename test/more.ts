// Tests outside the Worker have all functions, kinds and views, as everyone but a phone without a form that needs them.
import '../src/view/all.ts'
