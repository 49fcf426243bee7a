export {
  AGENCY_NAMES,
  type Agency,
  type AgencyLevel,
  type AgencyName,
  agencyKey,
  agencyNamed,
  levelOf,
  sameSector,
  sectorOf,
} from "./agencies.ts";
export { type FoundAgency, findAgencies } from "./agency-finder.ts";
export { isGroupKey, isMember } from "./agency-groups.ts";
export { type Alias, aliasKey, writeOut } from "./aliases.ts";
export { canonicalise } from "./canonical.ts";
export { type FoundDate, findDates, showDate } from "./dates.ts";
export { type FoundNumber, findDocumentNumbers, type NumberParts, numberParts, sameNumber } from "./document-number.ts";
export { isExpression } from "./expressions.ts";
export { fold, hasDiacritics, matchForm } from "./fold.ts";
export { findNames, type NameHit, type NameIndex, type NamePattern, nameIndex, namePattern } from "./names.ts";
export { countsInFigures, numberWritings } from "./numbers.ts";
export { type FoundPerson, findPersons, isPersonName, POSTS } from "./persons.ts";
export {
  currentProvince,
  type FoundPlace,
  findPlaces,
  isSameProvince,
  MERGED_ON,
  type Place,
  provinceNames,
} from "./places.ts";
export { type PlainView, plainText, plainView } from "./plain.ts";
export { lacksDiacritics, restoreDiacritics } from "./restore.ts";
export { contains, overlaps, type Span } from "./span.ts";
export {
  branchParent,
  kinNames,
  namesReorganised,
  predecessorsOf,
  type Succession,
  successionOf,
  successorsFor,
} from "./successions.ts";
export { numberTerm, type Syllable, syllables, type TermOptions, terms } from "./tokens.ts";
export { fieldOfAgency, listedAgency, topicOfTitle } from "./topics.ts";
export { dayInVietnam, vietnamClock, vietnamMidnight } from "./vietnam.ts";
