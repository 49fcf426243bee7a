/** The menu that Telegram shows behind "/". */
export const COMMANDS = [
  { command: "huongdan", description: "Cách hỏi và các lệnh" },
  { command: "nguon", description: "Xem nguyên văn một nguồn, ví dụ /nguon 2" },
  { command: "vanban", description: "Các văn bản đang có, mới nhất trước" },
  { command: "phanhoi", description: "Gửi góp ý, ví dụ /phanhoi Nguồn 2 chưa đúng" },
  { command: "toi", description: "Thông tin đăng ký của tôi" },
  { command: "quen", description: "Xóa cuộc trò chuyện của tôi" },
  { command: "moi", description: "Bắt đầu cuộc trò chuyện mới" },
] as const;

/** Listed, because an omitted list keeps whatever was set before. */
export const ALLOWED_UPDATES = ["message", "edited_message", "callback_query", "my_chat_member"] as const;
