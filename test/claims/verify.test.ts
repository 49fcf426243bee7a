import { afterAll, describe, expect, test } from "vitest";
import type { Offered } from "../../prompts/claims/types.ts";
import { verifyClaim } from "../../prompts/claims/verify.ts";
import { createLiveLibrary, plainText } from "../../retrieval/index.ts";
import { directive, hold } from "../bot/answering.ts";
import { openTestDatabase } from "../support/database.ts";

const plan = directive({
  issuer: "Ủy ban nhân dân\ntỉnh Lào Cai",
  number: "31/KH-UBND",
  type: "Kế hoạch",
  title: "Cấp nước sạch cho các xã vùng cao",
  place: "Lào Cai",
  date: "5/6/2024",
  opening:
    "Thực hiện Quyết định số 12/QĐ-TTg ngày 3/1/2024 của Thủ tướng Chính phủ, Ủy ban nhân dân tỉnh ban hành Kế hoạch:",
  clauses: [
    "1. Sở Y tế\n\nChủ trì, phối hợp với Sở Xây dựng kiểm tra chất lượng nước tại trường học, trạm y tế trước ngày 30/6/2024; công khai kết quả hằng quý, báo cáo Ủy ban nhân dân tỉnh trước ngày 15/12/2024.",
    "2. Sở Xây dựng\n\nThẩm định thiết kế các công trình cấp nước tập trung; hỗ trợ ít nhất 5 triệu đồng cho mỗi hộ, không quá 20 hộ mỗi xã.",
    "3. Sở Tài chính\n\nBố trí kinh phí từ nguồn sự nghiệp, trừ trường hợp công trình đã có vốn đầu tư công. Không yêu cầu các xã đối ứng kinh phí.",
    "4. Ủy ban nhân dân các huyện\n\nCó thể huy động đóng góp tự nguyện của người dân. Nghiêm cấm đào giếng trong khu vực bảo vệ nguồn nước.",
    "6. Sở Nội vụ\n\nĐề xuất bố trí biên chế cho trạm y tế, tham mưu Ủy ban nhân dân tỉnh phê duyệt đề án vị trí việc làm; hướng dẫn tuyển dụng và kiểm tra việc sử dụng lao động tại các xã.",
    "5. Công an tỉnh bảo vệ công trình đầu mối, Sở Tư pháp rà soát văn bản về bảo vệ nguồn nước.",
  ],
});

const db = await openTestDatabase();
afterAll(() => db.close());
const offered = await offeredOf(plan);

async function offeredOf(text: string): Promise<Offered[]> {
  await hold(db, { "ke-hoach-31.txt": text });
  const { library } = await createLiveLibrary({ db }).open();
  const [card] = await library.cards();
  if (card === undefined) throw new Error("nothing was indexed");
  const duties = await library.duties({ versionIds: [card.versionId] });
  return (await library.passagesOf(card.versionId)).map((passage, index) => ({
    id: `p${index + 1}`,
    kind: passage.kind,
    evidence: { ...passage, card },
    duties: duties.filter(({ passageId }) => passageId === passage.passageId),
  }));
}

/** Judged with the passage that holds the quote. */
function judge(text: string, quote: string): string {
  const passage = offered.find(({ evidence }) => plainText(evidence.text).includes(quote));
  const judgement = verifyClaim({ text, passage: passage?.id ?? "none", quote }, offered);
  return "dropped" in judgement ? judgement.dropped : "kept";
}

const HEALTH = "kiểm tra chất lượng nước tại trường học, trạm y tế trước ngày 30/6/2024";
const REPORT = "báo cáo Ủy ban nhân dân tỉnh trước ngày 15/12/2024";
const SUPPORT = "hỗ trợ ít nhất 5 triệu đồng cho mỗi hộ, không quá 20 hộ mỗi xã";
const MONEY = "Bố trí kinh phí từ nguồn sự nghiệp, trừ trường hợp công trình đã có vốn đầu tư công";
const VILLAGES = "Không yêu cầu các xã đối ứng kinh phí";
const GIVING = "huy động đóng góp tự nguyện của người dân";
const WELLS = "Nghiêm cấm đào giếng trong khu vực bảo vệ nguồn nước";
const STAFF = "Đề xuất bố trí biên chế cho trạm y tế, tham mưu Ủy ban nhân dân tỉnh phê duyệt đề án vị trí việc làm";
const HIRING = "hướng dẫn tuyển dụng và kiểm tra việc sử dụng lao động";
const POLICE = "bảo vệ công trình đầu mối, Sở Tư pháp rà soát văn bản";

