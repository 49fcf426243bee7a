// Step 2 of 3: syllable numbers → one vector for each term (frequent syllables and frequent adjacent pairs).
//
//   g++ -O3 -march=native -ffast-math -std=c++17 -o train scripts/train-vectors/train.cpp
//   ./train FOLDER OUT_PREFIX [name=value …]        (FOLDER: what prepare.ts wrote)
//
// A text's vector is the normalised sum of its terms' vectors, damped by repetition: so a vector's length is the
// term's learned weight. Learned by contrast: a question and the paragraphs under it, a sentence and the rest of its
// paragraph, a heading or paragraph and what follows it must be nearer than the other texts of the batch. Batches are made of
// short runs of neighbouring examples, since pages about the same subject are the negatives worth learning from.
//
// Writes PREFIX.terms (int32 pairs: first syllable, second or -1), PREFIX.vectors (float32 rows) and, for the accent
// restorer, PREFIX.pairs (int32 first or -1 for a sentence's start, second, count) and PREFIX.triples (first, second,
// third, count). One thread, fixed seed.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <map>
#include <random>
#include <string>
#include <unordered_map>
#include <vector>

using Real = float;
enum Mark { SentenceEnd = -1, ParagraphEnd = -2, QuestionEnd = -3, Unknown = -4 };
const int32_t Start = -1;  // as the first of a pair: the second began a sentence

// The defaults made the shipped file. 256 dimensions, batches of 2,048 and a BM25 score inside the logits fused no better.
static std::map<std::string, double> options = {
    {"dimensions", 192}, {"terms", 38000}, {"syllables", 8000}, {"least_pair", 60}, {"pairs_min", 6}, {"triples_min", 8},
    {"epochs", 4}, {"batch", 1024}, {"run", 4}, {"rate", 0.02}, {"scale", 25}, {"dropout", 0.15}, {"seed", 7},
    {"question_repeats", 8}, {"next_share", 0.2}, {"keep_sentence", 0.1}, {"longest", 250}, {"tf_power", 0.5}};
static double option(const char* name) { return options.at(name); }

// ---- The training text -------------------------------------------------------------------------------------------

struct Paragraph { size_t from, to; int syllables; bool question; };

struct Text {
  std::vector<int32_t> tokens;
  std::vector<Paragraph> paragraphs;
};

static Text readText(const std::string& path) {
  Text text;
  std::ifstream in(path, std::ios::binary | std::ios::ate);
  if (!in) { fprintf(stderr, "cannot read %s\n", path.c_str()); exit(1); }
  text.tokens.resize(size_t(in.tellg()) / 4);
  in.seekg(0);
  in.read(reinterpret_cast<char*>(text.tokens.data()), std::streamsize(text.tokens.size() * 4));
  size_t from = 0;
  int syllables = 0;
  for (size_t i = 0; i < text.tokens.size(); i++) {
    const int32_t token = text.tokens[i];
    if (token >= 0) syllables++;
    if (token != ParagraphEnd && token != QuestionEnd) continue;
    text.paragraphs.push_back({from, i, syllables, token == QuestionEnd});
    from = i + 1;
    syllables = 0;
  }
  return text;
}

static uint64_t pairKey(int32_t a, int32_t b) { return (uint64_t(uint32_t(a)) << 32) | uint32_t(b); }

struct Counts {
  std::vector<int64_t> syllables;
  std::unordered_map<uint64_t, int32_t> pairs;
  int64_t total = 0;
};

static Counts countTerms(const Text& text) {
  Counts counts;
  counts.pairs.reserve(1 << 22);
  for (size_t i = 0; i < text.tokens.size(); i++) {
    const int32_t token = text.tokens[i];
    if (token < 0) continue;
    if (size_t(token) >= counts.syllables.size()) counts.syllables.resize(token + 1, 0);
    counts.syllables[token]++;
    counts.total++;
    const int32_t before = i == 0 ? ParagraphEnd : text.tokens[i - 1];
    if (before != Unknown) counts.pairs[pairKey(before < 0 ? Start : before, token)]++;
  }
  return counts;
}

