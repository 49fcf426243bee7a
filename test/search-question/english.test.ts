import { describe, expect, it } from "vitest";
import { fromEnglish, isEnglish } from "../../retrieval/search/question/english.ts";
import { agencyIndex, parseQuestion } from "../../retrieval/search/question/index.ts";
import { findPlaces, fold, provinceNames } from "../../retrieval/text/index.ts";

/** An English question, and pieces that its Vietnamese must hold. */
const QUESTIONS: readonly (readonly [string, readonly string[]])[] = [
  [
    "Which department in Nghe An is responsible for early warning of landslides?",
    ["sở nào", "Nghe An", "chủ trì", "cảnh báo sớm sạt lở đất"],
  ],
  [
    "By when must wards in Hai Phong complete the inventory of surplus offices?",
    ["trước ngày nào", "UBND cấp xã", "Hai Phong", "hoàn thành", "kiểm kê", "trụ sở dôi dư"],
  ],
  ["Who signed Decision No. 915/QD-UBND?", ["ai ký", "Quyết định số 915/QD-UBND"]],
  ["When was Directive 19/CT-TTg issued?", ["Chỉ thị 19/CT-TTg ban hành ngày nào"]],
  ["What is Official Letter 3321/UBND-KT of Thanh Hoa about?", ["Công văn 3321/UBND-KT Thanh Hoa nói về việc gì"]],
  [
    "What must the Department of Natural Resources and Environment do under Plan 42?",
    ["Sở Tài nguyên và Môi trường phải làm gì", "theo Kế hoạch 42"],
  ],
  [
    "What does Plan 77/KH-UBND of Son La assign to the Women's Union?",
    ["Kế hoạch 77/KH-UBND Son La giao nhiệm vụ cho Hội Liên hiệp Phụ nữ làm gì"],
  ],
  ["Which documents carry out Resolution 71-NQ/TW?", ["văn bản nào triển khai thực hiện Nghị quyết 71-NQ/TW"]],
  ["Which resolution does Plan 77/KH-UBND implement?", ["Kế hoạch 77/KH-UBND triển khai thực hiện văn bản nào"]],
  ["Which documents give tasks to the State Treasury?", ["văn bản nào giao nhiệm vụ cho Kho bạc Nhà nước"]],
  ["Where is Circular 08/2024/TT-BXD referred to?", ["Thông tư 08/2024/TT-BXD được nhắc đến ở văn bản nào"]],
  ["Which document superseded Decision 5/2019/QD-UBND?", ["văn bản nào thay thế Quyết định 5/2019/QD-UBND"]],
  ["Is Circular 08/2024/TT-BXD still valid?", ["còn hiệu lực", "phải không"]],
  [
    "Can foreigners in Danang register vehicles online?",
    ["người nước ngoài", "Đà Nẵng", "đăng ký", "phương tiện", "trực tuyến", "được không"],
  ],
  [
    "Is a merger of high schools planned in Ho Chi Minh City?",
    ["sáp nhập", "trường trung học phổ thông", "có chủ trương", "TP Hồ Chí Minh", "phải không"],
  ],
  [
    "To whom should the provincial police report on online fraud?",
    ["Công an tỉnh báo cáo cho ai", "lừa đảo trực tuyến"],
  ],
  ["With whom must the Department of Health coordinate on rabies?", ["Sở Y tế phối hợp với ai", "bệnh dại"]],
  ["To whom is Official Telegram 55/CD-UBND addressed?", ["Công điện 55/CD-UBND gửi cho ai"]],
  [
    "How many teachers does Lai Chau need to recruit by 31 December 2026?",
    ["bao nhiêu giáo viên", "Lai Chau", "tuyển dụng", "ngày 31 tháng 12 năm 2026"],
  ],
  [
    "Deadline for reporting on African swine fever in Bac Lieu?",
    ["thời hạn", "báo cáo", "dịch tả lợn châu Phi", "Bac Lieu"],
  ],
  [
    "By March 15th, 2026 what should the Departments of Justice, Finance and Home Affairs do?",
    ["ngày 15 tháng 3 năm 2026", "Sở Tư pháp, Sở Tài chính, Sở Nội vụ phải làm gì"],
  ],
  [
    "Who chairs the National Steering Committee on AI and semiconductors?",
    ["chủ trì", "Ban Chỉ đạo quốc gia", "trí tuệ nhân tạo", "bán dẫn"],
  ],
  ["Which ministry manages 5G, IoT and VNeID platforms?", ["bộ nào", "quản lý", "5G", "IoT", "VNeID", "nền tảng"]],
  [
    "What are the duties of the Youth Union, the Red Cross and the Fatherland Front?",
    ["nhiệm vụ", "Đoàn Thanh niên", "Hội Chữ thập đỏ", "Mặt trận Tổ quốc"],
  ],
  [
    "What must the Chairman of the Provincial People's Committee of Ca Mau do about saltwater intrusion?",
    ["Chủ tịch UBND tỉnh Ca Mau phải làm gì", "xâm nhập mặn"],
  ],
  [
    "Could you please tell me which agency issues business licences for pharmacies in Long An?",
    ["cơ quan nào cấp giấy phép kinh doanh", "nhà thuốc", "Long An"],
  ],
  [
    "On what legal basis is Hanoi's digital transformation plan adopted?",
    ["căn cứ vào đâu", "Kế hoạch chuyển đổi số Hà Nội"],
  ],
  ["What did tran van minh sign?", ["tran van minh ký văn bản nào"]],
  ["Who signed Công điện 55/CĐ-UBND?", ["ai ký Công điện 55/CĐ-UBND"]],
  [
    "WHAT MUST THE MINISTRY OF INDUSTRY AND TRADE DO ABOUT PETROL PRICES?",
    ["Bộ Công Thương phải làm gì", "giá xăng dầu"],
  ],
  ["When does Decree 20/2026/ND-CP take effect?", ["Nghị định 20/2026/ND-CP có hiệu lực từ ngày nào"]],
  ["What was disbursed in the first quarter of 2026?", ["giải ngân", "quý I năm 2026"]],
  ["what about Quang Ngai?", ["còn Quang Ngai"]],
  ["Who signed it?", ["ai ký văn bản đó"]],
];

