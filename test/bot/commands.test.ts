import { describe, expect, test } from "vitest";
import { readCommand } from "../../bot/commands.ts";

const FORMS: Record<string, readonly string[]> = {
  start: ["/start", "/START", "/start@trich_dan_bot", "start", "Bắt đầu", "bat dau"],
  guide: [
    "/huongdan",
    "/HuongDan",
    "/huongdan@bot",
    "/hướng dẫn",
    "/huong dan",
    "huongdan",
    "huong dan",
    "Hướng dẫn.",
    "/help",
    "trợ giúp",
  ],
  documents: [
    "/vanban",
    "/vanban@Trich_Dan_bot",
    "/văn bản",
    "/van ban",
    "vanban",
    "văn bản",
    "van ban",
    "Văn bản!",
    "VĂN BẢN",
  ],
  me: ["/toi", "/Tôi", "toi", "tôi", "Tôi là ai?"],
  forget: ["/quen", "/quên", "/quen@bot", "quen", "Quên", "quên tôi đi"],
  new: ["/moi", "/mới", "moi", "Mới", "cuộc trò chuyện mới"],
};

describe("commands", () => {
  test.each(Object.entries(FORMS).flatMap(([kind, forms]) => forms.map((form) => [form, kind])))(
    "%j is %s",
    (form, kind) => {
      expect(readCommand(form)).toEqual({ kind });
    },
  );

  test.each([
    ["/nguon 2", 2],
    ["/nguon2", 2],
    ["/nguồn 2", 2],
    ["/NGUON [12]", 12],
    ["/nguon@bot 3", 3],
    ["/nguon số 3", 3],
    ["nguồn 2", 2],
    ["nguon 2", 2],
    ["Nguồn số 2.", 2],
    ["nguon [2]", 2],
    ["xem nguồn 2", 2],
    ["/nguon", null],
    ["nguồn", null],
    ["/nguon abc", null],
  ])("%j opens a source", (form, marker) => {
    expect(readCommand(form)).toEqual({ kind: "source", marker });
  });

  test.each([
    ["/phanhoi Câu trả lời thiếu.", "Câu trả lời thiếu."],
    ["/phanhoi@bot: thiếu thời hạn", "thiếu thời hạn"],
    ["/phản hồi rất tốt", "rất tốt"],
    ["phanhoi rat tot", "rat tot"],
    ["phản hồi: ai viết câu này?", "ai viết câu này?"],
    ["Phản hồi rất tốt", "rất tốt"],
    ["góp ý: thiếu nguồn", "thiếu nguồn"],
    ["/phanhoi", ""],
    ["phản hồi", ""],
    ["/phanhoi dòng một\ndòng hai", "dòng một\ndòng hai"],
  ])("%j is feedback", (form, words) => {
    expect(readCommand(form)).toEqual({ kind: "feedback", words });
  });

  test.each([["1"], ["2."], ["[2]"], ["(2)"], [" 12 "], ["#3"], ["2)"]])("%j is a number", (form) => {
    expect(readCommand(form)).toEqual({ kind: "number", number: Number(/\d+/.exec(form)?.[0]) });
  });

  test.each([
    ["👍", "up"],
    ["👎", "down"],
    ["👎🏻", "down"],
    ["👍🏿👍🏿", "up"],
    [" 👍️ ", "up"],
    ["👎👎👎.", "down"],
    ["/-strong", "up"],
    ["/-weak /-weak", "down"],
    ["/-strong👍", "up"],
  ])("%j judges the last answer", (form, verdict) => {
    expect(readCommand(form)).toEqual({ kind: "verdict", verdict });
  });

  test.each([["/abc"], ["/settings"], ["/stop@bot"], ["/vanbannao"]])("%j is no command that there is", (form) => {
    expect(readCommand(form)).toEqual({ kind: "unknown" });
  });

  test.each([
    "văn bản nào triển khai CT07?",
    "văn bản 465",
    "van ban cua so tai chinh",
    "hướng dẫn của Sở Nội vụ?",
    "hướng dẫn 12/HD-SNV nói gì",
    "huong dan thuc hien CT07",
    "quên mất, ai ký?",
    "quen mat roi, ai ky CT07",
    "tôi phải làm gì?",
    "toi la so tai chinh, phai lam gi",
    "mới nhất là văn bản nào?",
    "moi ban hanh cong van nao",
    "nguồn vốn 2025 là bao nhiêu?",
    "nguồn kinh phí lấy ở đâu?",
    "nguon 2025 la gi",
    "phản hồi kiến nghị của cử tri là việc của ai?",
    "phản hồi của Sở Nội vụ",
    "góp ý dự thảo trước ngày nào?",
    "phản hồi cho ai",
    "465",
    "07/CT-TTg",
    "2 văn bản nào giao việc",
    "2/9",
    "/UBND-KGVX nói gì?",
    "/UBND-KGVX",
    "bắt đầu từ khi nào?",
    "start là gì",
    "👍👎",
    "👍 cảm ơn bot",
    "/-strong /-weak",
    "/-heart",
    "👌",
    "",
    "Sở Tài chính phải làm gì theo Chỉ thị 07?",
  ])("%j is a question", (text) => {
    expect(readCommand(text)).toBeNull();
  });
});