// Triples of which both pairs are frequent enough to be kept. 20 bits a syllable.
static std::vector<int32_t> frequentTriples(const Text& text, const Counts& counts) {
  const auto kept = [&](int32_t a, int32_t b) {
    const auto found = counts.pairs.find(pairKey(a, b));
    return found != counts.pairs.end() && found->second >= option("triples_min");
  };
  std::vector<uint64_t> keys;
  for (size_t i = 1; i < text.tokens.size(); i++) {
    const int32_t c = text.tokens[i], b = text.tokens[i - 1];
    if (c < 0 || b < 0) continue;
    const int32_t a = i == 1 ? ParagraphEnd : text.tokens[i - 2];
    if (a == Unknown) continue;
    const int32_t first = a < 0 ? Start : a;
    if (kept(first, b) && kept(b, c)) keys.push_back((uint64_t(first + 1) << 40) | (uint64_t(b) << 20) | uint64_t(c));
  }
  std::sort(keys.begin(), keys.end());
  std::vector<int32_t> out;
  const uint64_t mask = (1 << 20) - 1;
  for (size_t i = 0, j = 0; i < keys.size(); i = j) {
    while (j < keys.size() && keys[j] == keys[i]) j++;
    if (j - i < option("triples_min")) continue;
    out.insert(out.end(), {int32_t(keys[i] >> 40) - 1, int32_t((keys[i] >> 20) & mask), int32_t(keys[i] & mask), int32_t(j - i)});
  }
  return out;
}

// ---- Terms ---------------------------------------------------------------------------------------------------------

struct Terms {
  std::vector<std::pair<int32_t, int32_t>> list;  // second is -1 for a syllable
  std::vector<int32_t> ofSyllable;
  std::unordered_map<uint64_t, int32_t> ofPair;
};

// The most frequent syllables, then the pairs that hold most information: count × (PMI + 1), chance pairs left out.
static Terms chooseTerms(const Counts& counts) {
  Terms terms;
  const int syllables = std::min<int>(int(option("syllables")), int(counts.syllables.size()));
  terms.ofSyllable.assign(counts.syllables.size(), -1);
  for (int s = 0; s < syllables; s++) { terms.ofSyllable[s] = s; terms.list.push_back({s, -1}); }
  std::vector<std::pair<double, uint64_t>> ranked;
  for (const auto& [key, count] : counts.pairs) {
    const int32_t a = int32_t(key >> 32), b = int32_t(key & 0xffffffff);
    if (a < 0 || count < option("least_pair") || a >= syllables || b >= syllables) continue;
    const double pmi = std::log(double(count) * counts.total / (double(counts.syllables[a]) * counts.syllables[b]));
    if (pmi > 0.5) ranked.push_back({std::sqrt(double(count)) * pmi, key});
  }
  std::sort(ranked.begin(), ranked.end(), [](auto& x, auto& y) { return x.first != y.first ? x.first > y.first : x.second < y.second; });
  const size_t room = size_t(option("terms")) - terms.list.size();
  if (ranked.size() > room) ranked.resize(room);
  for (const auto& [score, key] : ranked) {
    (void)score;
    terms.ofPair[key] = int32_t(terms.list.size());
    terms.list.push_back({int32_t(key >> 32), int32_t(key & 0xffffffff)});
  }
  return terms;
}

// ---- Examples ------------------------------------------------------------------------------------------------------

using Bag = std::vector<std::pair<int32_t, Real>>;  // term, weight
struct Span { size_t from, to; };

static void addTerms(const Text& text, const Terms& terms, Span span, std::vector<int32_t>& out) {
  for (size_t i = span.from; i < span.to; i++) {
    const int32_t token = text.tokens[i];
    if (token < 0) continue;
    if (terms.ofSyllable[token] >= 0) out.push_back(terms.ofSyllable[token]);
    if (i > span.from && text.tokens[i - 1] >= 0) {
      const auto found = terms.ofPair.find(pairKey(text.tokens[i - 1], token));
      if (found != terms.ofPair.end()) out.push_back(found->second);
    }
  }
}

