/** Syllables that say nothing of what a question is about: they may stand in the clause, too. */
export const FUNCTION_WORDS: ReadonlySet<string> = new Set(
  (
    "ai bao bị bằng các cách cái có còn của cho chứ cũng chỗ đang đâu đã để đến đi đó được gì giữa hai hay hết khi không " +
    "là làm lâu lên mà mấy mình một mỗi mới mọi nào này nay nên nếu người nhau nhiêu những như nhà ở phải ra rồi sao " +
    "sau sẽ tại theo thế thì trên trong trước từ tự và vào về vì việc với xong đây ấy nhằm gồm thuộc"
  ).split(" "),
);
