export { decodeFile, MAX_FILE_BYTES } from "./decode.ts";
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
