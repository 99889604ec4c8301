"""Small elections that can be checked by hand."""

from fractions import Fraction

from korzo.capabilities.budgeting.rules.elections import Ballots, Election, Project, Shape

TOY = """META
key;value
description;Toy
country;Worldwide
unit;Toytown
instance;2026
num_projects;4
num_votes;10
budget;100
vote_type;approval
rule;unknown
date_begin;2026
date_end;2026
PROJECTS
project_id;cost;votes;name
A;50;6;Bench
B;40;5;Swing
C;40;4;Fountain
D;12;4;Tree
VOTES
voter_id;vote
1;A,B
2;A,B
3;A,B
4;A,B
5;A,B
6;A,C
7;C,D
8;C,D
9;C,D
10;D
"""


def election(budget: int, costs: str, *ballots: str, shape: Shape = Shape.APPROVAL, **more: object) -> Election:
    """`costs` as `A 50, B 40`; a ballot as `A B`, with points `A=3 B=1`; `5x A B` stands for five of them."""
    projects = tuple(Project(name, Fraction(cost)) for name, cost in (each.split() for each in costs.split(", ")))
    place = {project.id: at for at, project in enumerate(projects)}
    cast: list[object] = []
    for ballot in ballots:
        times, _x, names = ballot.partition("x ") if ballot[:1].isdigit() else ("1", "", ballot)
        pairs = [each.partition("=") for each in names.split()]
        chosen = [place[name] for name, _equals, _points in pairs]
        points = [int(points) for _name, _equals, points in pairs if points]
        cast += [(chosen, points) if shape in {Shape.CUMULATIVE, Shape.SCORING} else chosen] * int(times)
    return Election(projects, Ballots.of(shape, cast), Fraction(budget), **more)  # type: ignore[arg-type]


def toy() -> Election:
    """The example of ten voters and four projects."""
    return election(100, "A 50, B 40, C 40, D 12", "5x A B", "1x A C", "3x C D", "1x D")
