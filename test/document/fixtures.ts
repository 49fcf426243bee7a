/** Documents in the forms met in practice, in words of our own. Names of people and projects are made up. */

/** Letterhead as a table with bold runs split over lines, paragraphs wrapped, annex after the signature. */
export const PLAN = `
|

**ỦY BAN NHÂN
DÂN**
TỈNH LAI CHÂU
-------

|

**CỘNG HÒA XÃ HỘI
CHỦ NGHĨA VIỆT NAM**
Độc lập - Tự do - Hạnh phúc
---------------

|
|

Số:
0412/KH-UBND

|

*Lai Châu, ngày
07 tháng 10 năm 2025*

|

** **

**KẾ HOẠCH**

TRỒNG CÂY CHẮN GIÓ DỌC ĐƯỜNG LIÊN XÃ TRÊN ĐỊA
BÀN TỈNH LAI CHÂU GIAI ĐOẠN
2026 - 2030

Thực hiện kết luận của Thường trực Tỉnh ủy; Ủy ban nhân dân tỉnh
ban hành kế hoạch trồng cây trên địa bàn tỉnh Lai Châu như sau:

**1. Sở Nông nghiệp và Môi trường**

- Cấp cây giống trước mùa mưa.

Các đơn vị nghiêm túc thực hiện./.

|

*Nơi nhận**:*
- Thường trực Tỉnh ủy (b/c);
- Các sở, ban,
ngành;
- Lưu: VT, NN.

|

**TM. ỦY BAN NHÂN
DÂN**
**KT. CHỦ TỊCH
**
PHÓ CHỦ TỊCH

**Lò Văn
Thử**

|

**PHỤ LỤC**
Danh mục tuyến đường
`;

/** A letter whose number and day are blank, addressed to several; issuer in the date line and the body only. */
export const BLANK_LETTER = `Số: /UBND-VX
V/v tổ chức ngày hội
đọc sách

Cam Ranh, ngày tháng 4 năm 2024

Kính gửi: - Các phòng, ban thành phố;
- Ủy ban nhân dân 15 phường, xã.

Thực hiện chỉ đạo của Ủy ban nhân dân tỉnh Khánh Hòa, Ủy ban nhân dân thành phố yêu cầu:

1. Phòng Văn hóa - Thông tin chủ trì ngày hội.

Nơi nhận:

- Như trên;
- Lưu: VT.

CHỦ TỊCH

Ngô Thị Mẫu
`;

/** A legal portal's copy: notices, metadata box, no letterhead, no empty lines, footer with the site's own "Kính gửi". */
export const PORTAL_COPY = `|
|
Bản dịch này thuộc quyền sở hữu của **
THƯ VIỆN PHÁP LUẬT**. Không sao chép.
Đang tải văn bản...
#
**Số hiệu:**
|
321/BCT-KH
|
|
**Loại văn bản:**
|
Công văn
|
**Nơi ban hành:**
|
Bộ Công thương
|
|
**Người ký:**
|
Đỗ Văn Giả
|
**Ngày ban hành:**
|
03/06/2025
|
|
**
Ngày hiệu lực:**
|
Đã biết
|
|
**Tình trạng:**
|
Đã biết
|
## Doanh nghiệp được vay thêm
**Ngày 03/6/2025, Bộ Công Thương có Công văn 321/BCT-KH về vốn vay.**
Theo đó, nhiều doanh nghiệp được vay.
**Kính gửi:** Các
tập đoàn kinh tế.
Xét đề nghị của các hiệp hội, Bộ có ý kiến như sau:
1. Vụ Kế hoạch rà soát nhu cầu vốn.
Bộ Công Thương đề nghị các đơn vị thực hiện./.
|
Nơi nhận:
- Như trên;
- Lưu: VT.
|
**KT. BỘ TRƯỞNG**
THỨ TRƯỞNG
Đỗ Văn Giả
|
Công văn 321/BCT-KH năm 2025 rà soát nhu cầu vốn của doanh nghiệp do Bộ Công thương ban hành
Văn bản này chưa cập nhật nội dung Tiếng Anh
## Văn bản liên quan
Ban hành:
04/11/2025
**về Lưu trữ, Sử dụng Thông tin Khách hàng**
**Kính gửi:** Quý Thành viên,
Tiếp tục sử dụng
`;

