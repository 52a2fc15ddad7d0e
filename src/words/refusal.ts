// What the API says when it turns a request away: a title and what to do now, in each language. Problems of forms and
// answers have their sentences in vi.ts and en.ts; these are about the request itself. Which one is said when is decided in server/.

export type RefusalCode = keyof typeof refusals

interface Sentences {
  readonly vi: readonly [title: string, detail: string]
  readonly en: readonly [title: string, detail: string]
}

const refusals = {
  json_syntax: {
    vi: ['Nội dung gửi lên không phải là JSON', 'Hãy xem lại dấu ngoặc, dấu phẩy và dấu nháy, rồi gửi lại.'],
    en: ['The body is not JSON', 'Look at brackets, commas and quotes, then send it again.'],
  },
  body_broken: {
    vi: ['Nội dung gửi lên bị đứt giữa chừng', 'Chưa có gì được lưu. Hãy gửi lại.'],
    en: ['The body broke off', 'Nothing was kept. Send it again.'],
  },
  not_utf8: {
    vi: ['Nội dung gửi lên không phải là UTF-8', 'Hãy lưu bằng bảng mã UTF-8 rồi gửi lại.'],
    en: ['The body is not UTF-8', 'Encode it as UTF-8 and send it again.'],
  },
  too_deep: {
    vi: ['JSON lồng nhau sâu quá', 'Nhiều nhất là 64 tầng.'],
    en: ['The JSON is nested too deeply', 'At most 64 levels.'],
  },
  too_large: {
    vi: ['Nội dung gửi lên lớn quá', 'Hãy gửi ít hơn trong một lần.'],
    en: ['The body is too large', 'Send less at a time.'],
  },
  too_many: {
    vi: ['Gửi nhiều phiếu quá trong một lần', 'Nhiều nhất là 100 phiếu một lần; hãy chia ra.'],
    en: ['Too many submissions at once', 'At most 100 at a time; split them.'],
  },
  media_type: {
    vi: ['Kiểu nội dung này không nhận', 'Hãy xem kiểu nội dung (Content-Type) được nhận tại /api/openapi.json.'],
    en: ['This content type is not taken', 'See /api/openapi.json for the content types of this address.'],
  },
  content_encoding: {
    vi: ['Nội dung nén không nhận', 'Hãy gửi nguyên, không nén (không có Content-Encoding).'],
    en: ['Compressed bodies are not taken', 'Send it as it is, without Content-Encoding.'],
  },
  malformed: {
    vi: ['Nội dung gửi lên chưa đúng khuôn', 'Hãy sửa các chỗ được nêu rồi gửi lại. Chưa có gì được lưu.'],
    en: ['The body does not have the right shape', 'Correct what is listed and send it again. Nothing was kept.'],
  },
  targets_moved: {
    vi: ['Kế hoạch đã được người khác sửa', 'Có số kế hoạch đã đổi sau khi tệp được tải về. Chưa có gì được lưu. Hãy tải bảng về lại rồi sửa trên đó.'],
    en: ['Targets were set by somebody else', 'Some targets were set anew after the file was taken away. Nothing was kept. Take the table away again and correct that.'],
  },
  hash_mismatch: {
    vi: ['Mã kiểm tra sha256 không khớp nội dung', 'Nội dung đã thay đổi trên đường đi, hoặc mã tính sai. Hãy gửi lại. Chưa có gì được lưu.'],
    en: ['sha256 does not match the content', 'It changed on the way, or was computed over something else. Send it again. Nothing was kept.'],
  },
  form_unknown: {
    vi: ['Không có biểu mẫu hoặc bản này', 'Hãy xem lại tên biểu mẫu và số bản. Chưa có gì được lưu.'],
    en: ['There is no such form or version', 'Look at the form and its version again. Nothing was kept.'],
  },
  query_invalid: {
    vi: ['Tham số trong địa chỉ chưa đúng', 'Hãy sửa các tham số được nêu.'],
    en: ['The query is not right', 'Correct the parameters that are listed.'],
  },
  not_found: {
    vi: ['Không có ở đây', 'Địa chỉ này không có gì, hoặc bạn không được xem.'],
    en: ['Not here', 'There is nothing at this address, or it is not yours to see.'],
  },
  method_not_allowed: {
    vi: ['Địa chỉ này không nhận cách gọi đó', 'Các cách gọi được nhận nằm trong đầu mục Allow.'],
    en: ['This address does not take that method', 'The header Allow lists those it takes.'],
  },
  token_missing: {
    vi: ['Chưa biết bạn là ai', 'Hãy gửi kèm mã: Authorization: Bearer phieu_…'],
    en: ['Who is asking is not known', 'Send a token: Authorization: Bearer phieu_…'],
  },
  token_unknown: {
    vi: ['Mã này không dùng được', 'Hãy xin văn phòng một đường dẫn hoặc mã mới. Phiếu chưa gửi vẫn còn trong máy.'],
    en: ['This token is not valid', 'Ask the office for a new link or token. What was not sent stays on the phone.'],
  },
  token_expired: {
    vi: ['Mã này đã hết hạn', 'Hãy xin văn phòng một đường dẫn hoặc mã mới. Phiếu chưa gửi vẫn còn trong máy.'],
    en: ['This token has expired', 'Ask the office for a new link or token. What was not sent stays on the phone.'],
  },
  token_revoked: {
    vi: ['Mã này đã bị thu hồi', 'Hãy hỏi văn phòng. Phiếu chưa gửi vẫn còn trong máy.'],
    en: ['This token was revoked', 'Ask the office. What was not sent stays on the phone.'],
  },
  forbidden: {
    vi: ['Bạn không được làm việc này', 'Hãy hỏi văn phòng nếu bạn cần làm việc này.'],
    en: ['You may not do this', 'Ask the office if you need to.'],
  },
  own_submission: {
    vi: ['Không tự duyệt phiếu của mình', 'Hãy để người duyệt khác xem phiếu này.'],
    en: ['Nobody reviews their own submission', 'Let another reviewer look at it.'],
  },
  review_impossible: {
    vi: ['Phiếu không còn ở tình trạng duyệt được', 'Hãy xem lại tình trạng hiện nay của phiếu.'],
    en: ['The submission can no longer be reviewed so', 'Look at its present state.'],
  },
  not_endorsed: {
    vi: ['Xã chưa duyệt phiếu này', 'Biểu mẫu này do cấp dưới duyệt trước. Hãy đợi, hoặc trả lại để sửa.'],
    en: ['The level below has not approved this yet', 'With this form it approves first. Wait for it, or return the record.'],
  },
  both_levels: {
    vi: ['Không duyệt cả hai cấp', 'Chính bạn đã duyệt phiếu này ở cấp dưới. Hãy để người khác ở cấp trên duyệt.'],
    en: ['Nobody approves at both levels', 'You approved this at the level below. Let somebody else above look at it.'],
  },
  decided_above: {
    vi: ['Cấp trên đã duyệt phiếu này', 'Chỉ cấp trên mới đổi được quyết định đó. Hãy nhờ cấp trên trả lại phiếu.'],
    en: ['The level above has approved this', 'Only the level above takes that back. Ask it to return the record.'],
  },
  period_locked: {
    vi: ['Kỳ này đã khóa', 'Số liệu của kỳ này không đổi nữa. Nếu cần sửa, hãy nhờ cấp trên mở kỳ và nói rõ lý do.'],
    en: ['The period is locked', 'Its figures do not change any more. Where something must be mended, ask the level above to open it, and say why.'],
  },
  reason_missing: {
    vi: ['Thiếu lý do mở kỳ', 'Mở một kỳ đã khóa thì phải nói vì sao.'],
    en: ['The reason is missing', 'Whoever opens a locked period says why.'],
  },
  period_to_come: {
    vi: ['Kỳ này chưa đến', 'Chỉ khóa được tháng này và các tháng đã qua.'],
    en: ['The period is still to come', 'Only this month and those before it can be locked.'],
  },
  record_erased: {
    vi: ['Phiếu này đã xóa thông tin cá nhân', 'Phiếu đã xóa thì không sửa, không trả lại và không nhận bản khác nữa. Chưa có gì được lưu.'],
    en: ['The personal answers of this record were erased', 'What was erased is not corrected, returned or taken anew any more. Nothing was kept.'],
  },
  comment_missing: {
    vi: ['Thiếu lời nhắn', 'Trả lại hoặc không nhận thì phải nói vì sao.'],
    en: ['The comment is missing', 'Whoever returns or rejects says why.'],
  },
  form_invalid: {
    vi: ['Biểu mẫu có chỗ chưa đúng', 'Hãy sửa tất cả các chỗ được nêu rồi gửi lại. Bản đang dùng không thay đổi.'],
    en: ['The form has problems', 'Correct everything that is listed and send it again. The version in use is unchanged.'],
  },
  zip_invalid: {
    vi: ['Tệp zip không đọc được', 'Cần một tệp zip của một thư mục: form.yaml, các tệp ngôn ngữ, và lists/.'],
    en: ['The zip cannot be read', 'A zip of one folder is needed: form.yaml, the language files, and lists/.'],
  },
  units_invalid: {
    vi: ['Danh sách đơn vị có chỗ chưa đúng', 'Hãy sửa các chỗ được nêu rồi gửi lại. Chưa có gì được lưu.'],
    en: ['The units have problems', 'Correct what is listed and send it again. Nothing was kept.'],
  },
  deed_other: {
    vi: ['Mã này đã dùng cho một việc khác', 'Mỗi lần thay đổi đơn vị có một mã riêng; gửi lại đúng như cũ thì không sao.'],
    en: ['Another deed has this id', 'Each deed has an id of its own; the very same one may be sent again.'],
  },
  person_unknown: {
    vi: ['Không có người này', 'Hãy tạo người trước: POST /api/people.'],
    en: ['There is no such person', 'Make the person first: POST /api/people.'],
  },
  unit_unknown: {
    vi: ['Không có đơn vị này', 'Hãy xem mã đơn vị tại GET /api/units.'],
    en: ['There is no such unit', 'See GET /api/units for the ids.'],
  },
  sign_in_name_invalid: {
    vi: ['Tên đăng nhập chưa đúng', 'Cần một số điện thoại, hoặc tên ngắn từ 3 đến 40 chữ cái và chữ số, bắt đầu bằng chữ cái.'],
    en: ['The sign-in name is not right', 'A phone number, or a short name of 3 to 40 letters and digits that begins with a letter.'],
  },
  sign_in_name_taken: {
    vi: ['Tên đăng nhập này đã có người dùng', 'Hãy chọn tên khác. Chưa có gì thay đổi.'],
    en: ['This sign-in name is somebody else’s', 'Choose another. Nothing was changed.'],
  },
  account_exists: {
    vi: ['Người này đã có tài khoản', 'Hãy sửa tài khoản đang có, hoặc tạo đường dẫn đặt mật khẩu mới.'],
    en: ['This person has an account', 'Change the one that is there, or make a link for a new password.'],
  },
  own_account: {
    vi: ['Không tự sửa quyền của mình', 'Hãy nhờ người quản trị khác làm việc này.'],
    en: ['Nobody changes what he may do himself', 'Let another admin do it.'],
  },
  personal_not_yours: {
    vi: ['Bạn chưa có quyền xem thông tin cá nhân nên không giao được quyền này', 'Người duyệt phiếu đọc thông tin của người dân. Hãy nhờ người quản trị đã có quyền xem thông tin cá nhân làm việc này. Chưa có gì thay đổi.'],
    en: ['Only who may see personal answers gives this', 'Reviewers read what people answered. Let an admin do it who has the right to personal answers. Nothing was changed.'],
  },
  enrolment_used: {
    vi: ['Đường dẫn này đã được dùng rồi', 'Mỗi đường dẫn chỉ dùng được một lần, trên một máy. Hãy xin văn phòng một đường dẫn mới.'],
    en: ['This link has been used', 'Each link works once, on one phone. Ask the office for a new one.'],
  },
  enrolment_expired: {
    vi: ['Đường dẫn này đã hết hạn', 'Hãy xin văn phòng một đường dẫn mới.'],
    en: ['This link has expired', 'Ask the office for a new one.'],
  },
  rescue_none: {
    vi: ['Đây không phải là tệp cứu hộ của Phiếu', 'Hãy chọn tệp phieu-….txt mà điện thoại đã xuất ra.'],
    en: ['This is no rescue file of Phiếu', 'Choose the file phieu-….txt that the phone gave.'],
  },
  rescue_torn: {
    vi: ['Tệp bị đứt hoặc bị sửa trên đường đi', 'Những phiếu còn nguyên đã được nhận. Hãy xin điện thoại xuất lại tệp để nhận phần còn lại.'],
    en: ['The file broke off or was changed on the way', 'What is whole was taken in. Let the phone make the file again for the rest.'],
  },
  rescue_mac: {
    vi: ['Dòng này không do điện thoại của người ghi niêm phong', 'Dòng đã bị sửa, hoặc là của người khác. Hãy gửi từ điện thoại của người ghi.'],
    en: ['This line was not sealed by its author’s phone', 'It was changed, or is somebody else’s. Send it from the author’s phone.'],
  },
  approved_already: {
    vi: ['Văn phòng đã duyệt phiếu này', 'Phiếu đã duyệt thì không rút lại được. Nếu sai, hãy gửi bản sửa và báo văn phòng.'],
    en: ['The office has approved this', 'What is approved cannot be withdrawn. If it is wrong, send a correction and tell the office.'],
  },
  base_moved: {
    vi: ['Phiếu đã có bản mới hơn', 'Hãy xem bản mới (revision) rồi mới rút lại.'],
    en: ['There is a newer revision', 'Look at the newer one (revision) before withdrawing it.'],
  },
  media_total: {
    vi: ['Tệp có độ dài khác với khi niêm phong', 'Hãy gửi đúng tệp đã ghi trong phiếu.'],
    en: ['The file has another length than was sealed', 'Send the very file that the submission lists.'],
  },
  media_gap: {
    vi: ['Đoạn này bắt đầu sau phần đã nhận', 'Hãy gửi tiếp từ chỗ received.'],
    en: ['This piece begins beyond what is here', 'Go on from received.'],
  },
  media_unfit: {
    vi: ['Nội dung tệp không đúng như tên tệp', 'Chỉ nhận ảnh JPEG, PNG, WebP; âm thanh WebM, Ogg, MP4; và PDF, với tên đúng loại.'],
    en: ['The file is not what its name says', 'Pictures are JPEG, PNG or WebP, sounds WebM, Ogg or MP4, documents PDF; the name ends accordingly.'],
  },
  cross_site: {
    vi: ['Yêu cầu này không đến từ trang Phiếu', 'Hãy mở Phiếu và bấm nút ở đó.'],
    en: ['This request did not come from a page of Phiếu', 'Open Phiếu and use the button there.'],
  },
  form_moved: {
    vi: ['Biểu mẫu vừa có bản khác', 'Chưa có gì được công bố. Hãy xem bản mới rồi công bố lại.'],
    en: ['Another version of the form came meanwhile', 'Nothing was published. Look at it, then publish again.'],
  },
  too_often: {
    vi: ['Đang có nhiều người gửi cùng lúc', 'Chưa có gì được lưu. Hãy thử lại sau ít phút (đầu mục Retry-After).'],
    en: ['Too much came at once', 'Nothing was kept. Try again in some minutes (the header Retry-After).'],
  },
  busy: {
    vi: ['Máy chủ đang bận', 'Chưa có gì được lưu. Hãy gửi lại sau vài giây.'],
    en: ['The server is busy', 'Nothing was kept. Send it again in a few seconds.'],
  },
  internal: {
    vi: ['Hệ thống có lỗi', 'Chưa chắc việc này đã xong. Gửi lại không gây trùng. Hãy báo mã lỗi cho người quản trị.'],
    en: ['Something is broken here', 'This may not have been done. Sending again makes no duplicate. Give the error code to the administrator.'],
  },
} as const satisfies Record<string, Sentences>

/** Title and advice of a refusal; Vietnamese where the language has none. */
export function sayRefusal(code: RefusalCode, language: string): { readonly title: string; readonly detail: string } {
  const [title, detail] = refusals[code][language.split('-')[0] === 'en' ? 'en' : 'vi']
  return { title, detail }
}

/** Every code, for the documentation and the description of the API. */
export const refusalCodes = Object.keys(refusals) as readonly RefusalCode[]

/** What was expected and what came, after a refusal's title. */
export function sayExpected(expected: string, received: string, language: string): string {
  const isEnglish = language.split('-')[0] === 'en'
  if (received === '') return isEnglish ? `expected: ${expected}` : `cần: ${expected}`
  return isEnglish ? `expected: ${expected}; received: ${received}` : `cần: ${expected}; gặp: ${received}`
}
