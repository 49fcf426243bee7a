export { idfOf, type TermCoverage, type TermCoverageOptions, termCoverage } from "./coverage.ts";
export {
  type DenseSearchOptions,
  denseSearch,
  type HybridSearchOptions,
  hybridSearch,
  type LexicalSearchOptions,
  lexicalSearch,
  type PassageFilter,
  type PassageHit,
  type QuestionVector,
} from "./search.ts";
