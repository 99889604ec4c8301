// Shuffles with proof: the same ballots in another order, and nobody sees which is which (Belenios v1, "Shuffle proofs",
// after Haenni, Locher, Koenig, Dubuis, *CHVote protocol specification* 1.3.2).
import { hexOf, random } from "./digests.js";
import { write } from "./json.js";
import * as group from "./group.js";
import { spelled } from "./proofs.js";

const { of, mod, multiply, power, product } = group;
const sum = (numbers) => mod(numbers.reduce((total, each) => total + each, 0n));
const listed = (elements) => elements.map((each) => `${group.write(each)},`).join("");
const parts = (ciphertexts) => ciphertexts.flatMap(({ alpha, beta }) => [alpha, beta]);

// A random order (Fisher and Yates).
export function permutation(count) {
  const order = Array.from({ length: count }, (_, at) => at);
  for (let at = count - 1; at > 0; at -= 1) {
    const other = below(at + 1);
    [order[at], order[other]] = [order[other], order[at]];
  }
  return order;
}

function below(limit) {
  const most = 2 ** 32 - (2 ** 32 % limit);
  for (;;) {
    const [drawn] = crypto.getRandomValues(new Uint32Array(1));
    if (drawn < most) return drawn % limit;
  }
}

// Re-encrypt in another order, and prove it; output i is input order[i].
export function shuffle(election, given, order, { draw = group.draw, progress = () => {} } = {}) {
  const count = given.length;
  let done = 0;
  const each = (make) => Array.from({ length: count }, (_, at) => { progress(++done, 8 * count); return make(at); });
  const raise = group.fixed(election.key);
  const fresh = given.map((_, at) => draw(`shuffle.r'[${at}]`));
  const again = each((at) => ({ alpha: multiply(given[at].alpha, of(fresh[at])), beta: multiply(given[at].beta, raise(fresh[at])) }));
  const after = order.map((at) => again[at]);
  const [h, generators] = [group.generator(-1), each(group.generator)];
  const commit = [];
  for (const at of order) commit[at] = draw(`shuffle.r[${at}]`);
  const c = [];
  order.forEach((source, at) => { c[source] = multiply(of(commit[source]), generators[at]); });
  const before = listed([...parts(given), ...parts(after), ...c]);
  const u = challenges(election, before, count);
  const moved = order.map((at) => u[at]);
  const rHat = given.map((_, at) => draw(`shuffle.rhat[${at}]`));
  const chain = [h];
  each((at) => chain.push(multiply(of(rHat[at]), power(chain[at], moved[at]))));
  const w = [1, 2, 3, 4].map((at) => draw(`shuffle.w${at}`));
  const wHat = given.map((_, at) => draw(`shuffle.what[${at}]`));
  const wPrime = given.map((_, at) => draw(`shuffle.w'[${at}]`));
  const combined = (bases) => product(each((at) => power(bases[at], wPrime[at])));
  const t = [
    of(w[0]), of(w[1]),
    multiply(of(w[2]), combined(generators)),
    multiply(raise(-w[3]), combined(after.map(({ beta }) => beta))),
    multiply(of(-w[3]), combined(after.map(({ alpha }) => alpha))),
  ];
  const tHat = each((at) => multiply(of(wHat[at]), power(chain[at], wPrime[at])));
  const links = chain.slice(1);
  const challenge = challengeOf(election, [...t, ...tHat], before, links);
  const factors = Array(count).fill(1n);
  for (let at = count - 2; at >= 0; at -= 1) factors[at] = mod(moved[at + 1] * factors[at + 1]);
  const answers = (nonces, secrets) => nonces.map((nonce, at) => String(mod(nonce + challenge * secrets[at])));
  const sums = [
    sum(commit), sum(rHat.map((r, at) => r * factors[at])), sum(u.map((factor, at) => commit[at] * factor)), sum(u.map((factor, at) => fresh[at] * factor)),
  ];
  const [t1, t2, t3, ...t4] = t.map(group.write);
  return {
    ciphertexts: after,
    proof: [
      [t1, t2, t3, t4, tHat.map(group.write)],
      [...answers(w, sums), answers(wHat, rHat), answers(wPrime, moved)],
      c.map(group.write),
      links.map(group.write),
    ],
  };
}

function challenges(election, before, count) {
  const seed = hexOf(`shuffle-challenges|${election.fingerprint}|${before}`);
  return Array.from({ length: count }, (_, at) => group.hashed(seed + hexOf(String(at))));
}

const challengeOf = (election, commitments, before, links) => group.hashed(
  `shuffle-challenge|${election.fingerprint}|${listed(commitments)}${before}${listed(links)}${group.write(election.key)}`,
);

// Whether a shuffle is one: every equation of its proof, one after another.
export function verified(election, given, after, argument) {
  const count = given.length;
  const [[t1, t2, t3, t4, tHatText], [s1, s2, s3, s4, sHat, sPrime], cText, linksText] = argument;
  if ([after, tHatText, sHat, sPrime, cText, linksText].some((list) => list.length !== count)) return false;
  const [t, tHat, c, links] = [[t1, t2, t3, ...t4], tHatText, cText, linksText].map((list) => list.map((each) => group.read(each)));
  const s = [s1, s2, s3, s4].map(group.scalar);
  const [hats, primes] = [sHat, sPrime].map((list) => list.map(group.scalar));
  const before = listed([...parts(given), ...parts(after), ...c]);
  const u = challenges(election, before, count);
  const challenge = challengeOf(election, [...t, ...tHat], before, links);
  const [h, generators] = [group.generator(-1), given.map((_, at) => group.generator(at))];
  const chain = [h, ...links];
  const combine = (bases, exponents) => product(bases.map((base, at) => power(base, exponents[at])));
  const against = (bases) => power(combine(bases, u), -challenge);
  const key = (exponent) => power(election.key, exponent);
  const joint = u.reduce((whole, each) => mod(whole * each), 1n);
  const [alphas, betas] = [0, 1].map((side) => [given, after].map((list) => list.map(({ alpha, beta }) => (side ? beta : alpha))));
  const equal = [
    [t[0], power(multiply(product(c), group.inverse(product(generators))), -challenge), of(s[0])],
    [t[1], power(multiply(chain.at(-1), power(h, -joint)), -challenge), of(s[1])],
    [t[2], against(c), of(s[2]), combine(generators, primes)],
    [t[3], against(betas[0]), key(-s[3]), combine(betas[1], primes)],
    [t[4], against(alphas[0]), of(-s[3]), combine(alphas[1], primes)],
    ...tHat.map((each, at) => [each, power(links[at], -challenge), of(hats[at]), power(chain[at], primes[at])]),
  ];
  return equal.every(([left, ...right]) => group.same(left, product(right)));
}

export const record = (shuffles) => write({
  ciphertexts: shuffles.map(({ ciphertexts }) => ciphertexts.map(spelled)),
  proofs: shuffles.map(({ proof }) => proof),
});
