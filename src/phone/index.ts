// What a page of an officer's loads. All that begins stands in start.ts, in one piece with what it needs.
import './start.ts'
