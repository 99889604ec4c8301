// The archive of an election, read on a keeper's own device before a key is used: what is decrypted has to be what the
// ballots on the board add up to, and nothing else (Belenios v1, "Archive", "Encrypted tally").
import { base64Of, hexOf } from "./digests.js";
import { Malformed, fields, items, read as parse, write } from "./json.js";
import * as elections from "./election.js";
import * as group from "./group.js";
import * as proofs from "./proofs.js";
import { verified as shuffleHolds } from "./shuffle.js";
import * as trustees from "./trustees.js";

const BLOCK = 512;
const ascii = new TextDecoder("latin1");
const utf8 = new TextDecoder("utf-8", { fatal: true });

// The chain of events, each with the texts of its data records.
export function events(bytes) {
  const found = [];
  let pending = [];
  let parent;
  for (const { name, text } of records(bytes)) {
    const [digest, kind] = name.split(".");
    if (hexOf(text) !== digest) throw new Malformed("a record is not what its name says");
    if (kind === "data") { pending.push(text); continue; }
    const [before, height, type, payload] = fields(parse(text), "parent?", "height", "type", "payload?");
    if (before !== parent || height !== found.length) throw new Malformed("the chain is broken");
    if (payload !== (pending.length ? hexOf(pending.at(-1)) : undefined)) throw new Malformed("an event names another record");
    found.push({ type, data: pending });
    [pending, parent] = [[], digest];
  }
  if (pending.length || found[0]?.type !== "Setup") throw new Malformed("the archive is cut off");
  return found;
}

function* records(bytes) {
  for (let at = 0, first = true; at < bytes.length; first = false) {
    const name = ascii.decode(bytes.subarray(at, at + 100)).replace(/\0+$/, "");
    const size = parseInt(ascii.decode(bytes.subarray(at + 124, at + 135)), 8);
    if (!Number.isInteger(size) || at + BLOCK + size > bytes.length) throw new Malformed("the archive is cut off");
    if (!first) yield { name, text: utf8.decode(bytes.subarray(at + BLOCK, at + BLOCK + size)) };
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
}

// What is to be shuffled or decrypted next, after everything that a keeper has to know was recomputed:
// { election, tally, publics, ballots, shufflers }.
export function opened(bytes, progress = () => {}) {
  const chain = events(bytes);
  const [electionText, trusteesText, credentialsText] = chain[0].data;
  const election = elections.checked(electionText, trusteesText);
  const weights = new Map(items(parse(credentialsText)).map((entry) => {
    const [credential, weight = "1"] = entry.split(",");
    return [credential, BigInt(weight)];
  }));
  const last = new Map();
  for (const { type, data } of chain) if (type === "Ballot") last.set(parse(data[0]).credential, parse(data[0]));
  const of = (type) => chain.filter((event) => event.type === type);
  const [counted] = of("EncryptedTally");
  if (!counted) throw new Malformed("the ballots have not been added up yet");
  const total = last.size + of("Shuffle").length * last.size;
  let done = 0;
  const sums = sum(election, last, weights, () => progress(++done, total));
  if (write(sums.map((row) => row.map(proofs.spelled))) !== counted.data[0]) throw new Malformed("the tally is not the sum of the ballots");
  let tally = sums;
  const places = elections.shuffled(election);
  const shufflers = [];
  for (const { data } of of("Shuffle")) {
    const [ciphertexts, given] = fields(parse(data[0]), "ciphertexts", "proofs");
    places.forEach((place, at) => {
      const after = proofs.ciphertexts(items(ciphertexts, places.length)[at]);
      if (!shuffleHolds(election, tally[place], after, given[at])) throw new Malformed("a shuffle does not hold");
      tally = tally.with(place, after);
    });
    shufflers.push(parse(data[1]).owner);
    progress((done += last.size), total);
  }
  return { election, tally, publics: trustees.read(trusteesText).publics, ballots: last.size, shufflers };
}

// The last ballot of each voter, signed and for this election: products of choices, sorted lists of what is shuffled.
function sum(election, last, weights, step) {
  const tally = election.questions.map(({ numbers, answers, blank }) =>
    (numbers ? [] : Array.from({ length: answers.length + (blank ? 1 : 0) }, () => ({ alpha: group.identity, beta: group.identity }))));
  for (const [credential, ballot] of last) {
    const { signature, ...unsigned } = ballot;
    if (ballot.election_hash !== election.fingerprint || !weights.has(credential)) throw new Malformed("a ballot does not belong here");
    const signed = signature.hash === base64Of(write(unsigned)) && proofs.holds(`sig|${signature.hash}|`, group.read(credential), signature.proof);
    if (!signed) throw new Malformed("a ballot is not signed");
    ballot.answers.forEach(({ choices }, at) => {
      if (election.questions[at].numbers) { tally[at].push(proofs.ciphertext(choices)); return; }
      items(choices, tally[at].length).forEach((choice, place) => {
        const { alpha, beta } = proofs.ciphertext(choice, { member: false });
        const weight = weights.get(credential);
        const heavy = (element) => (weight === 1n ? element : group.power(element, weight));
        tally[at][place] = { alpha: group.multiply(tally[at][place].alpha, heavy(alpha)), beta: group.multiply(tally[at][place].beta, heavy(beta)) };
      });
    });
    step();
  }
  return tally.map((row, at) => (election.questions[at].numbers ? row.toSorted(inOrder) : row));
}

// By α, then β.
const inOrder = (one, other) => group.compare(one.alpha, other.alpha) || group.compare(one.beta, other.beta);
