// Those who hold the decryption keys, alone or t of n (Belenios v1, "Trustees"): read with every proof, and made.
import { Malformed, fields, items, read as parse, write } from "./json.js";
import * as group from "./group.js";
import * as proofs from "./proofs.js";
import { checkSignature } from "./signing.js";

const pok = (spelled) => `pok|${group.NAME}|${spelled}|`;

// The public key of a secret with its proof of knowledge.
export function make(secret, { draw = group.draw } = {}) {
  const spelled = group.write(group.of(secret));
  return { pok: proofs.prove(pok(spelled), secret, draw("pok.w")), public_key: spelled };
}

export function known(value) {
  const [given, spelled] = fields(value, "pok", "public_key", "signature?", "name?");
  const key = group.read(spelled);
  if (group.same(key, group.identity) || !proofs.holds(pok(spelled), key, given)) throw new Malformed("a key is not proved to be known");
  return key;
}

// All of them: the election key, and the keys of owners from the first on.
export function read(text) {
  const members = items(parse(text)).map((entry) => {
    const [kind, value] = items(entry, 2);
    if (kind === "Single") {
      const key = known(value);
      return { publics: [key], part: key };
    }
    if (kind !== "Pedersen") throw new Malformed(`${kind} is no kind of trustee`);
    return threshold(value);
  });
  return { publics: members.flatMap(({ publics }) => publics), key: group.product(members.map(({ part }) => part)) };
}

function threshold(value) {
  const [enough, certs, coefexps, signatures, keys] = fields(value, "threshold", "certs", "coefexps", "signatures", "verification_keys");
  const members = certificates(certs, enough);
  const size = members.length;
  const dealt = items(coefexps, size).map((each, at) => coefficients(members[at], each, enough));
  items(signatures, size).forEach((each, at) => checkSignature(members[at].verification, view(certs, coefexps[at]), each));
  const publics = items(keys, size).map((each, at) => {
    const key = known(each);
    checkSignature(members[at].verification, each.public_key, each.signature);
    if (!group.same(key, group.product(dealt.map((own) => share(own, at + 1))))) throw new Malformed("a key is not the one that was dealt");
    return key;
  });
  return { publics, part: group.product(dealt.map(([first]) => first)) };
}

// Certificates: signed by whom they introduce, and for this very ceremony.
export function certificates(certs, enough) {
  const members = items(certs).map((cert, at) => {
    const [message, signature] = fields(cert, "message", "signature");
    const [context, verification, encryption] = fields(parse(message), "context", "verification", "encryption");
    const agreed = write({ group: group.NAME, size: certs.length, threshold: enough, index: at + 1 });
    if (write(context) !== agreed) throw new Malformed("a certificate is for another ceremony");
    const member = { verification: group.read(verification), encryption: group.read(encryption) };
    checkSignature(member.verification, message, signature);
    return member;
  });
  if (new Set(members.map((member) => group.write(member.verification))).size < members.length) throw new Malformed("two members have the same key");
  return members;
}

// The g^a of a member's polynomial, signed by it.
export function coefficients(member, value, enough) {
  const [message, signature] = fields(value, "message", "signature");
  checkSignature(member.verification, message, signature);
  const [spelled] = fields(parse(message), "coefexps");
  return items(spelled, enough).map((each) => group.read(each));
}

// What a member signs: all certificates as it saw them, and its own coefficients.
export const view = (certs, coefexps) => `certs_sig|${write({ certs, coefexps: parse(coefexps.message).coefexps })}`;

// What one polynomial dealt to member `index`, in the exponent: Π A_k ^ (index^k).
export const share = (own, index) => group.product(own.map((each, k) => group.power(each, BigInt(index) ** BigInt(k))));
