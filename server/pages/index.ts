export { type ChatPageOptions, chatPage, exampleQuestions } from "./chat.ts";
export { documentPage, tierLabel } from "./document.ts";
export { documentsPage } from "./documents.ts";
export { doorPage } from "./door.ts";
export { type Html, htmlDocument, messagePage, topBar } from "./layout.ts";
export { type Exchange, exchangeHtml } from "./replies.ts";
export {
  dateInWords,
  documentName,
  isSample,
  kindName,
  numberInWords,
  SAMPLE_LABEL,
  SAMPLE_PREFIX,
  tierNames,
  titleInWords,
} from "./words.ts";
export { zaloCallbackPage } from "./zalo-callback.ts";
