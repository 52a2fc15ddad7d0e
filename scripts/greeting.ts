// What `npm start` says to somebody who has never seen Phiếu: where to go, as whom, and what to try. Vietnamese first, English under it.
import type { publishShipped } from './links.ts'

export interface Started {
  readonly url: string
  readonly data: string
  readonly forms: Awaited<ReturnType<typeof publishShipped>>
  /** Secrets of one person of each role, and the phone's link, whole. */
  readonly officer: string
  readonly reviewer: string
  readonly admin: string
  readonly phone: string
  /** What a shell puts the admin's token in with, without showing it. */
  readonly adminAsTyped: string
  /** Other machines may reach it. */
  readonly isOpen: boolean
}

/** Before anything else, because the first start takes a while. */
export const preparing = `Đang dựng Phiếu, lần đầu mất chừng nửa phút…
Building Phiếu; the first time this takes about half a minute…`

export function greeting({ url, data, forms, officer, reviewer, admin, phone, adminAsTyped, isOpen }: Started): string {
  const names = forms.map(({ form, version, stays }) => `${form} v${version}${stays === true ? ' (bản người soạn đã công bố, giữ nguyên · an author’s, kept)' : ''}`).join(', ')
  return `
Phiếu đang chạy tại ${url}. Số liệu nằm trong ${data}. Dừng bằng Ctrl+C, những gì đã lưu vẫn còn.
Phiếu is running at that address, its data lies in that folder. Stop with Ctrl+C, what is kept stays.

  Cán bộ · Officer       ${url}/in/${officer}
  Điện thoại · Phone     ${phone}
                         (dùng một lần, trong 7 ngày: ứng dụng, ghi được khi mất mạng · works once, within 7 days: the app, which fills without a network)
  Văn phòng · Office     ${url}/in/${reviewer}
  Quản trị · Admin       ${url}/in/${admin}

  Mỗi đường dẫn mở trong một cửa sổ riêng (ẩn danh): một trình duyệt chỉ giữ một người. · Open each link in a window of its own (private): a browser holds one person.
  ${isOpen ? 'Máy khác cũng vào được; ứng dụng trên điện thoại cần https: docs/operating.md, phần 2. · Other machines reach it; the app on a phone needs https: docs/operating.md, part 2.' : 'Chỉ máy này mở được; muốn điện thoại thật vào thì cần https: docs/operating.md, phần 2. · Only this computer reaches it; real phones need https: docs/operating.md, part 2.'}
  Biểu mẫu · Forms: ${names}

Thử gì trước · What to try first
  1. Ghi một phiếu: đường dẫn Cán bộ, chọn “Khảo sát hộ vùng nguy cơ sạt lở”, ghi, gửi, xem số biên nhận.
     Fill in a form: the officer’s link, the first survey; send it and note the receipt number.
  2. Xem và duyệt: đường dẫn Văn phòng, rồi ${url}/office: con số đã thay đổi; bấm vào con số để xuống tới phiếu, duyệt phiếu.
     Look and review: the office’s link, then that page: the figure has moved; follow it down to the record, approve it.
  3. Tự soạn biểu mẫu: đường dẫn Quản trị, rồi ${url}/office/forms: soạn, thử ngay bên cạnh, công bố; nhận cả tệp Excel (XLSForm).
     Write a form yourself: the admin’s link, then that page: write, try it beside, publish; it takes Excel files (XLSForm), too.
  4. Bảng công khai: đường dẫn Quản trị, rồi ${url}/office/boards: chọn bảng, xem trước, công bố kèm số quyết định.
     Public boards: the admin’s link, then that page: choose one, look at it, release it under a decision.
  5. Số liệu bịa của cả một năm, để các trang có cái mà xem (trong một cửa sổ dòng lệnh khác):
     A year of invented records, for pages that have something to show (in another terminal):
       PHIEU_SERVER=${url} PHIEU_TOKEN=${adminAsTyped} npm run phieu -- demo
  6. API: ${url}/api/openapi.json
       curl -H "Authorization: Bearer ${adminAsTyped}" ${url}/api/forms
`
}

/** Why it did not start, and what to do. */
export const hindrances = {
  port: (given: string) => `PORT là “${given}”: cần một số từ 0 đến 65535, ví dụ PORT=8788 npm start
PORT is “${given}”: a number from 0 to 65535 is needed, for example PORT=8788 npm start`,
  token: `PHIEU_ADMIN_TOKEN chưa dùng được: cần 20 đến 200 chữ không dấu, chữ số, _ hoặc -. Bỏ biến ấy đi thì Phiếu tự làm một mã.
PHIEU_ADMIN_TOKEN opens nothing: 20 to 200 letters without marks, digits, _ or - are needed. Without it Phiếu makes one.`,
  taken: (port: number) => `Cổng ${port} đang có chương trình khác dùng. Chọn cổng khác: PORT=${port === 65535 ? 8788 : port + 1} npm start
Port ${port} is taken by another program. Take another one: PORT=${port === 65535 ? 8788 : port + 1} npm start`,
  running: (by: string) => `Phiếu đang chạy trên chính số liệu này (${by}). Dừng lần chạy ấy trước, hoặc chọn thư mục khác: PHIEU_DATA=… npm start
Phiếu is running on this very data already (${by}). Stop that one first, or take another folder: PHIEU_DATA=… npm start`,
}
