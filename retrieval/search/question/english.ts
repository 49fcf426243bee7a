/** English that an outside partner types, put into the words the documents use. Order matters: longer first. */
const PHRASES: readonly (readonly [RegExp, string])[] = [
  [/\bpeople'?s committees? of (?:the )?communes?(?: and wards?)?\b/gi, "UBND cấp xã"],
  [/\bcommune(?:-level)? people'?s committees?\b/gi, "UBND cấp xã"],
  [/\bprovincial people'?s committees?\b/gi, "UBND tỉnh"],
  [/\bpeople'?s committees?\b/gi, "UBND"],
  [/\bpeople'?s councils?\b/gi, "HĐND"],
  [/\b(?:vietnam )?fatherland front\b/gi, "Mặt trận Tổ quốc"],
  [/\bgovernment office\b|\boffice of the government\b/gi, "Văn phòng Chính phủ"],
  [/\bstate bank(?: of vietnam)?\b/gi, "Ngân hàng Nhà nước"],
  [/\bprime minister\b/gi, "Thủ tướng Chính phủ"],
  [/\bprovincial police\b/gi, "Công an tỉnh"],
  [/\bsocial (?:insurance|security)(?: agency)?\b/gi, "Bảo hiểm xã hội"],
  [/\bborder guards?\b/gi, "Bộ đội Biên phòng"],
  [/\btrade unions?\b|\blabou?r (?:con)?federation\b/gi, "Liên đoàn Lao động"],
  [/\bpress agenc(?:y|ies)\b/gi, "cơ quan báo chí"],
];

const SECTORS: readonly (readonly [string, string])[] = [
  ["culture,? sports?,? (?:and )?tourism", "Văn hóa, Thể thao và Du lịch"],
  ["culture and sports", "Văn hóa và Thể thao"],
  ["information and communications?", "Thông tin và Truyền thông"],
  ["science and technology", "Khoa học và Công nghệ"],
  ["education and training", "Giáo dục và Đào tạo"],
  ["agriculture and environment", "Nông nghiệp và Môi trường"],
  ["natural resources and environment", "Tài nguyên và Môi trường"],
  ["planning and investment", "Kế hoạch và Đầu tư"],
  ["industry and trade", "Công Thương"],
  ["ethnic(?: affairs| minorities)?(?: and religio(?:n|us affairs|us))?", "Dân tộc và Tôn giáo"],
  ["home affairs|internal affairs|the interior", "Nội vụ"],
  ["foreign affairs", "Ngoại giao"],
  ["external relations", "Ngoại vụ"],
  ["public security", "Công an"],
  ["(?:national )?defen[cs]e", "Quốc phòng"],
  ["transport(?:ation)?", "Giao thông vận tải"],
  ["construction", "Xây dựng"],
  ["finance", "Tài chính"],
  ["justice", "Tư pháp"],
  ["health", "Y tế"],
  ["tourism", "Du lịch"],
];

const TYPES: readonly (readonly [string, string])[] = [
  ["official (?:letter|dispatch|document)|dispatch", "Công văn"],
  ["(?:official )?telegram|urgent dispatch", "Công điện"],
  ["directive", "Chỉ thị"],
  ["decision", "Quyết định"],
  ["decree", "Nghị định"],
  ["resolution", "Nghị quyết"],
  ["circular", "Thông tư"],
  ["plan", "Kế hoạch"],
  ["notice|announcement|notification", "Thông báo"],
  ["conclusion", "Kết luận"],
  ["guidance|guideline", "Hướng dẫn"],
];

const QUESTION_WORDS: readonly (readonly [RegExp, string])[] = [
  [/\bwho (?:has )?signed\b|\bsigned by whom\b|\bwho is the signatory\b/gi, "ai ký"],
  [/\bwhen was\b[^?]{0,60}\b(?:issued|signed|promulgated)\b/gi, "$& ban hành ngày nào"],
  [/\b(?:which|what) documents? (?:implements?|carr(?:y|ies) out|puts? into effect)\b/gi, "văn bản nào triển khai thực hiện"],
  [/\b(?:which|what) documents? (?:task|assign|give)s?\b/gi, "văn bản nào giao nhiệm vụ cho"],
  [/\b(?:which|what) (?:agency|body|department|ministry|office|unit)\b|\bwho(?:m)?\b/gi, "cơ quan nào"],
  [/\bwhat (?:must|should|does|do|is|are|has|shall|will)\b(?=[^?]*\b(?:do|required|responsible|tasked|assigned|duties|tasks?|obliged|have to)\b)/gi, "phải làm gì"],
  [/\bby when\b|\bdeadlines?\b|\bby what date\b|\bbefore what date\b|\bhow long\b/gi, "thời hạn trước ngày nào"],
  [/\bwhat (?:is|does)\b(?=[^?]*\b(?:about|say|regulate|cover|provide)\b)/gi, "nói về việc gì"],
  [/\b(?:duties|tasks|responsibilit(?:y|ies))\b/gi, "nhiệm vụ"],
  [/\baccording to\b|\bunder\b|\bpursuant to\b/gi, "theo"],
  [/\bprovince\b/gi, "tỉnh"],
  [/\bcity\b/gi, "thành phố"],
  [/\blead(?:s|ing)? agency\b|\bin charge of\b|\blead(?:s)?\b/gi, "chủ trì"],
  [/\breport(?:s|ing)?\b/gi, "báo cáo"],
  [/\bfunds?|funding|budget\b/gi, "kinh phí ngân sách"],
  [/\bpolicy communications?\b/gi, "truyền thông chính sách"],
  [/\bfake news\b/gi, "tin giả, tin xấu độc"],
  [/\bdrug(?:s)? (?:prevention|control)\b|\bdrugs?\b/gi, "phòng, chống ma túy"],
  [/\bgroundwater\b/gi, "nước dưới đất"],
  [/\bland prices?\b/gi, "bảng giá đất"],
  [/\bdigital transformation\b/gi, "chuyển đổi số"],
  [/\badministrative procedures?\b/gi, "thủ tục hành chính"],
  [/\bnatural disasters?\b/gi, "thiên tai"],
  [/\bhous(?:es|ing)\b/gi, "nhà ở"],
  [/\bfloods?\b/gi, "mưa lũ"],
  [/\btrees?\b/gi, "cây xanh"],
  [/\bpermits?|licen[sc]es?\b/gi, "cấp phép"],
  [/\bexports?\b/gi, "xuất khẩu"],
  [/\bpublic assets?\b/gi, "tài sản công"],
  [/\binventory\b/gi, "kiểm kê"],
  [/\bstaff(?:ing)?|payroll\b/gi, "biên chế"],
  [/\bspokes(?:person|man)s?\b/gi, "người phát ngôn"],
  [/\b(?:air )?pollution\b/gi, "ô nhiễm"],
  [/\bdust\b/gi, "bụi"],
  [/\bpopulation\b/gi, "dân số"],
  [/\bgender equality\b/gi, "bình đẳng giới"],
  [/\bhealth insurance\b/gi, "bảo hiểm y tế"],
  [/\bdigital economy\b/gi, "kinh tế số"],
  [/\bpetrol|gasoline|fuel\b/gi, "xăng dầu"],
];

const ENGLISH = /\b(?:what|which|who|whom|when|where|how|does|must|should|the|under|according|please|tell)\b/gi;

/** True when a message reads as English: two function words, few Vietnamese letters. */
export function isEnglish(text: string): boolean {
  const words = text.match(/[A-Za-z']+/g)?.length ?? 0;
  const hits = text.match(ENGLISH)?.length ?? 0;
  return hits >= 2 || (hits === 1 && words <= 6 && /\b(?:signed|issued|deadline|directive|decree|decision)\b/i.test(text));
}

/** The question in the documents' words: names and question words replaced, everything else left as it is. */
export function fromEnglish(text: string): string {
  let out = text;
  for (const [pattern, words] of PHRASES) out = out.replace(pattern, words);
  for (const [sector, words] of SECTORS) {
    out = out
      .replace(new RegExp(String.raw`\bministr(?:y|ies) of (?:${sector})\b`, "gi"), `Bộ ${words}`)
      .replace(new RegExp(String.raw`\b(?:provincial |city )?departments? of (?:${sector})\b`, "gi"), `Sở ${words}`)
      .replace(new RegExp(String.raw`\b(?:division|office|section) of (?:${sector})\b`, "gi"), `Phòng ${words}`)
      .replace(new RegExp(String.raw`\b(?:${sector}) department\b`, "gi"), `Sở ${words}`)
      .replace(new RegExp(String.raw`\b(?:${sector}) ministry\b`, "gi"), `Bộ ${words}`);
  }
  for (const [type, words] of TYPES) {
    out = out.replace(new RegExp(String.raw`\b(?:${type})(?: no\.?| number| num\.?)?(?=\s+\d)`, "gi"), words);
  }
  for (const [pattern, words] of QUESTION_WORDS) out = out.replace(pattern, words);
  return out.replace(/\b(?:what|which|the|of|does|do|did|is|are|was|were|to|in|on|for|by|a|an|please|tell|me|about|and|with|have|has|must|should)\b/gi, " ").replace(/\s+/g, " ").trim();
}