describe("an English question", () => {
  it.each(QUESTIONS)("%s", (question, pieces) => {
    const vietnamese = fromEnglish(question);
    expect(isEnglish(question)).toBe(true);
    expect(
      pieces.filter((piece) => !vietnamese.includes(piece)),
      vietnamese,
    ).toEqual([]);
  });

  it("keeps every province as typed, without diacritics and in the middle of a sentence", () => {
    // "Hanoi" and the like have a Vietnamese spelling of their own; two syllables or more stay what they are.
    const lost = provinceNames().filter((name) => {
      const typed = plain(name);
      const vietnamese = fromEnglish(`Which agency in ${typed} must report on dust?`);
      return !vietnamese.includes(typed) || findPlaces(vietnamese)[0]?.name !== name;
    });
    expect(lost).toEqual([]);
  });

  it("leaves out words that no table knows and keeps those that could be names", () => {
    const vietnamese = fromEnglish("Which unit maintains whimsical AQI gizmos from Zalopay at Doan Ket hamlet?");
    expect(vietnamese).toBe("đơn vị nào duy trì AQI từ Zalopay thôn Doan Ket?");
  });

  it("takes singular, plural, -ing, -ed and both spellings of English as one word", () => {
    for (const pair of [
      ["Which organizations digitize records?", "Which organisation digitises records?"],
      ["Which programs of labor export exist?", "Which programme of labour export exists?"],
      ["Who is repairing dykes?", "Who repaired a dyke?"],
    ]) {
      const [first, second] = pair.map(fromEnglish);
      expect(first).toBe(second);
    }
  });

  it("is understood like a Vietnamese one", () => {
    const understood = parseQuestion(
      "By when must communes in Ca Mau report to the Department of Finance under Plan 42?",
      {
        agencies: agencyIndex([]),
        localities: [],
      },
    );
    expect([...understood.intents]).toContain("deadline");
    expect(understood.documents.map(({ type, seq }) => [type, seq])).toEqual([["Kế hoạch", "42"]]);
    expect(understood.agencies.map(({ key }) => key)).toEqual(["ubnd cap xa", "so tai chinh"]);
    expect(understood.places.map(({ name }) => name)).toEqual(["Cà Mau"]);
  });

  it("is done with in reasonable time when it is absurdly long", () => {
    const long = "Which department must report what the ministry of health and who should by when plan the ".repeat(
      110,
    );
    expect(fromEnglish(long).length).toBeGreaterThan(0);
  }, 5_000);

  it("survives input that holds private-use characters", () => {
    expect(fromEnglish("Who signed \uE000\uE001 Directive 19/CT-TTg?")).toContain("ai ký");
  });
});

