import { expect, test } from "vitest";
import { redact } from "../../prompts/index.ts";

test.each([
  ["Tôi là Trần Văn Bình, hỏi về Kế hoạch 31", "Tôi là [họ tên], hỏi về Kế hoạch 31"],
  ["ông Nguyễn Văn An có phải nộp không?", "ông [họ tên] có phải nộp không?"],
  ["gọi 0912 345 678 hoặc +84912345678", "gọi [số điện thoại] hoặc [số điện thoại]"],
  ["liên hệ 0205.3812.345", "liên hệ [số điện thoại]"],
  ["CCCD 012345678901", "CCCD [số giấy tờ]"],
  ["số căn cước: 012 345 678 901", "số căn cước: [số giấy tờ]"],
  ["số cmnd 123456789", "số cmnd [số giấy tờ]"],
  ["tài khoản 0011 0042 3456 tại ngân hàng", "tài khoản [số tài khoản] tại ngân hàng"],
  ["sinh ngày 5/6/1980", "sinh ngày [ngày sinh]"],
  ["thường trú: 12 Trần Phú, phường Vĩnh Trại", "thường trú: [địa chỉ]"],
  ["số nhà 12 ngõ 5 Trần Phú", "[địa chỉ]"],
  ["gửi về binh.tv@example.vn", "gửi về [thư điện tử]"],
  ["xem https://a.example/x?y=1", "xem [địa chỉ mạng]"],
])("%s", (typed, sent) => {
  expect(redact(typed)).toBe(sent);
});

test.each([
  "Sở Tài chính tỉnh Lạng Sơn phải làm gì theo Chỉ thị 07/CT-TTg ngày 21/3/2023?",
  "Nghị định số 09/2017/NĐ-CP ngày 09/02/2017, Điều 12, khoản 3",
  "Công văn 465/UBND-VX hạn đến 30.6.2023",
  "Ai ký Quyết định 1895/QĐ-UBND?",
  "Kinh phí 1.500.000.000 đồng, 12.500 hộ",
  "ông Chủ tịch UBND tỉnh phải làm gì?",
  "đồng chí Giám đốc Sở Y tế báo cáo ai?",
])("is left as it is: %s", (question) => {
  expect(redact(question)).toBe(question);
});