/** A newspaper's article: byline, a date without a year, then other news. */
export const ARTICLE = `Chỉ thị 31 của Thủ tướng: Siết quản lý bến đò

TRẦN BÚT |

Chỉ thị số 31/CT-TTg của Thủ tướng Chính phủ yêu cầu kiểm tra bến đò trước mùa lũ.

Ngày 4.6, Phó Thủ tướng Lê Văn Thí Dụ ký Chỉ thị số 31/CT-TTg của Thủ tướng Chính phủ về việc tăng cường quản lý bến đò ngang.

Bộ Xây dựng hướng dẫn địa phương lắp phao cứu sinh.

TRẦN BÚT
TIN LIÊN QUAN

Giá vàng lại tăng

Theo khảo sát, giá vàng sáng nay tăng mạnh ở nhiều cửa hàng trong cả nước.
`;

/** An agency's portal: counters above, a notice that reports a letter, name and list of other news below. */
export const NOTICE = `Thông tin mới nhất
Thống kê truy cập
  • Đang online: 7
  • Tất cả: 12,345
Đăng nhập
Tỉnh chỉ đạo dọn vệ sinh khu chợ
Lượt xem: 88

Ngày 15/03/2024, Uỷ ban nhân dân tỉnh đã ban hành Văn bản số 702/UBND-KT về việc dọn vệ sinh các khu chợ.

1. Sở Công Thương: hướng dẫn các chợ ở Yên Bái phân loại rác.

Các đơn vị triển khai thực hiện./.

Tải về

Bích Mẫu
Tin khác`;

/** A Party document: issuer under its superior, number with "-", "T/M". */
export const PARTY = `|

BAN CHẤP HÀNH
TRUNG ƯƠNG
**BAN TỔ CHỨC**
*****

|

**ĐẢNG CỘNG SẢN
VIỆT NAM**
---------------

|
|

Số 19-HD/BTCTW

|

*Hà Nội, ngày 02
tháng 5 năm 2025*

|

**HƯỚNG DẪN**

VỀ VIỆC LƯU HỒ SƠ ĐẢNG VIÊN
-----

Ban Tổ chức Trung ương hướng dẫn việc lưu hồ sơ đảng viên như sau:

1. Cấp ủy kiểm kê hồ sơ.

|

*Nơi nhận:*
- Các tỉnh ủy, thành ủy,
- Lưu Văn phòng.

|

**K/T TRƯỞNG BAN**
PHÓ TRƯỞNG BAN

**Vũ Thị Tạm**

|
`;

/** A letter from a department: the superior's name above, the issuer in bold. */
export const DEPARTMENT = `UBND THÀNH PHỐ ĐÀ NẴNG
**SỞ GIÁO DỤC VÀ ĐÀO TẠO**

**CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM**
Độc lập - Tự do - Hạnh phúc

Số: 88/SGDĐT-VP
V/v kiểm kê thư viện

Đà Nẵng, ngày 9 tháng 9 năm 2025

Kính gửi: Hiệu trưởng các trường trực thuộc

Sở yêu cầu các trường kiểm kê thư viện.

Nơi nhận:
- Như trên;
- Lưu: VT.

KT. GIÁM ĐỐC
PHÓ GIÁM ĐỐC
(Đã ký)
TS. Hà Thị Nháp
`;

/** Letterhead cut off; number and date stand under the annex's heading only. */
export const BEHEADED = `**Kính gửi:** Các trường đại học

Bộ yêu cầu các trường báo cáo số sinh viên.

Nơi nhận:
- Như trên;
- Lưu: VT.

TL. BỘ TRƯỞNG
CHÁNH VĂN PHÒNG
Mai Văn Nháp

**PHỤ LỤC**
*(Kèm theo Công văn số 77/BGDĐT-VP ngày 12 tháng 8 năm 2025 của Bộ Giáo dục và Đào tạo)*
Biểu mẫu số sinh viên
`;