static Bag bagOf(std::vector<int32_t>& ids) {
  std::sort(ids.begin(), ids.end());
  Bag bag;
  const double power = option("tf_power");
  for (size_t i = 0; i < ids.size();) {
    size_t j = i;
    while (j < ids.size() && ids[j] == ids[i]) j++;
    bag.push_back({ids[i], Real(std::pow(double(j - i), power))});
    i = j;
  }
  return bag;
}

enum Kind { AskedBelow, SentenceOfParagraph, FollowedBy };
struct Example { int paragraph; Kind kind; };
struct Pair { Bag question, passage; };

static std::vector<Example> listExamples(const Text& text, std::mt19937& random) {
  std::vector<Example> out;
  std::uniform_real_distribution<double> chance(0, 1);
  for (int p = 0; p + 1 < int(text.paragraphs.size()); p++) {
    const Paragraph& here = text.paragraphs[p];
    const Paragraph& next = text.paragraphs[p + 1];
    if (here.question) continue;
    if (here.syllables >= 30) out.push_back({p, SentenceOfParagraph});
    if (here.syllables >= 5 && here.syllables <= 60 && next.syllables >= 12 && !next.question && chance(random) < option("next_share"))
      out.push_back({p, FollowedBy});
  }
  for (int k = 0; k < int(option("question_repeats")); k++)
    for (int p = 0; p + 1 < int(text.paragraphs.size()); p++) {
      const Paragraph& here = text.paragraphs[p];
      if (here.question && here.syllables >= 5 && here.syllables <= 80) out.push_back({p, AskedBelow});
    }
  return out;
}

// The paragraphs from `first` on, up to the next question or the longest passage.
static Span passageFrom(const Text& text, int first, int paragraphs) {
  size_t to = text.paragraphs[first].from;
  int syllables = 0;
  for (int p = first; p < int(text.paragraphs.size()) && p < first + paragraphs; p++) {
    if (text.paragraphs[p].question && p > first) break;
    to = text.paragraphs[p].to;
    syllables += text.paragraphs[p].syllables;
    if (syllables > option("longest")) break;
  }
  return {text.paragraphs[first].from, to};
}

static std::vector<Span> sentencesOf(const Text& text, const Paragraph& paragraph) {
  std::vector<Span> out;
  size_t from = paragraph.from;
  for (size_t i = paragraph.from; i <= paragraph.to; i++) {
    if (i < paragraph.to && text.tokens[i] != SentenceEnd) continue;
    if (i - from >= 6) out.push_back({from, std::min(i, from + 60)});
    from = i + 1;
  }
  return out;
}

static bool makePair(const Text& text, const Terms& terms, const Example& example, std::mt19937& random, Pair& pair) {
  std::vector<int32_t> question, passage;
  const Paragraph& here = text.paragraphs[example.paragraph];
  std::uniform_real_distribution<double> chance(0, 1);
  if (example.kind == SentenceOfParagraph) {
    const auto sentences = sentencesOf(text, here);
    if (sentences.empty()) return false;
    Span chosen = sentences[random() % sentences.size()];
    if (sentences.size() == 1) {  // one long sentence: a window of it is the question
      const size_t length = chosen.to - chosen.from;
      if (length < 24) return false;
      const size_t size = 8 + random() % 8;
      chosen.from += random() % (length - size);
      chosen.to = chosen.from + size;
    }
    addTerms(text, terms, chosen, question);
    if (chance(random) < option("keep_sentence")) addTerms(text, terms, {here.from, here.to}, passage);
    else { addTerms(text, terms, {here.from, chosen.from}, passage); addTerms(text, terms, {chosen.to, here.to}, passage); }
  } else {
    addTerms(text, terms, {here.from, here.to}, question);
    const int length = example.kind == AskedBelow ? 2 + int(random() % 5) : 1 + int(random() % 2);
    addTerms(text, terms, passageFrom(text, example.paragraph + 1, length), passage);
  }
  if (question.size() < 4 || passage.size() < 8) return false;
  // A word of the question is dropped now and then, so that no single word carries the match.
  const double dropout = option("dropout");
  question.erase(std::remove_if(question.begin(), question.end(), [&](int32_t) { return chance(random) < dropout; }), question.end());
  if (question.size() < 3) return false;
  pair.question = bagOf(question);
  pair.passage = bagOf(passage);
  return true;
}