const VIETNAMESE = [
  "so tai chinh lang son lam gi",
  "ai ky ke hoach 153",
  "cong van do noi ve gi",
  "to chuc thuc hien the nao",
  "the con so y te thi sao",
  "van ban do do ai ky",
  "me toi can lam thu tuc gi de huong tro cap",
  "in an tai lieu tuyen truyen do ai lo",
  "han cuoi nop bao cao la hom nao",
  "to cong nghe so cong dong co may nguoi",
  "the can cuoc cap o dau",
  "do an quy hoach do thi bao gio xong",
  "on dinh gia ca dip tet do so nao chu tri",
  "an toan thuc pham bep an truong hoc",
  "can bo xa duoc tap huan may dot",
  "ban chi dao gom nhung ai",
  "ban hanh ngay may thang may",
  "cong an tinh phoi hop voi ai",
  "so do nha dat sap nhap xa co phai doi khong",
  "me va be duoc ho tro bao nhieu tien",
  "hai quan lang son bao cao cho ai",
  "thu tuong giao bo nao chu tri",
  "ke hoach nay thay the ke hoach nao",
  "tai sao lai dung cap phep",
  "xe dien bao gio thay xe xang",
  "dam bao an ninh mang o cap xa",
  "nguoi ngheo duoc tang qua tet khong",
  "cat toc mo tiem can giay phep gi",
  "lam the nao de dang ky ho kinh doanh",
  "ubnd phuong phai bao cao truoc ngay nao",
  "cv 120 ubnd tp ve viec gi",
  "qd 15 sua doi qd nao",
  "hn lam j de giam bui min",
  "stc qt bo tri kp the nao",
  "bn nam thi ra soat mot lan",
  "tap the lanh dao nao bi phe binh",
  "long an sap nhap voi tinh nao",
  "con dao nop ho so o dau",
  "song hong ngap thi ai lo so tan",
  "top dan dau ve giai ngan la tinh nao",
  "hop thu gop y dat tai dau",
  "ai lap danh sach ho bi sap nha",
  "deadline nop bao cao online la khi nao",
  "check giup minh file ke hoach smart city cua da nang",
  "app vneid loi thi hoi ai",
  "email cua so noi vu la gi",
  "wifi mien phi o cong vien do ai lap",
  "startup duoc vay von lai suat bao nhieu",
  "Kế hoạch phát triển IoT, Big Data và AI của tỉnh do sở nào chủ trì?",
  "Công văn về hóa đơn online và e-commerce giao Sở Công Thương làm gì?",
];

describe("a Vietnamese question", () => {
  it.each(VIETNAMESE)("is not English: %s", (question) => {
    expect(isEnglish(question)).toBe(false);
    expect(isEnglish(question.toUpperCase())).toBe(false);
    expect(isEnglish(plain(question))).toBe(false);
  });
});

/** Without diacritics, capitals kept. */
function plain(text: string): string {
  const folded = fold(text);
  return [...text]
    .map((character, index) => (/\p{Lu}/u.test(character) ? (folded[index] as string).toUpperCase() : folded[index]))
    .join("");
}
