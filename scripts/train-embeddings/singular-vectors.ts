import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { createRandom } from "./random.ts";

/** A matrix by rows: row r has `columns[starts[r]…starts[r + 1]]` with their `values`. */
export interface SparseRows {
  width: number;
  starts: Uint32Array;
  columns: Uint16Array;
  values: Float32Array;
}

interface Reduction {
  dimensions: number;
  seed: number;
}

/** More directions than are kept, and rounds of power iteration: as Halko, Martinsson and Tropp advise. */
const EXTRA = 16;
const ROUNDS = 2;

/**
 * Left singular vectors times the root of the singular values, row by row. Randomised: a few products of the sparse
 * matrix with a thin one; ml-matrix solves what is small and dense.
 */
export function singularVectors(matrix: SparseRows, { dimensions, seed }: Reduction): Float32Array {
  const rows = matrix.starts.length - 1;
  const thin = Math.min(dimensions + EXTRA, matrix.width, rows);
  const random = createRandom(seed, 1);
  let right: Float32Array = Float32Array.from({ length: matrix.width * thin }, () => random.normal());
  let left = times(matrix, right, thin);
  for (let round = 0; round < ROUNDS; round += 1) {
    right = orthonormal(timesTransposed(matrix, orthonormal(left, thin), thin), thin);
    left = times(matrix, right, thin);
  }
  return principal(left, thin, dimensions);
}

function times({ starts, columns, values }: SparseRows, thin: Float32Array, width: number): Float32Array {
  const out = new Float32Array((starts.length - 1) * width);
  for (let row = 0; row + 1 < starts.length; row += 1) {
    for (let at = starts[row]!; at < starts[row + 1]!; at += 1)
      addScaled(out, row * width, { from: thin, at: columns[at]! * width, scale: values[at]!, width });
  }
  return out;
}

function timesTransposed({ starts, columns, values, width: wide }: SparseRows, thin: Float32Array, width: number) {
  const out = new Float32Array(wide * width);
  for (let row = 0; row + 1 < starts.length; row += 1) {
    for (let at = starts[row]!; at < starts[row + 1]!; at += 1)
      addScaled(out, columns[at]! * width, { from: thin, at: row * width, scale: values[at]!, width });
  }
  return out;
}

function addScaled(
  out: Float32Array,
  to: number,
  { from, at, scale, width }: { from: Float32Array; at: number; scale: number; width: number },
): void {
  for (let d = 0; d < width; d += 1) out[to + d]! += scale * from[at + d]!;
}

/** aᵀa of a matrix with `width` columns. */
export function gram(a: Float32Array, width: number): Matrix {
  const sums = new Float64Array(width * width);
  for (let row = 0; row < a.length; row += width) {
    for (let one = 0; one < width; one += 1) {
      const value = a[row + one]!;
      for (let other = one; other < width; other += 1) sums[one * width + other]! += value * a[row + other]!;
    }
  }
  const at = (one: number, other: number): number => sums[Math.min(one, other) * width + Math.max(one, other)]!;
  return new Matrix(
    Array.from({ length: width }, (_, one) => Array.from({ length: width }, (__, two) => at(one, two))),
  );
}

/** Columns of eigenvectors, the largest eigenvalue first, of a symmetric matrix. */
export function eigen(matrix: Matrix): { values: number[]; vectors: number[][] } {
  const found = new EigenvalueDecomposition(matrix, { assumeSymmetric: true });
  const order = [...found.realEigenvalues.keys()].sort((a, b) => found.realEigenvalues[b]! - found.realEigenvalues[a]!);
  return {
    values: order.map((at) => Math.max(found.realEigenvalues[at]!, 0)),
    vectors: order.map((at) => found.eigenvectorMatrix.getColumn(at)),
  };
}

/** The same span with columns of length 1 at right angles; one without length stays 0. */
function orthonormal(a: Float32Array, width: number): Float32Array {
  const { values, vectors } = eigen(gram(a, width));
  const floor = (values[0] ?? 0) * 1e-12;
  return combine(
    a,
    width,
    vectors.map((vector, at) => scaled(vector, values[at]! > floor ? values[at]! ** -0.5 : 0)),
  );
}

/** The projections on the strongest directions, each divided by the root of its strength. */
function principal(a: Float32Array, width: number, dimensions: number): Float32Array {
  const { values, vectors } = eigen(gram(a, width));
  const kept = vectors
    .slice(0, dimensions)
    .map((vector, at) => scaled(vector, values[at]! > 0 ? values[at]! ** -0.25 : 0));
  return combine(a, width, kept);
}

const scaled = (vector: readonly number[], by: number): number[] => vector.map((value) => value * by);

function combine(a: Float32Array, width: number, columns: readonly number[][]): Float32Array {
  const out = new Float32Array((a.length / width) * columns.length);
  for (let row = 0; row < a.length / width; row += 1) {
    for (const [to, column] of columns.entries()) {
      let sum = 0;
      for (let d = 0; d < width; d += 1) sum += a[row * width + d]! * column[d]!;
      out[row * columns.length + to] = sum;
    }
  }
  return out;
}
