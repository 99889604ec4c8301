// A ballot: encrypted answers with their proofs, signed by the credential (Belenios v1, "Ballot" and "Answers").
import { base64Of } from "./digests.js";
import { Malformed, write } from "./json.js";
import * as group from "./group.js";
import * as proofs from "./proofs.js";

const sum = (numbers, zero = 0) => numbers.reduce((total, each) => total + each, zero);

// `votes` has a list for each question: 0 and 1 (the first says "blank" where that is allowed), or numbers 0 to 255.
export function make(election, secret, votes, { draw = group.draw } = {}) {
  const credential = group.write(group.of(secret));
  const context = `${election.fingerprint}|${credential}`;
  const raise = group.fixed(election.key);
  if (votes.length !== election.questions.length) throw new Malformed("every question has to be answered");
  const answers = votes.map((vote, at) => answer(election, election.questions[at], vote, { raise, context, draw, name: `q${at}` }));
  const unsigned = { election_uuid: election.uuid, election_hash: election.fingerprint, credential, answers };
  const hash = base64Of(write(unsigned));
  const proof = proofs.prove(`sig|${hash}|`, secret, draw("signature.w"));
  return write({ ...unsigned, signature: { hash, proof } });
}

// What a voter keeps, and finds in the list of last ballots.
export const tracker = base64Of;

// Why a question does not allow this vote; "" if it does.
export function wrong(question, vote) {
  if (vote.length !== question.answers.length + (question.blank ? 1 : 0)) return "length";
  if (question.numbers) return vote.every((each) => Number.isInteger(each) && each >= 0 && each <= 255) ? "" : "range";
  if (vote.some((bit) => bit !== 0 && bit !== 1)) return "bits";
  const chosen = sum(vote.slice(question.blank ? 1 : 0));
  if (question.blank && vote[0]) return chosen ? "blank" : "";
  return chosen < question.least ? "few" : chosen > question.most ? "many" : "";
}

function answer(election, question, vote, given) {
  const problem = wrong(question, vote);
  if (problem) throw new Malformed(`${given.name}: ${problem}`);
  return question.numbers ? carried(election, vote, given) : bits(question, vote, given);
}

function carried(election, vote, { raise, context, draw, name }) {
  const randomness = draw(`${name}.r`);
  const choices = proofs.spelled(proofs.encrypt(raise, group.embed(vote), randomness));
  const prefix = `raweg|${context}|${group.write(election.key)},${choices.alpha},${choices.beta}|`;
  return { choices, proof: proofs.prove(prefix, randomness, draw(`${name}.w`)) };
}

function bits({ blank, least, most }, vote, { raise, context, draw, name }) {
  const randomness = vote.map((_, at) => draw(`${name}.r[${at}]`));
  const encrypted = vote.map((bit, at) => proofs.encrypt(raise, bit ? group.g : group.identity, randomness[at]));
  const choices = encrypted.map(proofs.spelled);
  const one = (spelled) => `${spelled.alpha},${spelled.beta}`;
  const individual = choices.map((choice, at) => proofs.proveOne(
    raise,
    [0, 1].map((number) => ({ held: vote[at], number, randomness: randomness[at] })),
    { prefix: `prove|${context}|${one(choice)}|`, draw, name: `${name}.individual[${at}]` },
  ));
  const whole = `${context}|${choices.map(one).join(",")}`;
  const first = blank ? 1 : 0;
  const total = { held: sum(vote.slice(first)), randomness: sum(randomness.slice(first), 0n) };
  const sums = Array.from({ length: most - least + 1 }, (_, index) => ({ ...total, number: least + index }));
  const given = { choices, individual_proofs: individual };
  if (!blank) {
    const added = proofs.spelled({
      alpha: group.product(encrypted.map(({ alpha }) => alpha)), beta: group.product(encrypted.map(({ beta }) => beta)),
    });
    const prefix = `prove|${whole}|${one(added)}|`;
    return { ...given, overall_proof: proofs.proveOne(raise, sums, { prefix, draw, name: `${name}.overall` }) };
  }
  const zero = { held: vote[0], randomness: randomness[0] };
  return {
    ...given,
    overall_proof: proofs.proveOne(raise, [{ ...zero, number: 1 }, ...sums], { prefix: `bproof1|${whole}|`, draw, name: `${name}.overall` }),
    blank_proof: proofs.proveOne(raise, [{ ...zero, number: 0 }, { ...total, number: 0 }], { prefix: `bproof0|${whole}|`, draw, name: `${name}.blank` }),
  };
}
