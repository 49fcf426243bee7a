export { type Turn, turnHtml } from "./answer.ts";
export { type ChatPageOptions, chatPage, exampleQuestions } from "./chat.ts";
export { documentPage } from "./document.ts";
export { documentsPage } from "./documents.ts";
export { type Html, htmlDocument, messagePage, topBar } from "./layout.ts";
export { dateInWords, documentName, numberInWords, tierNames, titleInWords } from "./words.ts";
