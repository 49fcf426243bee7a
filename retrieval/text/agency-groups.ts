import { levelOf } from "./agencies.ts";

/** A form of words that stands for many agencies, and which keys it holds. */
export interface GroupKind {
  key: string;
  /** Runs on matchForm text. */
  pattern: RegExp;
  level: "central" | "province" | "district" | "commune" | "unknown";
  holds: (memberKey: string) => boolean;
}

const SO = /^so /;
const BO = /^bo (?!chi huy|doi|tu lenh)/;
/** A "chi cục" is a part of its Sở, but for the vertical services; boards of forests and of sites stand below a Sở as well. */
const PROVINCIAL_BODY =
  /^(?:so |cong an tinh|bo chi huy|thanh tra tinh|bao hiem xa hoi|ban quan ly (?!(?:cac )?(?:rung|vuon quoc gia|khu bao ton|di tich|cho|ben))|van phong ubnd|kho bac|ngan hang nha nuoc|cuc thue|thue|hai quan|chi cuc (?:thue|hai quan|thong ke|du tru)|ban dan toc|van phong hdnd|trung tam)/;
const COMMUNE = /cap xa$/;
const DISTRICT = /cap huyen$/;
const PRESS = /^(?:bao |dai |cong thong tin|tap chi|trung tam truyen thong)/;
const MASS = /^(?:mttq|hoi |doan |lien doan lao dong|tong lien doan|lien minh|tinh doan|thanh doan)/;

/**
 * Groups in the order they are tried; the first that matches at a place wins. "Các sở, ban, ngành" holds Sở Y tế,
 * Công an tỉnh and Bảo hiểm xã hội alike: "ngành" is how directives name the vertical services.
 */