// ---- The model -----------------------------------------------------------------------------------------------------

struct Model {
  int rows, size;
  std::vector<Real> weights, first, second;  // Adam's moments, touched rows only
  std::vector<int32_t> slot, touched;
  std::vector<Real> gradient;

  Model(int rows, int size) : rows(rows), size(size), weights(size_t(rows) * size), first(weights.size()), second(rows), slot(rows, -1) {}

  Real* gradientOf(int32_t row) {
    if (slot[row] < 0) {
      slot[row] = int32_t(touched.size());
      touched.push_back(row);
      if (gradient.size() < touched.size() * size) gradient.resize(touched.size() * size * 2, 0);
      std::fill_n(gradient.begin() + size_t(slot[row]) * size, size, Real(0));
    }
    return gradient.data() + size_t(slot[row]) * size;
  }

  // Adam with one second moment a row.
  void step(Real rate) {
    for (size_t t = 0; t < touched.size(); t++) {
      const int32_t row = touched[t];
      const Real* g = gradient.data() + t * size;
      Real* w = weights.data() + size_t(row) * size;
      Real* m = first.data() + size_t(row) * size;
      Real norm = 0;
      for (int d = 0; d < size; d++) norm += g[d] * g[d];
      second[row] = Real(0.99) * second[row] + Real(0.01) * norm / size;
      const Real pace = rate / (std::sqrt(second[row]) + Real(1e-8));
      for (int d = 0; d < size; d++) {
        m[d] = Real(0.9) * m[d] + Real(0.1) * g[d];
        w[d] -= pace * m[d];
      }
      slot[row] = -1;
    }
    touched.clear();
  }

  Real embed(const Bag& bag, Real* out) const {
    std::fill_n(out, size, Real(0));
    for (const auto& [row, weight] : bag) {
      const Real* w = weights.data() + size_t(row) * size;
      for (int d = 0; d < size; d++) out[d] += weight * w[d];
    }
    Real norm = 0;
    for (int d = 0; d < size; d++) norm += out[d] * out[d];
    norm = std::sqrt(norm) + Real(1e-9);
    for (int d = 0; d < size; d++) out[d] /= norm;
    return norm;
  }

  // Gradient of a loss in the normalised vector → gradient of the rows.
  void back(const Bag& bag, const Real* vector, Real norm, Real* gradientVector) {
    Real along = 0;
    for (int d = 0; d < size; d++) along += vector[d] * gradientVector[d];
    for (int d = 0; d < size; d++) gradientVector[d] = (gradientVector[d] - along * vector[d]) / norm;
    for (const auto& [row, weight] : bag) {
      Real* g = gradientOf(row);
      for (int d = 0; d < size; d++) g[d] += weight * gradientVector[d];
    }
  }
};

