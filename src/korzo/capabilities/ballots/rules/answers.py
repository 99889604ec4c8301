"""Answers to the two kinds of questions, encrypted and proved (Belenios specification, v1, "Answers to questions")."""

from collections.abc import Sequence
from typing import Any

from korzo.capabilities.ballots.rules import jsons, proofs
from korzo.capabilities.ballots.rules.digests import Draw
from korzo.capabilities.ballots.rules.proofs import Branch, Ciphertext, Proof
from korzo.capabilities.ballots.rules.questions import Election, Homomorphic


class BadProof(ValueError):
    """A proof whose equation does not hold."""


def make(election: Election, at: int, vote: Sequence[int], *, context: str, draw: Draw) -> dict[str, Any]:
    """Encrypt and prove the answer to question `at`; ValueError if it does not allow this vote."""
    question = election.questions[at]
    if len(vote) != (question.choices if isinstance(question, Homomorphic) else len(question.answers)):
        raise ValueError(f"question {at}: one number for each answer is needed")
    if not isinstance(question, Homomorphic):
        return _numbers(election, vote, context=context, draw=draw, name=f"q{at}")
    if not set(vote) <= {0, 1}:
        raise ValueError(f"question {at}: each number is 0 or 1")
    blank, chosen = (vote[0], sum(vote[1:])) if question.blank else (0, sum(vote))
    if (blank and chosen) or not (blank or question.least <= chosen <= question.most):
        raise ValueError(f"question {at}: from {question.least} to {question.most} answers can be chosen")
    return _bits(election, question, vote, context=context, draw=draw, name=f"q{at}")


def check(election: Election, at: int, value: Any, *, context: str) -> tuple[Ciphertext, ...]:
    """Check the answer to question `at`; Malformed, NotInGroup or BadProof."""
    question = election.questions[at]
    if isinstance(question, Homomorphic):
        return _check_bits(election, question, value, context)
    return (_check_numbers(election, value, context),)


# Homomorphic ---------------------------------------------------------------------------------------------------------
def _bits(
    election: Election, question: Homomorphic, vote: Sequence[int], *, context: str, draw: Draw, name: str
) -> dict[str, Any]:
    group, key = election.group, election.key
    randomness = [draw(f"{name}.r[{at}]") for at in range(len(vote))]
    choices = [proofs.encrypt(group, key, group.of(bit), r) for bit, r in zip(vote, randomness, strict=True)]
    individual = [
        proofs.prove_one(
            group,
            key,
            [Branch(choice, 0), Branch(choice, 1)],
            prefix=proofs.interval(group, context, choice),
            true=bit,
            randomness=r,
            draw=draw,
            name=f"{name}.individual[{at}]",
        )
        for at, (choice, bit, r) in enumerate(zip(choices, vote, randomness, strict=True))
    ]
    whole = _whole(election, context, choices)
    first = int(question.blank)
    total, chosen, together = proofs.times(group, choices[first:]), sum(vote[first:]), sum(randomness[first:])
    sums = [Branch(total, number) for number in range(question.least, question.most + 1)]
    given: dict[str, Any] = {
        "choices": [proofs.ciphertext_as_json(group, choice) for choice in choices],
        "individual_proofs": [_plain(each) for each in individual],
    }
    if not question.blank:
        overall = proofs.prove_one(
            group,
            key,
            sums,
            prefix=proofs.interval(group, whole, total),
            true=chosen - question.least,
            randomness=together,
            draw=draw,
            name=f"{name}.overall",
        )
        return {**given, "overall_proof": _plain(overall)}
    is_blank = vote[0] == 1
    overall = proofs.prove_one(
        group,
        key,
        [Branch(choices[0], 1), *sums],
        prefix=f"bproof1|{whole}|",
        true=0 if is_blank else 1 + chosen - question.least,
        randomness=randomness[0] if is_blank else together,
        draw=draw,
        name=f"{name}.overall",
    )
    blank = proofs.prove_one(
        group,
        key,
        [Branch(choices[0], 0), Branch(total, 0)],
        prefix=f"bproof0|{whole}|",
        true=int(is_blank),
        randomness=together if is_blank else randomness[0],
        draw=draw,
        name=f"{name}.blank",
    )
    return {**given, "overall_proof": _plain(overall), "blank_proof": _plain(blank)}


def _check_bits(election: Election, question: Homomorphic, value: Any, context: str) -> tuple[Ciphertext, ...]:
    group, key = election.group, election.key
    names = ["choices", "individual_proofs", "overall_proof", *(["blank_proof"] if question.blank else [])]
    choices, individual, overall, *blank = jsons.fields(value, *names)
    found = []
    pairs = zip(jsons.items(choices, question.choices), jsons.items(individual, question.choices), strict=True)
    for at, (choice, proof) in enumerate(pairs):
        ciphertext = proofs.read_ciphertext(group, choice, member=False)
        given = proofs.read_many(group, proof, 2)
        if not proofs.interval_holds(group, key, ciphertext, given, context=context, least=0, check=True):
            raise BadProof(f"choice {at}: is not proved to be 0 or 1")
        found.append(ciphertext)
    whole = _whole(election, context, found)
    total = proofs.times(group, found[question.blank :])
    numbers = range(question.least, question.most + 1)
    if not question.blank:
        given = proofs.read_many(group, overall, len(numbers))
        held = proofs.interval_holds(group, key, total, given, context=whole, least=question.least)
    else:
        branches = [Branch(found[0], 1), *(Branch(total, number) for number in numbers)]
        given = proofs.read_many(group, overall, len(branches))
        held = proofs.one_holds(group, key, branches, given, prefix=f"bproof1|{whole}|")
        given = proofs.read_many(group, blank[0], 2)
        branches = [Branch(found[0], 0), Branch(total, 0)]
        if not proofs.one_holds(group, key, branches, given, prefix=f"bproof0|{whole}|"):
            raise BadProof("is not proved to be either blank or not")
    if not held:
        raise BadProof("the number of choices is not proved")
    return tuple(found)


def _whole(election: Election, context: str, choices: Sequence[Ciphertext]) -> str:
    """S = S0 + "|" + all ciphertexts."""
    spelled = (election.group.write(part) for choice in choices for part in (choice.alpha, choice.beta))
    return f"{context}|{','.join(spelled)}"


def _plain(given: Sequence[Proof]) -> list[dict[str, str]]:
    return [proof.as_json() for proof in given]


# Non-homomorphic -----------------------------------------------------------------------------------------------------
def _numbers(election: Election, vote: Sequence[int], *, context: str, draw: Draw, name: str) -> dict[str, Any]:
    group = election.group
    randomness = draw(f"{name}.r")
    ciphertext = proofs.encrypt(group, election.key, group.embed(vote), randomness)
    prefix = _raw(election, context, ciphertext)
    return {
        "choices": proofs.ciphertext_as_json(group, ciphertext),
        "proof": proofs.prove(group, prefix, randomness, draw(f"{name}.w")).as_json(),
    }


def _check_numbers(election: Election, value: Any, context: str) -> Ciphertext:
    group = election.group
    choices, proof = jsons.fields(value, "choices", "proof")
    ciphertext = proofs.read_ciphertext(group, choices)
    if not proofs.holds(group, _raw(election, context, ciphertext), ciphertext.alpha, proofs.read(group, proof)):
        raise BadProof("the randomness is not proved to be known")
    return ciphertext


def _raw(election: Election, context: str, ciphertext: Ciphertext) -> str:
    write = election.group.write
    return f"raweg|{context}|{write(election.key)},{write(ciphertext.alpha)},{write(ciphertext.beta)}|"