export const GROUPS: readonly GroupKind[] = [
  {
    key: "cac bo nganh",
    pattern:
      /(?:các |thủ trưởng (?:các )?|bộ trưởng(?: các bộ)?, (?:thủ trưởng )?(?:các )?)(?:bộ|cơ quan ngang bộ)(?!:)(?:(?:,| và|;)? ?(?:các )?(?:thủ trưởng )?(?:cơ quan ngang bộ|bộ|ban|ngành|cơ quan (?:trực )?thuộc chính phủ|cơ quan trung ương|địa phương|cơ quan khác ở trung ương))*(?! trưởng)/u,
    level: "central",
    holds: (key) => BO.test(key) || levelOf(key) === "central",
  },
  {
    // Before "các sở": the departments of one field each, and no vertical service.
    key: "cac so quan ly nganh",
    pattern: /(?:các )?sở quản lý (?:nhà nước )?(?:về )?(?:chuyên )?ngành(?:,? (?:và )?lĩnh vực)?/u,
    level: "province",
    holds: (key) => SO.test(key),
  },
  {
    key: "cac so ban nganh",
    pattern:
      /(?:(?:thủ trưởng |giám đốc |lãnh đạo )?(?:các |giám đốc )?sở, ?(?:(?:thủ trưởng )?(?:các )?(?:cơ quan, )?)?(?:ban|ngành)(?:(?:,| -| và)? ?(?:đoàn thể|ngành|hội|cơ quan|đơn vị))*(?: (?:cấp )?tỉnh| (?:cấp )?thành phố)?|(?:thủ trưởng |giám đốc )?các sở(?:, (?:ban|ngành|cơ quan|đơn vị))*(?: ngành)?(?: (?:cấp )?tỉnh| thành phố)?(?! [\p{L}]+ chính)|giám đốc các sở|các ban,? ngành)/u,
    level: "province",
    holds: (key) => SO.test(key) || PROVINCIAL_BODY.test(key),
  },
  {
    // Before the communes: "Đảng ủy các xã, phường" are no People's Committees.
    key: "cac cap uy",
    pattern:
      /(?:(?:đồng chí )?bí thư (?:các )?(?=tỉnh uỷ(?:,| và| trực| các)))?(?:các )?(?:tỉnh uỷ|thành uỷ|đảng uỷ)(?:(?:,| và) (?:các )?(?:tỉnh uỷ|thành uỷ|đảng uỷ))+(?: trực thuộc trung ương)?|(?:đồng chí )?bí thư (?:các )?tỉnh uỷ(?=,? và chủ tịch|, chủ tịch)|các (?:cấp uỷ|tỉnh uỷ|đảng uỷ)(?:,? (?:và )?(?:tổ chức đảng|chính quyền các cấp|chính quyền|chi bộ))*|đảng uỷ (?:các )?(?:xã|phường)(?:(?:,| và) (?:các )?(?:xã|phường|đặc khu))+|đảng uỷ các (?:xã|phường|đặc khu|cơ quan|đơn vị)/u,
    level: "unknown",
    holds: (key) => /^(?:tinh uy|thanh uy|dang uy|huyen uy)/.test(key),
  },
  {
    key: "cac phong ban",
    pattern: /(?:thủ trưởng )?các phòng,? ?(?:ban)?,? ?(?:ngành|chuyên môn|đơn vị)?(?: thành phố| huyện)?/u,
    level: "district",
    holds: (key) => /^phong /.test(key),
  },
  {
    key: "ubnd cap xa",
    pattern:
      /(?:chủ tịch )?(?:ubnd|uỷ ban nhân dân) (?:(?:các|cấp|của|\d+) )*(?:xã|phường|đặc khu|thị trấn)(?:(?:,| và) (?:các )?(?:xã|phường|đặc khu|thị trấn))*|(?:các|\d+) (?:xã|phường)(?:(?:,| và) (?:xã|phường|đặc khu|thị trấn))+|cấp xã/u,
    level: "commune",
    holds: (key) => /^(?:ubnd|hdnd) cap xa$/.test(key),
  },
  {
    key: "ubnd cap huyen",
    pattern:
      /(?:chủ tịch )?(?:ubnd|uỷ ban nhân dân) (?:(?:các|cấp|\d+) )*(?:huyện|quận|thị xã)(?:(?:,| và) (?:các )?(?:huyện|quận|thị xã|thành phố))*|các huyện(?:, (?:thị xã|thành phố))+/u,
    level: "district",
    holds: (key) => /^(?:ubnd|hdnd) cap huyen$/.test(key),
  },
  {
    key: "ubnd cap tinh",
    pattern:
      /(?:chủ tịch )?(?:ubnd|uỷ ban nhân dân) (?:các |cấp )?(?:tỉnh, thành phố|tỉnh, tp|tỉnh và thành phố|các tỉnh|cấp tỉnh)|các tỉnh,? (?:và )?thành phố(?: trực thuộc trung ương)?|(?:ubnd|uỷ ban nhân dân) các tỉnh/u,
    level: "province",
    holds: (key) => key === "ubnd cap tinh",
  },
  {
    key: "cac co quan bao chi",
    pattern:
      /các cơ quan (?:thông tấn,? )?(?:báo chí|thông tin|truyền thông)(?:,? (?:và )?(?:truyền thông|báo chí|đài))*/u,
    level: "unknown",
    holds: (key) => PRESS.test(key),
  },
  {
    key: "cac to chuc chinh tri xa hoi",
    pattern: /(?:các )?(?:tổ chức chính trị ?- ?xã hội|đoàn thể chính trị|hội, đoàn thể|đoàn thể)/u,
    level: "unknown",
    holds: (key) => MASS.test(key),
  },
  {
    key: "cac doanh nghiep",
    pattern: /(?:các )(?:doanh nghiệp|tập đoàn|tổng công ty|công ty)/u,
    level: "unknown",
    holds: (key) => /^(?:doanh nghiep|tap doan|tong cong ty|cong ty)/.test(key),
  },
  {
    key: "cac dia phuong",
    pattern:
      /các địa phương|(?<=(?:sở|ban|ngành)(?:, | và ))địa phương|chính quyền (?:các )?địa phương|chính quyền cấp xã/u,
    level: "unknown",
    holds: (key) => /^(?:ubnd|hdnd) cap/.test(key),
  },
  {
    key: "cac co quan don vi",
    pattern:
      /(?<=(?:cấp uỷ|tổ chức đảng|chính quyền), )cơ quan, đơn vị(?:, (?:tổ chức|địa phương|doanh nghiệp))*|(?:thủ trưởng )?các (?:cơ quan|đơn vị)(?:,? (?:và )?(?:tổ chức|đơn vị|cơ quan|địa phương|cá nhân))*(?: có)?(?: liên quan)?/u,
    level: "unknown",
    holds: (key) => PROVINCIAL_BODY.test(key) || COMMUNE.test(key) || DISTRICT.test(key) || /^phong /.test(key),
  },
];

const BY_KEY: ReadonlyMap<string, GroupKind> = new Map(GROUPS.map((group) => [group.key, group]));

/** True when the agency with `key` is one of those the group `groupKey` stands for. A key is its own member. */
export function isMember(key: string, groupKey: string): boolean {
  return key === groupKey || (BY_KEY.get(groupKey)?.holds(key) ?? false);
}

export function isGroupKey(key: string): boolean {
  return BY_KEY.has(key);
}