// C (m×n) += A (m×k) · B (k×n), row-major, blocked for the cache.
static void multiply(const Real* a, const Real* b, Real* c, int m, int n, int k) {
  const int block = 64, columns = 512;
  for (int j0 = 0; j0 < n; j0 += columns) {
    const int j1 = std::min(n, j0 + columns);
    for (int p0 = 0; p0 < k; p0 += block) {
      const int p1 = std::min(k, p0 + block);
      for (int i = 0; i < m; i++) {
        Real* row = c + size_t(i) * n;
        int p = p0;
        for (; p + 3 < p1; p += 4) {
          const Real a0 = a[size_t(i) * k + p], a1 = a[size_t(i) * k + p + 1], a2 = a[size_t(i) * k + p + 2], a3 = a[size_t(i) * k + p + 3];
          const Real *b0 = b + size_t(p) * n, *b1 = b0 + n, *b2 = b1 + n, *b3 = b2 + n;
          for (int j = j0; j < j1; j++) row[j] += a0 * b0[j] + a1 * b1[j] + a2 * b2[j] + a3 * b3[j];
        }
        for (; p < p1; p++) {
          const Real a0 = a[size_t(i) * k + p];
          const Real* b0 = b + size_t(p) * n;
          for (int j = j0; j < j1; j++) row[j] += a0 * b0[j];
        }
      }
    }
  }
}

static std::vector<Real> transpose(const std::vector<Real>& a, int m, int n) {
  std::vector<Real> out(a.size());
  for (int i = 0; i < m; i++) for (int j = 0; j < n; j++) out[size_t(j) * m + i] = a[size_t(i) * n + j];
  return out;
}

static double trainBatch(Model& model, const std::vector<Pair>& batch, Real rate) {
  const int n = int(batch.size()), size = model.size;
  const Real scale = Real(option("scale"));
  std::vector<Real> questions(size_t(n) * size), passages(size_t(n) * size), questionNorm(n), passageNorm(n);
  for (int i = 0; i < n; i++) {
    questionNorm[i] = model.embed(batch[i].question, questions.data() + size_t(i) * size);
    passageNorm[i] = model.embed(batch[i].passage, passages.data() + size_t(i) * size);
  }
  std::vector<Real> logits(size_t(n) * n, 0);
  multiply(questions.data(), transpose(passages, n, size).data(), logits.data(), n, n, size);
  for (Real& value : logits) value *= scale;

  // Softmax over the passages of a question and over the questions of a passage; the loss is the mean of both.
  double loss = 0;
  std::vector<Real> slope(size_t(n) * n), top(n, -1e30f), sum(n, 0);
  for (int i = 0; i < n; i++) for (int j = 0; j < n; j++) top[j] = std::max(top[j], logits[size_t(i) * n + j]);
  for (int i = 0; i < n; i++) for (int j = 0; j < n; j++) sum[j] += std::exp(logits[size_t(i) * n + j] - top[j]);
  for (int i = 0; i < n; i++) {
    const Real* row = logits.data() + size_t(i) * n;
    Real* out = slope.data() + size_t(i) * n;
    const Real rowTop = *std::max_element(row, row + n);
    Real rowSum = 0;
    for (int j = 0; j < n; j++) rowSum += std::exp(row[j] - rowTop);
    for (int j = 0; j < n; j++) out[j] = Real(0.5) * (std::exp(row[j] - rowTop) / rowSum + std::exp(row[j] - top[j]) / sum[j]);
    out[i] -= 1;
    loss += std::log(rowSum) + rowTop - row[i];
  }
  for (Real& value : slope) value *= scale / n;

  std::vector<Real> questionSlope(questions.size(), 0), passageSlope(passages.size(), 0);
  multiply(slope.data(), passages.data(), questionSlope.data(), n, size, n);
  multiply(transpose(slope, n, n).data(), questions.data(), passageSlope.data(), n, size, n);
  for (int i = 0; i < n; i++) {
    model.back(batch[i].question, questions.data() + size_t(i) * size, questionNorm[i], questionSlope.data() + size_t(i) * size);
    model.back(batch[i].passage, passages.data() + size_t(i) * size, passageNorm[i], passageSlope.data() + size_t(i) * size);
  }
  model.step(rate);
  return loss / n;
}

// ---- Program -------------------------------------------------------------------------------------------------------

