// Credentials: what a voter types, the secret made from it, the public half on the list (Belenios v1, "Credentials").
import { BASE58, hexOf, token } from "./digests.js";
import { Malformed, write } from "./json.js";
import * as group from "./group.js";

const FULL = new RegExp(`^${[5, 6, 5, 6].map((length) => `[${BASE58}]{${length}}`).join("-")}$`);

export function make() {
  const drawn = token(22);
  return [drawn.slice(0, 5), drawn.slice(5, 11), drawn.slice(11, 16), drawn.slice(16)].join("-");
}

// What somebody typed or pasted, with the dashes where they belong; null if it is no credential.
export function tidy(typed) {
  const bare = typed.replace(/[\s‐-―−-]/g, "");
  const whole = [bare.slice(0, 5), bare.slice(5, 11), bare.slice(11, 16), bare.slice(16)].join("-");
  return FULL.test(whole) ? whole : null;
}

export function secret(uuid, credential) {
  if (!FULL.test(credential)) throw new Malformed("a credential looks like abcde-fghijk-mnopq-rstuvw");
  const halves = [0, 1].map((half) => hexOf(`derive_credential|${uuid}|${half}|${credential}`));
  return BigInt(`0x${halves.join("")}`) % group.q;
}

export const publicHalf = (uuid, credential) => group.write(group.of(secret(uuid, credential)));

// The public list of [public credential, weight]: sorted, so that its order betrays nobody.
export function listed(pairs) {
  const heavy = pairs.some(([, weight]) => weight !== 1);
  return write(pairs.map(([element, weight]) => [element, weight]).sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([element, weight]) => (heavy ? `${element},${weight}` : element)));
}
