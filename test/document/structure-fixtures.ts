import { readStructure, type Structure, type StructureInput } from "../../retrieval/document/structure.ts";
import type { Duty, Span } from "../../retrieval/document/types.ts";

/** Reads a body without letterhead: the structure layer alone. */
export function structureOf(text: string, options: Partial<StructureInput> = {}): Structure {
  const zones = { bodyStart: 0, headingSpans: [], signatureSpan: null, recipientsSpan: null, addresseesSpan: null };
  return readStructure({ text, furniture: [], zones, tier: "original", ownNumber: null, ...options });
}

/** Zones of a letter whose first line is "Kính gửi: …" and whose body is the rest. */
export function letterZones(text: string): StructureInput["zones"] {
  const addresseesSpan = { start: 0, end: text.indexOf("\n") };
  return {
    bodyStart: addresseesSpan.end,
    headingSpans: [],
    signatureSpan: null,
    recipientsSpan: null,
    addresseesSpan,
  };
}

/** The words of a span on one line, without marks. */
export const words = (text: string, { start, end }: Span): string =>
  text.slice(start, end).replace(/[*#|]/g, " ").replace(/\s+/g, " ").trim();

/** "lead so xay dung: Kiểm tra …" */
export const dutyLine = (text: string, duty: Duty): string =>
  `${duty.role} ${duty.agency.key}${duty.agency.place ? ` (${duty.agency.place})` : ""}: ${words(text, duty.span)}`;

/** Paragraphs apart by blank lines, hard-wrapped inside; a name broken over lines; a page break in a sentence. */
export const spacedPage = `Thực hiện Chỉ thị số 88/CT-TTg ngày 05/3/2024 của Thủ tướng Chính phủ về vệ sinh
trường học, Chủ tịch UBND tỉnh yêu cầu:

**1. Sở Giáo
dục và Đào tạo**

a) Lập danh sách trường chưa có nước sạch, gửi về Sở Xây dựng trước ngày
30/6/2024.

b) Chủ trì, phối hợp với Sở Y tế tập huấn cho nhân viên y tế của Chính

phủ số và các trường bán trú.

2. Sở Tài chính

Cân đối kinh phí mua thiết bị lọc nước cho các điểm trường lẻ.

3. Các sở, ban, ngành; UBND các xã, phường:

- Kiểm tra bếp ăn mỗi tháng một lần.

- Giao Công an xã giữ trật tự cổng trường giờ tan học.

Yêu cầu các cơ quan, đơn vị nghiêm túc thực hiện./.
`;

/** No blank lines: a paragraph's lines follow each other. */
export const densePage = `Xét báo cáo của Bộ Y tế về nguồn thuốc dự phòng, Phó Thủ tướng có ý kiến
như sau:
**1. Vụ
Kế hoạch**
- Rà soát số thuốc
còn hạn ở các kho phía Nam, gồm kho của Đồng Nai, kho cũ của tỉnh Bà Rịa
- Vũng Tàu, báo cáo Bộ trưởng.
- Đặt mua bổ sung, hoàn thành trong quý I/2025.
**2. Cục Quản
lý Dược** Công bố danh mục thuốc thiếu.
Việc công bố thực hiện trên cổng của Bộ.
3. Bộ Quốc phòng sẵn sàng phương tiện vận chuyển; Bộ Công an bảo vệ các
đoàn xe.
Văn phòng Chính phủ thông báo để các cơ quan biết, thực hiện./.
`;

/** A plan's table as portals flatten it: every cell between lines of "|". */
export const tablePage = `**PHỤ LỤC**
PHÂN CÔNG VIỆC LÀM SẠCH KÊNH
*(Kèm theo Kế hoạch số 12/KH-UBND ngày 02/5/2024)*
|
**TT**
|
**Nội dung công việc**
|
**Cơ quan chủ trì**
|
**Cơ quan phối hợp**
|
**Thời gian hoàn thành**
|
|
**I**
|
**NẠO VÉT**
|
|
1
|
Nạo vét bùn đoạn qua chợ và kè lại hai bờ
|
Sở Xây dựng
|
UBND các xã, phường
|
Quý III/2024
|
|
2
|
Đo chất lượng nước hai tuần một lần
|
Sở Nông nghiệp và Môi trường
|
|
Trước ngày 31/12/2024
|
`;