template <typename T> static void writeAll(const std::string& path, const std::vector<T>& values) {
  std::ofstream out(path, std::ios::binary);
  out.write(reinterpret_cast<const char*>(values.data()), std::streamsize(values.size() * sizeof(T)));
}

static std::vector<Real> termIdf(const Text& text, const Terms& terms) {
  std::vector<Real> documents(terms.list.size(), 0);
  std::vector<int32_t> ids;
  for (const Paragraph& paragraph : text.paragraphs) {
    ids.clear();
    addTerms(text, terms, {paragraph.from, paragraph.to}, ids);
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    for (const int32_t id : ids) documents[id]++;
  }
  const double n = double(text.paragraphs.size());
  for (Real& value : documents) value = Real(std::log(1 + (n - value + 0.5) / (value + 0.5)));
  return documents;
}

int main(int argc, char** argv) {
  if (argc < 3) { fprintf(stderr, "usage: train FOLDER OUT_PREFIX [name=value …]\n"); return 1; }
  const std::string folder = argv[1], prefix = argv[2];
  for (int i = 3; i < argc; i++) {
    const std::string argument = argv[i];
    const size_t equals = argument.find('=');
    if (equals == std::string::npos || !options.count(argument.substr(0, equals))) { fprintf(stderr, "unknown option %s\n", argv[i]); return 1; }
    options[argument.substr(0, equals)] = atof(argument.c_str() + equals + 1);
  }
  std::mt19937 random{unsigned(option("seed"))};
  const Text text = readText(folder + "/tokens.bin");
  Terms terms;
  {
    const Counts counts = countTerms(text);
    terms = chooseTerms(counts);
    std::vector<int32_t> pairs, list;
    for (const auto& [key, count] : counts.pairs)
      if (count >= option("pairs_min")) pairs.insert(pairs.end(), {int32_t(key >> 32), int32_t(key & 0xffffffff), count});
    writeAll(prefix + ".pairs", pairs);
    writeAll(prefix + ".triples", frequentTriples(text, counts));
    for (const auto& [a, b] : terms.list) list.insert(list.end(), {a, b});
    writeAll(prefix + ".terms", list);
  }
  const std::vector<Real> idf = termIdf(text, terms);
  Model model(int(terms.list.size()), int(option("dimensions")));
  std::normal_distribution<Real> normal;
  for (int row = 0; row < model.rows; row++)
    for (int d = 0; d < model.size; d++) model.weights[size_t(row) * model.size + d] = Real(0.1) * idf[row] / 8 * normal(random);

  const size_t batchSize = size_t(option("batch")), run = size_t(option("run"));
  const int epochs = int(option("epochs"));
  for (int epoch = 0; epoch < epochs; epoch++) {
    const std::vector<Example> examples = listExamples(text, random);
    std::vector<size_t> starts;
    for (size_t i = 0; i < examples.size(); i += run) starts.push_back(i);
    std::shuffle(starts.begin(), starts.end(), random);
    std::vector<Pair> batch;
    double loss = 0;
    int batches = 0;
    for (size_t s = 0; s < starts.size(); s++) {
      for (size_t i = starts[s]; i < std::min(starts[s] + run, examples.size()); i++) {
        if (i > starts[s] && examples[i].paragraph == examples[i - 1].paragraph && run > 1) continue;  // no twin in one batch
        Pair pair;
        if (makePair(text, terms, examples[i], random, pair)) batch.push_back(std::move(pair));
      }
      if (batch.size() < batchSize) continue;
      const double done = (epoch + double(s) / starts.size()) / epochs;
      const Real rate = Real(option("rate") * std::min(1.0, done * 50 + 0.02) * (1 - done));
      loss += trainBatch(model, batch, rate);
      batches++;
      batch.clear();
      if (batches % 50 == 0) { fprintf(stderr, "epoch %d batch %d (%.0f %%) loss %.4f\n", epoch, batches, done * 100, loss / 50); loss = 0; }
    }
  }
  writeAll(prefix + ".vectors", model.weights);
  return 0;
}
