// Passwords: scrypt (RFC 7914) by the platform, with its parameters and salt beside each hash, so that both may grow; and which ones nobody may choose.
import node from 'node:crypto'
import { fold } from '../record/fold.ts'

/** The work of one guess: 16 MiB and about 150 ms, the OWASP row that fits a Worker's memory. */
const own = { ln: 14, r: 8, p: 5 } as const
export const shortest = 10
export const longest = 200

/** A hash that nobody's password gives: a try of an unknown name costs the same work. */
export const decoy = '$scrypt$ln=14,r=8,p=5$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'

/** A password as it is kept: $scrypt$ln=14,r=8,p=5$salt$hash (PHC string format). */
export async function hashPassword(password: string): Promise<string> {
  const salt = crypto.getRandomValues(new Uint8Array(16))
  return `$scrypt$ln=${own.ln},r=${own.r},p=${own.p}$${base64(salt)}$${base64(await worked(password, salt, own))}`
}

/** Whether it is the password; in a time that does not tell how alike they are. */
export async function isPassword(password: string, kept: string): Promise<boolean> {
  const found = readKept(kept)
  if (found === undefined) throw new Error('a kept password that is none')
  const key = await worked(password, found.salt, found)
  return crypto.subtle.timingSafeEqual(key, found.hash)
}

/** Whether it was kept with less work than one costs now. */
export function isWeaker(kept: string): boolean {
  const found = readKept(kept)
  return found === undefined || 2 ** found.ln * found.r * found.p < 2 ** own.ln * own.r * own.p
}

/** Why a password cannot be chosen; undefined: it can. No rules of what it must be made of: length is what counts (NIST SP 800-63B). */
export function faultOf(password: string, name: string): 'short' | 'long' | 'common' | 'name' | undefined {
  const text = password.normalize('NFC')
  if ([...text].length < shortest) return 'short'
  if (text.length > longest) return 'long'
  const plain = fold(text).replace(/\s/g, '')
  if (plain === name || plain === name + name) return 'name'
  return common.has(plain) || common.has(plain.replace(/[^a-z]+$/, '')) || /^(.{1,4})\1+.{0,3}$/.test(plain) || isRow(plain) ? 'common' : undefined
}

async function worked(password: string, salt: Uint8Array, { ln, r, p }: { readonly ln: number; readonly r: number; readonly p: number }): Promise<Uint8Array> {
  return new Promise((done, fail) => {
    // Vietnamese is typed composed on one machine and decomposed on another.
    node.scrypt(password.normalize('NFC'), salt, 32, { N: 2 ** ln, r, p, maxmem: 64 * 1_048_576 }, (error, key) => (error === null ? done(new Uint8Array(key)) : fail(error)))
  })
}

function readKept(kept: string): { readonly ln: number; readonly r: number; readonly p: number; readonly salt: Uint8Array; readonly hash: Uint8Array } | undefined {
  const found = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/.exec(kept)
  if (found === null) return undefined
  const [, ln, r, p, salt = '', hash = ''] = found
  return { ln: Number(ln), r: Number(r), p: Number(p), salt: bytes(salt), hash: bytes(hash) }
}

// Neighbours on the keyboard or in the order of digits and letters, there and back.
function isRow(plain: string): boolean {
  const rows = ['01234567890123456789', 'abcdefghijklmnopqrstuvwxyz', 'qwertyuiopasdfghjklzxcvbnm', '1qaz2wsx3edc4rfv5tgb6yhn7ujm', 'q1w2e3r4t5y6u7i8o9p0', '1q2w3e4r5t6y7u8i9o0p']
  return rows.some((row) => row.includes(plain) || [...row].reverse().join('').includes(plain))
}

// What people choose most, as it stands without marks; of English ones and ours, those that are long enough, and those that a few digits make long enough.
const common: ReadonlySet<string> = new Set(
  `password passw0rd password1 passwordpassword iloveyou iloveyou1 loveyou loveyouforever sunshine princess football baseball superman welcome welcome1 qwerty qwerty123 qwertyuiop
   administrator admin admin123 adminadmin letmein trustno1 dragon monkey whatever starwars computer internet microsoft samsung facebook google abc123 abcd1234 abc123456 aa123456
   asdfghjkl zxcvbnm 1q2w3e4r 1qaz2wsx q1w2e3r4 1234567890 0123456789 12345678910 123456789a a123456789 123123123 1234512345 123456abc 123abc456 987654321 9876543210 0987654321
   matkhau matkhau1 matkhaumoi matkhaucuatoi khongcomatkhau khongco khongbiet khongnoi dangnhap quantri quantrivien nguoidung xinchao chaoban anhyeuem emyeuanh yeuanh yeuem
   yeuemnhieu anhyeuemnhieu emyeuanhnhieu toiyeuem toiyeuvietnam yeuvietnam iloveyouvietnam vietnam vietnamvodich vietnamquehuongtoi hochiminh bachovidai hanoi saigon hagiang tuyenquang
   hoangsuphi sapavang conghoaxahoichunghia doclaptudohanhphuc tudohanhphuc giadinh giadinhtoi hanhphuc giadinhhanhphuc tinhyeu tinhban banbe concuame concuaba bome chame contrai congai
   nhonho meocon meomeo gaucon cucvang baobinh songngu thienbinh maimaiyeuem mainaiyeuanh yeumaimai emlacuaanh motminhanh chiaratay nguyenvana nguyen nguyenthi tranvan
   congchuc vanphong ubnd ubndxa uybannhandan uyban cnttxa conganxa phieu phieukhaosat`.split(/\s+/),
)

const base64 = (raw: Uint8Array): string => btoa(String.fromCharCode(...raw)).replace(/=+$/, '')
const bytes = (text: string): Uint8Array => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
