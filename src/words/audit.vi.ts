// What the office reads of who did what and who looked, in Vietnamese. The shape that the other languages follow.

export const auditVi = {
  looked: 'Ai đã xem',
  lookedAbout: 'Cán bộ văn phòng đã mở phiếu này và thấy thông tin cá nhân. Mỗi giờ ghi một lần.',
  times: (times: string, first: string, last: string) => (first === last ? last : `${times} lần, từ ${first} đến ${last}`),
}

export type AuditWords = typeof auditVi
