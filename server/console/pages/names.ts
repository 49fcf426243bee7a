import type { DutyRole, Relation, ValidityKind, VersionEventName, VersionStatus } from "../../../retrieval/index.ts";

/** Vietnamese words for what the store calls in English. */
export const statusNames: Record<VersionStatus, string> = {
  live: "đang dùng",
  pending: "chờ duyệt",
  retired: "bản cũ",
  rejected: "đã từ chối",
  shadow: "đang chuẩn bị",
};

export const fieldNames: Record<string, string> = {
  number: "Số, ký hiệu",
  blankNumber: "Ký hiệu (bản chưa ghi số)",
  type: "Loại",
  issuer: "Cơ quan ban hành",
  place: "Tỉnh, thành phố",
  locality: "Huyện, xã",
  issuedOn: "Ngày",
  title: "Trích yếu",
  signer: "Người ký",
  addressees: "Kính gửi",
  recipients: "Nơi nhận",
};

export const roleWords: Record<DutyRole, string> = {
  lead: "chủ trì",
  coordinate: "phối hợp",
  partner: "cùng tham gia",
};

export const relationWords: Record<Relation, string> = {
  "carries-out": "thực hiện",
  "based-on": "căn cứ",
  amends: "sửa đổi, bổ sung",
  replaces: "thay thế",
  repeals: "bãi bỏ",
  mentions: "nhắc tới",
};

export const eventNames: Record<VersionEventName, string> = {
  approved: "duyệt",
  rejected: "từ chối",
  superseded: "có bản mới hơn chờ duyệt",
  "rolled-back": "quay lại bản này",
  retired: "thôi dùng",
  reindexed: "lập lại chỉ mục",
};

export const validityNames: Record<ValidityKind, string> = {
  "in-force-from": "Có hiệu lực từ",
  "in-force-to": "Có hiệu lực đến hết",
  "replaced-by": "Được thay thế bởi",
  "repealed-by": "Bị bãi bỏ bởi",
};
