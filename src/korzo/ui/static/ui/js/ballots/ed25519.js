// Ed25519: the subgroup of prime order, written multiplicatively (Belenios v1, "Ed25519"; RFC 8032, section 5.1).
// An element is spelled like its usual 32 bytes, reversed, in hex. Curve arithmetic is @noble/curves'.
import { edwards } from "../../vendor/noble/curves/abstract/edwards.js";
import { Malformed } from "./json.js";
import { hash, hex, hexOf, numberOf, random, unhex } from "./digests.js";

export const NAME = "Ed25519";
export const q = 2n ** 252n + 27742317777372353535851937790883648493n;
export const CAPACITY = 30; // numbers 0 to 255 in one element

const p = 2n ** 255n - 19n;
const PADDING = 14n;
const Point = edwards({
  p, n: q, h: 8n, a: p - 1n,
  d: 0x52036cee2b6ffe738cc740797779e89800700a4d4141d8ab75eb4dca135978a3n,
  Gx: 0x216936d3cd6e53fec0a4e231fdd6dc5c692cc7609525a7b2c9562d608f25d51an,
  Gy: 0x6666666666666666666666666666666666666666666666666666666666666658n,
});

export const g = Point.BASE;
export const identity = Point.ZERO;

export const mod = (number) => ((number % q) + q) % q;
export const same = (left, right) => left.equals(right);
export const multiply = (left, right) => left.add(right);
export const inverse = (element) => element.negate();
export const product = (elements) => elements.reduce(multiply, identity);
export const write = (element) => hex(element.toBytes().reverse());

// `member: false` leaves out the costly check that the point is of prime order.
export function read(text, { member = true } = {}) {
  if (typeof text !== "string" || !/^[0-9a-f]{64}$/.test(text)) throw new Malformed("an element is 64 lower-case hex digits");
  let element;
  try { element = Point.fromBytes(unhex(text).reverse()); } catch { throw new Malformed("no point of the curve"); }
  if (member && !element.isTorsionFree()) throw new Malformed("a point outside the group");
  return element;
}

export function scalar(text) {
  if (typeof text !== "string" || !/^(0|[1-9][0-9]{0,77})$/.test(text) || BigInt(text) >= q) throw new Malformed("no scalar");
  return BigInt(text);
}

export function power(base, exponent) {
  const reduced = mod(exponent);
  return reduced === 0n || base.equals(identity) ? identity : base.multiply(reduced);
}

// One base of which many powers are asked: a table is kept.
export function fixed(base) {
  if (!base.equals(identity)) base.precompute(8);
  return (exponent) => power(base, exponent);
}
export const of = fixed(g);

// In the order of a tally: by the little-endian bytes.
export function compare(one, other) {
  const [left, right] = [one, other].map((element) => hex(element.toBytes()));
  return left < right ? -1 : left > right ? 1 : 0;
}

// H(prefix; e1, e2, …)
export const hashed = (text) => numberOf(hash(text)) % q;
export const challenge = (prefix, elements) => hashed(prefix + elements.map(write).join(","));

// A scalar at random; 48 bytes are 132 bits more than q has. Its name says what for, so that tests can replay a ballot.
export const draw = (_name) => numberOf(random(48)) % q;

// The independent generator of that index, from 0; −1 is the secondary one.
export function generator(index) {
  for (let start = BigInt(`0x${hexOf(`ggen|${index}`)}`) >> 2n; ; start += 1n) {
    const point = at(start);
    if (point) return point.clearCofactor();
  }
}

// Numbers 0 to 255 in one element, and back.
export function embed(values) {
  if (!values.length || values.length > CAPACITY || values.some((value) => !Number.isInteger(value) || value < 0 || value > 255))
    throw new Malformed(`one ciphertext carries 1 to ${CAPACITY} numbers of 0 to 255`);
  const start = values.reduce((whole, value) => whole * 256n + BigInt(value), 0n) << PADDING;
  for (let epsilon = 0n; ; epsilon += 1n) {
    const point = at(start + epsilon);
    if (point?.isTorsionFree()) return point;
  }
}

export function extract(element, count) {
  const whole = BigInt(`0x${write(element)}`) >> PADDING;
  return Array.from({ length: count }, (_, index) => Number((whole >> BigInt(8 * (count - 1 - index))) & 255n));
}

function at(number) {
  try { return Point.fromBytes(unhex(number.toString(16).padStart(64, "0")).reverse()); } catch { return null; }
}
