// Proofs of knowledge: Schnorr's, and that a ciphertext holds one of some numbers (Belenios v1, "Zero-knowledge proofs").
import { fields, items } from "./json.js";
import * as group from "./group.js";

const { of, power, multiply, mod, write } = group;

const proof = (challenge, response) => ({ challenge: String(challenge), response: String(response) });

export function read(value) {
  const [challenge, response] = fields(value, "challenge", "response").map(group.scalar);
  return { challenge, response };
}

// (g^r, y^r · m); `raise` is the power of y
export const encrypt = (raise, message, randomness) => ({ alpha: of(randomness), beta: multiply(raise(randomness), message) });
export const spelled = ({ alpha, beta }) => ({ alpha: write(alpha), beta: write(beta) });

export function ciphertext(value, options) {
  const [alpha, beta] = fields(value, "alpha", "beta");
  return { alpha: group.read(alpha, options), beta: group.read(beta, options) };
}

export const ciphertexts = (value, options) => items(value).map((each) => ciphertext(each, options));

// Knows the logarithm of g^secret: c = H(prefix; g^w), r = w − secret · c.
export function prove(prefix, secret, nonce) {
  const challenge = group.challenge(prefix, [of(nonce)]);
  return proof(challenge, mod(nonce - secret * challenge));
}

export function holds(prefix, known, given) {
  const { challenge, response } = read(given);
  return group.challenge(prefix, [multiply(of(response), power(known, challenge))]) === challenge;
}

// One of several statements "this ciphertext holds `number`" is true, and not said which. A branch knows what its
// ciphertext really holds and its randomness: so every commitment is made of powers of g and y, which have tables.
export function proveOne(raise, branches, { prefix, draw, name }) {
  const truth = branches.findIndex(({ held, number }) => held === number);
  const made = [];
  const commitments = [];
  let others = 0n;
  let nonce;
  branches.forEach(({ held, number, randomness }, at) => {
    if (at === truth) {
      nonce = draw(`${name}[${at}].w`);
      commitments.push(of(nonce), raise(nonce));
      return;
    }
    const [challenge, response] = [draw(`${name}[${at}].challenge`), draw(`${name}[${at}].response`)];
    const exponent = response + randomness * challenge;
    commitments.push(of(exponent), multiply(raise(exponent), of(BigInt(held - number) * challenge)));
    others += challenge;
    made[at] = proof(challenge, response);
  });
  const challenge = mod(group.challenge(prefix, commitments) - others);
  made[truth] = proof(challenge, mod(nonce - branches[truth].randomness * challenge));
  return made;
}
