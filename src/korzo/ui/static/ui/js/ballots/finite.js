// The subgroups of prime order of the numbers modulo a prime of 2048 bits (Belenios v1, "Default group parameters"; RFC 3526,
// section 3): slower than Ed25519, for votes that older tools have to verify. The same names as `ed25519.js`.
import { Malformed } from "./json.js";
import { hash, hexOf, numberOf, random } from "./digests.js";

const WIDTH = 6; // bits of an exponent that one row of a table answers

const number = (...rows) => BigInt(`0x${rows.join("")}`);

function finite({ NAME, p, q, g, CAPACITY }) {
  const isSafe = p === 2n * q + 1n; // then the members are the squares
  const bits = q.toString(2).length;
  const longest = String(p).length;
  const identity = 1n;
  const mod = (whole) => ((whole % q) + q) % q;
  const multiply = (left, right) => (left * right) % p;
  const isMember = (element) => (isSafe ? jacobi(element, p) === 1 : raised(element, q) === 1n);

  function raised(base, exponent) {
    const table = [1n];
    for (let at = 1; at < 16; at += 1) table.push((table[at - 1] * base) % p);
    let whole = 1n;
    for (const digit of exponent.toString(16)) {
      for (let at = 0; at < 4; at += 1) whole = (whole * whole) % p;
      if (digit !== "0") whole = (whole * table[parseInt(digit, 16)]) % p;
    }
    return whole;
  }

  // One base of which many powers are asked: base^(digit · 2^(WIDTH · place)) for every digit and place.
  function fixed(base) {
    const rows = [];
    let step = base;
    for (let place = 0; place < Math.ceil(bits / WIDTH); place += 1) {
      const row = [1n];
      while (row.length < 2 ** WIDTH) row.push((row.at(-1) * step) % p);
      rows.push(row);
      step = (row.at(-1) * step) % p;
    }
    return (exponent) => {
      let left = mod(exponent);
      let whole = 1n;
      for (const row of rows) {
        whole = (whole * row[Number(left & BigInt(2 ** WIDTH - 1))]) % p;
        left >>= BigInt(WIDTH);
      }
      return whole;
    };
  }

  function read(text, { member = true } = {}) {
    if (typeof text !== "string" || !/^[1-9][0-9]*$/.test(text) || text.length > longest || BigInt(text) >= p)
      throw new Malformed("an element is a number below the modulus");
    if (member && !isMember(BigInt(text))) throw new Malformed("a number outside the group");
    return BigInt(text);
  }

  function scalar(text) {
    if (typeof text !== "string" || !/^(0|[1-9][0-9]*)$/.test(text) || text.length > longest || BigInt(text) >= q) throw new Malformed("no scalar");
    return BigInt(text);
  }

  // Numbers 0 to 255 in one element, and back.
  function embed(values) {
    if (!values.length || values.length > CAPACITY || values.some((value) => !Number.isInteger(value) || value < 0 || value > 255))
      throw new Malformed(`one ciphertext carries 1 to ${CAPACITY} numbers of 0 to 255`);
    const start = values.reduce((whole, value) => whole * 256n + BigInt(value), 0n) << 8n;
    for (let element = start || 1n; ; element += 1n) if (isMember(element)) return element;
  }

  function extract(element, count) {
    const whole = element >> 8n;
    return Array.from({ length: count }, (_, index) => Number((whole >> BigInt(8 * (count - 1 - index))) & 255n));
  }

  let table;
  const hashed = (text) => numberOf(hash(text)) % q;
  return {
    NAME, q, g, identity, CAPACITY, mod, multiply, read, scalar, fixed, embed, extract, hashed,
    write: String,
    same: (left, right) => left === right,
    compare: (one, other) => (one < other ? -1 : one > other ? 1 : 0), // in the order of a tally
    inverse: (element) => inverted(element, p),
    product: (elements) => elements.reduce(multiply, identity),
    power: (base, exponent) => raised(base, mod(exponent)),
    of: (exponent) => (table ??= fixed(g))(exponent),
    challenge: (prefix, elements) => hashed(prefix + elements.join(",")),
    draw: (_name) => numberOf(random(Math.ceil(bits / 8) + 16)) % q,
    generator: (index) => raised(BigInt(`0x${hexOf(`ggen|${index}`)}`), (p - 1n) / q),
  };
}