describe("what the document says is kept, shortened and put as an order", () => {
  test.each([
    [
      "Sở Y tế chủ trì, phối hợp với Sở Xây dựng kiểm tra chất lượng nước tại trường học, trạm y tế trước ngày 30/6/2024.",
      HEALTH,
    ],
    ["Sở Y tế phải kiểm tra chất lượng nước tại trường học, trạm y tế trước ngày 30/6/2024.", HEALTH],
    ["Sở Y tế có trách nhiệm chủ trì kiểm tra chất lượng nước tại trường học trước ngày 30 tháng 6 năm 2024", HEALTH],
    ["Sở Y tế tỉnh Lào Cai phải kiểm tra chất lượng nước.", HEALTH],
    ["Theo Kế hoạch 31/KH-UBND ngày 5/6/2024 của UBND tỉnh Lào Cai, Sở Y tế phải kiểm tra chất lượng nước.", HEALTH],
    ["Theo Kế hoạch 31, Sở Y tế phải kiểm tra chất lượng nước [1].", HEALTH],
    ["Sở Y tế phải công khai kết quả hằng quý.", "công khai kết quả hằng quý"],
    ["Sở Y tế phải báo cáo Ủy ban nhân dân tỉnh trước ngày 15/12/2024.", REPORT],
    ["Sở Xây dựng phải hỗ trợ ít nhất 5 triệu đồng cho mỗi hộ, không quá 20 hộ mỗi xã.", SUPPORT],
    [
      "Sở Xây dựng được giao thẩm định thiết kế các công trình cấp nước tập trung.",
      "Thẩm định thiết kế các công trình",
    ],
    ["Sở Tài chính bố trí kinh phí từ nguồn sự nghiệp, trừ trường hợp công trình đã có vốn đầu tư công.", MONEY],
    ["Sở Tài chính không yêu cầu các xã đối ứng kinh phí.", VILLAGES],
    ["Ủy ban nhân dân các huyện có thể huy động đóng góp tự nguyện của người dân.", GIVING],
    ["Ủy ban nhân dân các huyện nghiêm cấm đào giếng trong khu vực bảo vệ nguồn nước.", WELLS],
    ["Công an tỉnh phải bảo vệ công trình đầu mối.", POLICE],
    ["Sở Nội vụ đề xuất bố trí biên chế cho trạm y tế.", STAFF],
    ["Sở Nội vụ phải tham mưu Ủy ban nhân dân tỉnh phê duyệt đề án vị trí việc làm.", STAFF],
    ["Sở Nội vụ phải kiểm tra việc sử dụng lao động tại các xã.", HIRING],
    ["Sở Nội vụ phải hướng dẫn tuyển dụng và kiểm tra việc sử dụng lao động.", HIRING],
  ])("%s", (text, quote) => {
    expect(judge(text, quote)).toBe("kept");
  });
});

