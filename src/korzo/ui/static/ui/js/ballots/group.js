// The group of the vote at hand; a page or a worker deals with one vote. What the names mean is said in `ed25519.js`.
import * as ed25519 from "./ed25519.js";
import { belenios2048, rfc3526 } from "./finite.js";
import { Malformed } from "./json.js";

const groups = new Map([ed25519, belenios2048, rfc3526].map((each) => [each.NAME, each]));
let current = ed25519;
export let { NAME, CAPACITY, q, g, identity } = ed25519;

export function choose(name) {
  if (!groups.has(name)) throw new Malformed(`${name} is no known group`);
  current = groups.get(name);
  ({ NAME, CAPACITY, q, g, identity } = current);
}

export const mod = (number) => current.mod(number);
export const same = (left, right) => current.same(left, right);
export const compare = (one, other) => current.compare(one, other);
export const multiply = (left, right) => current.multiply(left, right);
export const inverse = (element) => current.inverse(element);
export const product = (elements) => current.product(elements);
export const write = (element) => current.write(element);
export const read = (text, options) => current.read(text, options);
export const scalar = (text) => current.scalar(text);
export const power = (base, exponent) => current.power(base, exponent);
export const fixed = (base) => current.fixed(base);
export const of = (exponent) => current.of(exponent);
export const hashed = (text) => current.hashed(text);
export const challenge = (prefix, elements) => current.challenge(prefix, elements);
export const draw = (name) => current.draw(name);
export const generator = (index) => current.generator(index);
export const embed = (values) => current.embed(values);
export const extract = (element, count) => current.extract(element, count);
