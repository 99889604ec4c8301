// Credentials: what a voter types, the secret made from it, the public half on the list (Belenios v1, "Credentials").
import { dashed, isCode, token } from "./code.js";
import { hexOf } from "./digests.js";
import { Malformed, write } from "./json.js";
import * as group from "./group.js";

export const make = () => dashed(token(22));

export function secret(uuid, credential) {
  if (!isCode(credential)) throw new Malformed("a credential looks like abcde-fghijk-mnopq-rstuvw");
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