describe("what it does not say is dropped", () => {
  test.each([
    // Who.
    ["Sở Xây dựng phải kiểm tra chất lượng nước tại trường học.", HEALTH, "agency"],
    ["Sở Xây dựng chủ trì, phối hợp với Sở Y tế kiểm tra chất lượng nước.", HEALTH, "agency"],
    ["Sở Tài chính phải kiểm tra chất lượng nước.", HEALTH, "agency"],
    ["Phải kiểm tra chất lượng nước tại trường học.", HEALTH, "agency"],
    ["Công an tỉnh phải rà soát văn bản về bảo vệ nguồn nước.", POLICE, "agency|order"],
    ["Sở Tư pháp phải bảo vệ công trình đầu mối.", POLICE, "agency|order"],
    ["Sở Y tế tỉnh Lai Châu phải kiểm tra chất lượng nước.", HEALTH, "place"],
    ["Sở Y tế phải báo cáo Sở Tài chính trước ngày 15/12/2024.", REPORT, "agency"],
    ["Sở Y tế giao Sở Xây dựng kiểm tra chất lượng nước tại trường học.", HEALTH, "agency|words"],
    ["Sở Y tế yêu cầu Sở Xây dựng kiểm tra chất lượng nước.", HEALTH, "agency|words"],
    ["Sở Y tế, Sở Xây dựng kiểm tra chất lượng nước tại trường học.", HEALTH, "agency"],
    ["Sở Y tế và Ủy ban nhân dân tỉnh công khai kết quả hằng quý.", "công khai kết quả hằng quý", "agency"],
    // What is proposed, advised or guided is not done.
    ["Sở Nội vụ phải bố trí biên chế cho trạm y tế.", STAFF, "order"],
    ["Sở Nội vụ phải phê duyệt đề án vị trí việc làm.", STAFF, "order"],
    ["Sở Nội vụ phải tuyển dụng và kiểm tra việc sử dụng lao động.", HIRING, "order"],
    ["Sở Nội vụ phải hướng dẫn tuyển dụng và sử dụng lao động tại các xã.", HIRING, "order"],
    ["Sở Nội vụ phải hướng dẫn lao động tại các xã.", HIRING, "order"],
    // When and how much.
    ["Sở Y tế phải kiểm tra chất lượng nước trước ngày 15/12/2024.", HEALTH, "date"],
    ["Sở Y tế phải kiểm tra chất lượng nước trước ngày 30/7/2024.", HEALTH, "date"],
    ["Sở Y tế phải kiểm tra chất lượng nước sau ngày 30/6/2024.", HEALTH, "words"],
    ["Sở Y tế phải công khai kết quả hằng năm.", "công khai kết quả hằng quý", "words"],
    ["Sở Xây dựng phải hỗ trợ không quá 5 triệu đồng cho mỗi hộ.", SUPPORT, "number|order|negation"],
    ["Sở Xây dựng phải hỗ trợ 20 triệu đồng cho mỗi hộ.", SUPPORT, "number"],
    ["Sở Xây dựng phải hỗ trợ ít nhất 5 hộ mỗi xã.", SUPPORT, "number"],
    ["Sở Xây dựng phải hỗ trợ ít nhất 50 triệu đồng cho mỗi hộ.", SUPPORT, "number"],
    // How strictly, and whether at all.
    ["Sở Y tế có thể kiểm tra chất lượng nước tại trường học.", HEALTH, "words|modality"],
    ["Ủy ban nhân dân các huyện phải huy động đóng góp của người dân.", GIVING, "modality|order"],
    ["Sở Tài chính yêu cầu các xã đối ứng kinh phí.", VILLAGES, "negation|order"],
    ["Sở Tài chính phải bố trí kinh phí từ nguồn sự nghiệp.", MONEY, "condition"],
    ["Ủy ban nhân dân các huyện phải đào giếng trong khu vực bảo vệ nguồn nước.", WELLS, "negation|order"],
    ["Sở Y tế không phải kiểm tra chất lượng nước tại trường học.", HEALTH, "words|negation"],
    // By which document.
    ["Theo Kế hoạch 32/KH-UBND, Sở Y tế phải kiểm tra chất lượng nước.", HEALTH, "source"],
    ["Theo Chỉ thị 31, Sở Y tế phải kiểm tra chất lượng nước.", HEALTH, "source"],
    ["Theo Kế hoạch 31/KH-UBND của UBND tỉnh Lai Châu, Sở Y tế phải kiểm tra chất lượng nước.", HEALTH, "source"],
    ["Sở Y tế phải kiểm tra chất lượng nước theo Quyết định số 12/QĐ-TTg.", HEALTH, "words|document"],
    // What.
    ["Sở Y tế phải phê duyệt chất lượng nước tại trường học.", HEALTH, "words"],
    ["Sở Y tế phải kiểm tra trạm y tế, chất lượng trường học.", HEALTH, "order"],
    ["Ông Lê Văn Mẫu kiểm tra chất lượng nước tại trường học.", HEALTH, "agency|words"],
    // By which words.
    ["Sở Y tế phải kiểm tra chất lượng nước.", "iểm tra chất lượng nước tại trường học", "quote"],
    ["Sở Y tế phải kiểm tra chất lượng nước.", "kiểm tra … trạm y tế trước ngày", "passage"],
    ["Sở Y tế phải kiểm tra chất lượng nước.", "chất lượng", "quote"],
    // In which form.
    ["Sở Y tế phải kiểm tra chất lượng nước\n<script>", HEALTH, "form"],
    ["Có.", HEALTH, "form"],
  ])("%s", (text, quote, reason) => {
    expect(judge(text, quote)).toMatch(new RegExp(`^(?:${reason})$`));
  });
});
