import { matchForm } from "../../text/index.ts";

/** First words of what an agency is told to do. Closed on purpose: "Sở X là …", "Sở X đã …" tell, they do not order. */
const VERBS = `chủ trì|chủ động|chỉ đạo|chịu|phối hợp|có trách nhiệm|có nhiệm vụ|có thẩm quyền|có kế hoạch|có giải pháp|có phương án|rà soát|tham mưu|tham gia|thực hiện|triển khai|tổ chức|tổng hợp|tổng kết|xây dựng|hướng dẫn|báo cáo|nghiên cứu|tiếp tục|tiếp nhận|tiếp thu|tiến hành|tăng cường|đẩy mạnh|đẩy nhanh|kịp thời|khẩn trương|thường xuyên|thường trực|bố trí|căn cứ|tập trung|tập huấn|đề xuất|quyết định|quyết liệt|ban hành|giao|yêu cầu|kiểm tra|kiểm soát|kiểm kê|kiểm điểm|thông báo|thông tin|trình|lập|bảo đảm|đảm bảo|thẩm định|thẩm tra|nâng cao|ưu tiên|quản lý|phê duyệt|xem xét|xem|tuyên truyền|vận động|vận hành|duy trì|thống nhất|thống kê|lồng ghép|phát huy|phát động|phát triển|phát hiện|phát hành|phản ánh|nghiêm túc|nghiêm cấm|tạo|rút|hoàn thành|hoàn thiện|khắc phục|khai thác|hỗ trợ|giúp|bám sát|quán triệt|đầu tư|gắn|ký|mở|phải|cần|theo|trên cơ sở|trong phạm vi|trong|cung cấp|cung ứng|cập nhật|cử|chuẩn bị|chuẩn hóa|điều phối|điều hành|điều chỉnh|điều tra|đôn đốc|giám sát|giảm|giải quyết|giải trình|giữ|xử lý|xử phạt|xác định|xác minh|xác nhận|huy động|khuyến khích|cấp|thu|chi trả|chi|hằng|hàng|định kỳ|định hướng|trước|chậm nhất|đưa|đăng|đề cao|đề nghị|làm|lựa chọn|niêm yết|công bố|công khai|gửi|phân công|phân bổ|phân loại|phân tích|sử dụng|nắm|sớm|nhanh chóng|quan tâm|chú trọng|chú ý|dành|bổ sung|bổ nhiệm|sửa đổi|sắp xếp|đánh giá|đánh số|thành lập|kiện toàn|tích cực|tích hợp|không|nếu|khi|dự báo|dự trữ|dự kiến|phổ biến|giáo dục|giới thiệu|ứng dụng|ứng phó|ngăn chặn|đấu tranh|đấu thầu|bồi dưỡng|đào tạo|thanh tra|thanh toán|tự|trực|chấp hành|tuân thủ|kết nối|chia sẻ|số hóa|thí điểm|kêu gọi|gương mẫu|linh hoạt|hạn chế|cho ý kiến|cho phép|góp ý|truy tố|tuyển|đăng ký|nhân rộng|nuôi|xét|đề ra|cụ thể hóa|cân đối|lấy|đối chiếu|lưu|theo dõi|khảo sát|mua|di dời|sơ tán|vận chuyển|xuất|nhập|nộp|ký kết|thẩm|tháo gỡ|thúc đẩy|thu hút|thu thập|thay mặt|đại diện|đăng tải|đổi mới|đa dạng|đáp ứng|đặt|khen|biểu dương|tôn vinh|kiến nghị|sẵn sàng|soạn|biên|in|trang bị|lắp|sửa|cải tạo|cải thiện|cải cách|tái|phục|dừng|ngừng|thôi|hủy|nhận|quyết|xúc tiến|liên hệ|liên kết|kết hợp|hợp tác|hình thành|mời|tư vấn|phòng,? chống|phòng ngừa|phòng tránh|bảo vệ|bảo trì|bảo quản|chăm|chống|chuyển|chú|hạch toán|quyết toán|bàn giao|cam kết|nêu cao|lãnh đạo|thẩm|dự thảo|vào cuộc|ghi|gắn|rút kinh nghiệm|hòa giải|trao đổi|truyền thông|đồng thời|trực tiếp|cùng|thông qua`;

/** Verbs of one syllable also stand inside names ("xuất khẩu", "cấp xã"): only the others end an unknown name. */
const CLEAR = VERBS.split("|").filter((verb) => verb.includes(" ") || /^(?:phải|cần|chịu)$/.test(verb));
const MOMENTS = ["trước ngày", "chậm nhất", "trong thời gian", "trong tháng", "trong quý", "trong năm"];
const CLEAR_VERB = new RegExp(`^(?:${matchForm([...CLEAR, ...MOMENTS].join("|"))})(?![\\p{L}])`, "u");
const VERB = new RegExp(`^(?:${matchForm(VERBS)})(?![\\p{L}])`, "u");

/** Words after an agency that make the sentence a report or a description. */
const TELLS =
  /^(?:là|đã|vừa|đang|được|bị|do|của|sẽ|mới|còn|cũng|và|nhằm|gồm|bao gồm|tại (?:tờ trình|văn bản|công văn|báo cáo)|về việc|thì|nhận thấy|nhận được|đánh giá cao|ghi nhận|cảm ơn|biểu dương|hoan nghênh)(?![\p{L}])/u;

/** Verbs by which the one who signs gives orders or opinions: their subject is the orderer, not the ordered. */
const ORDERS =
  /^(?:(?:đã |có )?(?:yêu cầu|giao|đề nghị|kính đề nghị|phân công|kêu gọi)|có ý kiến|kết luận|thống nhất|đồng ý|thông báo (?:để|kết luận|ý kiến|đến)|xin thông báo|trân trọng|chỉ đạo (?:như sau|:)|cơ bản|nhất trí|hoan nghênh|quyết định:?$)(?![\p{L}])/u;

export const startsWithVerb = (words: string): boolean => VERB.test(matchForm(words.trimStart()));
export const startsWithClearVerb = (words: string): boolean => CLEAR_VERB.test(matchForm(words.trimStart()));
export const tells = (words: string): boolean => TELLS.test(matchForm(words.trimStart()));
export const isOrder = (words: string): boolean => ORDERS.test(matchForm(words.trimStart()));
