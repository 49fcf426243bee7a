/** Folded words that begin like an agency and are none: "vụ cháy", "cục bộ", "ban đêm". Tables of names come first. */
const EVERYDAY = new RegExp(
  `^(?:${[
    "vu (?:chay|no|an|viec|kien|sap|lo|tai nan|va cham|mua|dong|xuan|he|thu|lua|trom|cuop|lua dao|vi pham|bao luc|xay ra|hoa hoan|ngo doc|mat|buon lau|tranh chap|sat lo|chet)",
    "cuc (?:bo|ky|nam|bac|doan|dai|tieu|dien)",
    "ban (?:dem|ngay|dau|than|an|le|ghi|do|quyen|sao|hanh|tin|dich|cung|chat|lanh|tang|ra|lam|hang|nong)",
    "so (?:huu|lieu|do|luong|tien|nguoi|vu|nha|hieu|dien|phan|chet|bo)",
    "bo (?:may|sung|luat|tieu chuan|tieu chi|tri|phan|ba|qua|mon|suu tap|ho so|phim|thu tuc)",
    "vien (?:tro|phi|chuc|dan|trach)",
    "phong (?:tro|hop|ngua|canh|trao|tuc|benh|thu|kham|hoc|o|chay|chong(?! (?:tham nhung|thien tai)))",
    "doan (?:ket|tu|tau|xe|nguoi|duong|khach)",
    "truong (?:thanh|hoc nao|lop|ky)",
    "dai (?:dien|han|tra|hoi|bieu|chung)",
    "quy (?:hoach|dinh|trinh|che|mo|dat|nha|luat|tac|chuan)",
    "hoi (?:nhap|tho|chung|phuc|dap|y)",
    "chi (?:phi|tra|tieu|dao|thi|dinh)",
  ].join("|")})\\b`,
);

export const isEverydayWord = (key: string): boolean => EVERYDAY.test(key);