// 1 / value mod modulus (Euclid).
function inverted(value, modulus) {
  let [low, high, one, other] = [value % modulus, modulus, 1n, 0n];
  while (low > 1n) {
    const times = high / low;
    [low, high, one, other] = [high - times * low, low, other - times * one, one];
  }
  return ((one % modulus) + modulus) % modulus;
}

// Jacobi's symbol of a number and an odd modulus: for a prime, 1 says "a square".
function jacobi(number, modulus) {
  let [top, below, sign] = [number % modulus, modulus, 1];
  while (top) {
    while (!(top & 1n)) {
      top >>= 1n;
      if ((below & 7n) === 3n || (below & 7n) === 5n) sign = -sign;
    }
    [top, below] = [below, top];
    if ((top & 3n) === 3n && (below & 3n) === 3n) sign = -sign;
    top %= below;
  }
  return below === 1n ? sign : 0;
}

export const belenios2048 = finite({
  NAME: "BELENIOS-2048", CAPACITY: 0,
  p: number(
    "a3ef2d011fefb1b6e39e568fccdffb0fb7dc7ef3a791b6862791811d21fc35f21e6d36856b428030421f514ed40bfd4c06e092a495af8d79a2f8",
    "5e0fb11c0ede07dd973f9c53e50930c6e82ac36de1ae3fb8c3aabfff12ce27a5022ddd8912d107435012768a2cdd0a4091d8fa447f6c7ebc15a3",
    "49fa318a6b4fe17d8d47e843a3e14dfa9b2162f4d7229abe93a188b46b006517d6f6747ebbb29c9ec3099b607f18fb1a8bc858279aa8599411d9",
    "98d3e3fada9e010840d082d8c31911acdd4a0e7992d0f18cc759cb5de0acf66a3882555bc810941e021b6a4ccfa04ee4008f878affa2375e2999",
    "b44f6cef17d707301e59e0e6351e051ed9cec4157646e64f",
  ),
  q: number(
    "adb6066a73522565f4daa0f2579db7f2f0fa90c2168bc709e20263387d55c491",
  ),
  g: number(
    "1307c1ab5f295885d7caa3a78a42415e31fd1c5807b61fb1e781878a52230a51988b98c259597f9c5a9dfd001d26ba31d9d8976f01d95a1c8262",
    "ee68a0e92cea541e5219e0d0d094301b894236823fe1d4bc04e29f3748aefd4f10d5b1a356a8643e673fd9d215fc8fe5fb9cf9fdb8ea88fdb1a3",
    "381a697fdf9c2458570b06d26aef1be365fdd90165f397c6b870df8c1b9e519edcee8bb0f74b7a1615a274ba60a7ea574a61f552d2dde0ce514e",
    "0927c4ff49b1964c4a913731ae4268d60d7f22127b6cbba44d453ac8b72fd04e0991b7aeff04867d8724ac638f5f34100d2d47aa680d43771902",
    "743d663f42d853c041e1c91fe3823f4bcf284308f1d7e653",
  ),
});

const safe = number(
  "ffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74020bbea63b139b22514a08798e3404ddef9519b3cd3a431b302b",
  "0a6df25f14374fe1356d6d51c245e485b576625e7ec6f44c42e9a637ed6b0bff5cb6f406b7edee386bfb5a899fa5ae9f24117c4b1fe649286651",
  "ece45b3dc2007cb8a163bf0598da48361c55d39a69163fa8fd24cf5f83655d23dca3ad961c62f356208552bb9ed529077096966d670c354e4abc",
  "9804f1746c08ca18217c32905e462e36ce3be39e772c180e86039b2783a2ec07a28fb5c55df06f4c52c9de2bcbf6955817183995497cea956ae5",
  "15d2261898fa051015728e5a8aacaa68ffffffffffffffff",
);
export const rfc3526 = finite({ NAME: "RFC-3526-2048", CAPACITY: 254, p: safe, q: (safe - 1n) / 2n, g: 2n });
