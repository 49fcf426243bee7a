export { createFileDecoder, type DecodedFile, decodeFile, type FileDecoder, MAX_FILE_BYTES } from "./decode.ts";
export { isDoubtful } from "./formats/doubt.ts";
export { isDocumentEnding } from "./formats/ending.ts";
export type { ReadingLimits } from "./formats/limits.ts";
export { hasPictures, type PagePicture, pagePicture } from "./page-picture.ts";
export { type ParseInput, parseDocument } from "./parse.ts";
export type {
  Deadline,
  DocumentHeader,
  Duty,
  DutyRole,
  Field,
  OutlineKind,
  OutlineNode,
  ParsedDocument,
  Passage,
  PassageKind,
  Reference,
  Relation,
  Sidecar,
  Signer,
  SourceTier,
  Span,
  Warning,
} from "./types.ts";
export { ownForceWords } from "./validity.ts";
