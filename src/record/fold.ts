// Text as it is searched: without marks, đ as d, small, single spaces. SQLite folds ASCII only, so a folded column is kept.

/** 'Đản  Ván' → 'dan van'. */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim()
}

// The Vietnamese order of letters and tones; each stands where no other letter can stand between.
const letters = 'aăâbcdđeêfghijklmnoôơpqrstuưvwxyz'
const tones = ['', '\u0300', '\u0309', '\u0303', '\u0301', '\u0323'] // none, huyền, hỏi, ngã, sắc, nặng

/** A key that plain string comparison puts in Vietnamese order: letters first, tones where all letters are equal. */
export function sortKey(text: string): string {
  let base = ''
  let marks = ''
  for (const letter of text.normalize('NFC').toLowerCase()) {
    const parts = letter.normalize('NFD')
    const tone = tones.findIndex((mark) => mark !== '' && parts.includes(mark))
    const plain = (tone > 0 ? parts.replace(tones[tone] as string, '') : parts).normalize('NFC')
    const place = letters.indexOf(plain)
    base += place < 0 ? plain : String.fromCharCode(0x100 + place)
    marks += tone > 0 ? String(tone) : '0'
  }
  return `${base}\u0001${marks}`
}
