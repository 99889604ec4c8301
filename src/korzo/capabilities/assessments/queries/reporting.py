"""An assessment as a report to print: only what its reader may see."""

from collections.abc import Collection, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from korzo.capabilities.assessments.models import Assessment
from korzo.capabilities.assessments.queries import dating, picturing, spelling
from korzo.capabilities.assessments.queries.audiences import Audience
from korzo.capabilities.assessments.queries.explaining import Explained
from korzo.capabilities.assessments.queries.overview import Overview, Told
from korzo.capabilities.assessments.queries.picturing import Chart
from korzo.capabilities.assessments.queries.planning import Plan
from korzo.capabilities.assessments.queries.projecting import Projection
from korzo.capabilities.assessments.queries.terms import Terms
from korzo.capabilities.assessments.rules import explaining, expressions, instruments, peers, ratios, workbook
from korzo.capabilities.assessments.rules.packs import Pack
from korzo.capabilities.assessments.rules.pictures import PAPER
from korzo.capabilities.assessments.rules.ratios import Lines
from korzo.capabilities.assessments.rules.reports import Figure, Finding, Report, Sheet
from korzo.capabilities.assessments.rules.values import Unknown
from korzo.kernel.text.multilingual import Text


def report(assessment: Assessment, audience: Audience, terms: Terms | None = None) -> Report:
    """Write it in the reader's language, for this audience, in the terms that it chose."""
    overview, parts = Overview(assessment, audience, terms), audience.parts
    summary = "summary" in parts
    ahead = Projection(assessment) if "projections" in parts else None
    return Report(
        title=_("%(name)s: finances %(years)s") % {"name": assessment.organisation.name, "years": assessment.period},
        facts=_facts(assessment),
        words=_words(assessment.last_year),
        narrative=tuple(str(Text(assessment.narrative)).splitlines()) if summary else (),
        findings=tuple(_finding(overview, told) for told in overview.headlines) if summary else (),
        money=_money(overview) if summary else (),
        money_in=overview.money_in,
        ratios=_ratios(overview) if "ratios" in parts else (),
        scores=_scores(overview) if "questions" in parts else (),
        future=tuple(figure(chart) for chart in ahead.charts(ink=PAPER)) if ahead else (),
        legend=tuple(zip(ahead.kinds.values(), PAPER.lines, strict=False)) if ahead else (),
        room=(*ahead.in_words(), *ahead.left_out(audience)) if ahead else (),
        plan=_plan(assessment, audience) if "plan" in parts else (),
        outcomes=_outcomes(overview) if "plan" in parts else (),
        unknown=tuple(f"{each.name}: {each.because}" for each in overview.unknown) if summary else (),
        notes=_notes(overview, ahead),
    )


def of_city(
    name: str, pack: Pack, figures: Lines, years: Sequence[int], *, currency: str, others: Collection[Lines] = ()
) -> Report:
    """Write it of any city's figures, without a database: the ratios of a pack, beside others of the last year."""
    last, names = years[-1], explaining.names(instruments.named("mfsa"))
    by_year = {year: ratios.compute(pack, figures, year) for year in years}
    beside = {year: [ratios.compute(pack, each, year) for each in others] for year in years}
    findings = []
    for at, found in enumerate(by_year[last]):
        series = {year: computed[at].value for year, computed in by_year.items()}
        around = {year: peers.quartiles(each[at].value for each in computed) for year, computed in beside.items()}
        quartiles = {year: each for year, each in around.items() if not isinstance(each, Unknown)}
        told = Told(pack, found, series, None, spelling.sentence(pack.id, found, currency), names)
        percentile = peers.percentile(found.value, [each[at].value for each in beside[last]])
        share = isinstance(percentile, Decimal) and {"percent": round(percentile * 100), "count": len(others)}
        among = _("Higher than %(percent)s %% of %(count)s others.") % share if share else ""
        whole = workbook.flattened(found.ratio.expression, pack)
        chart = picturing.trend(found.ratio, str(told.name), series, quartiles, ink=PAPER)
        findings.append(
            Finding(
                name=str(told.name),
                value=spelling.value(found.value, found.ratio.unit),
                stands=told.standing[2],
                says=told.says or told.because,
                beside=" · ".join(each for each in (told.change, among) if each),
                formula=expressions.readable(whole, lambda line: str(Text(names.get(line, {"en": line})))),
                figure=figure(chart) if told.is_known else None,
            )
        )
    notes = _sources([pack])
    return Report(
        title=_("%(name)s: finances %(years)s") % {"name": name, "years": f"{years[0]}–{last}"},
        facts=currency,
        words=_words(last),
        findings=tuple(findings),
        notes=tuple(notes),
    )


def _facts(assessment: Assessment) -> str:
    facts = [str(assessment.get_state_display())]
    if assessment.council_decision:
        facts.append(_("decision %(decision)s") % {"decision": assessment.council_decision})
    return " · ".join(facts)


def _words(last: int) -> dict[str, str]:
    return {
        "findings": _("How we stand in %(year)s") % {"year": last},
        "money": _("Money by year"),
        "ratios": _("All ratios"),
        "scores": _("How we manage"),
        "future": _("Years to come"),
        "room": _("How much we could borrow"),
        "plan": _("What we do about it"),
        "outcomes": _("What became of earlier targets"),
        "unknown": _("What we do not know"),
        "notes": _("About this report"),
        "formula": _("How it is made"),
    }


def _finding(overview: Overview, told: Told) -> Finding:
    explained = Explained(overview, told)
    ratio = told.computed.ratio
    chart = picturing.trend(ratio, str(told.name), told.series, explained.peers, ink=PAPER)
    return Finding(
        name=str(told.name),
        value=spelling.value(told.computed.value, ratio.unit),
        stands=told.standing[2],
        says=told.says or told.because,
        beside=" · ".join(each for each in (told.change, told.among) if each),
        formula=explained.formula,
        figure=figure(chart) if told.is_known else None,
    )


def figure(chart: Chart) -> Figure:
    """A chart for paper."""
    says = "; ".join(f"{row[0]}: {row[1]}" for row in chart.rows)
    return Figure(chart.title, str(chart.drawing), f"{chart.title}. {says}", (chart.head, *chart.rows))


def _money(overview: Overview) -> Sheet:
    years = tuple(str(year) for year in overview.assessment.years)
    rows = overview.money
    return ((_("Amount"), *years), *((str(name), *(spelling.value(each) for each in values)) for name, values in rows))


def _ratios(overview: Overview) -> Sheet:
    years = tuple(str(year) for year in overview.assessment.years)
    return (
        (_("Ratio"), *years, _("Stands")),
        *(
            (
                str(told.name),
                *(
                    spelling.value(each, told.computed.ratio.unit) if isinstance(each, Decimal) else "–"
                    for each in told.series.values()
                ),
                told.standing[2],
            )
            for told in overview.told
        ),
    )


def _scores(overview: Overview) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    return tuple(
        (str(pillar), tuple((str(Text(indicator.name)), score or "–") for indicator, score in rows))
        for pillar, rows in overview.scores
    )


def _plan(assessment: Assessment, audience: Audience) -> Sheet:
    rows = Plan(assessment, audience=audience).rows
    if not rows:
        return ()
    head = (_("Action"), _("Moves"), _("Office"), _("Until"), _("Priority"), _("Stands"))
    return (
        head,
        *(
            (
                row.action.title,
                f"{row.moves}, {row.aim}",
                str(row.action.office.name) if row.action.office else "–",
                row.action.ends_on.isoformat(),
                str(row.action.priority),
                f"{row.action.get_state_display()} {row.action.percent} %",
            )
            for row in rows
        ),
    )


def _outcomes(overview: Overview) -> Sheet:
    return tuple((action.title, spelling.came(came)) for action, came in overview.targets)


def _notes(overview: Overview, ahead: Projection | None) -> tuple[str, ...]:
    notes = [*_sources(overview.packs), *dating.told(overview.assessment, overview.group, ahead)]
    if overview.terms.told:
        notes.append(overview.terms.told)
        if ahead is not None:
            notes.append(_("Years to come are in %(currency)s.") % {"currency": overview.terms.own})
    if overview.group:
        source = {"title": overview.group.peers.title, "source": overview.group.peers.source}
        notes.append(_("Compared with: %(title)s. Source: %(source)s.") % source)
        notes.append(_("Quartiles are linear between neighbours (type 7 of Hyndman and Fan), never of fewer than ten."))
    snapshot = getattr(overview.assessment, "snapshot", None)
    if snapshot:
        notes.append(_("Fingerprint of the signed figures (SHA-256): %(sha256)s") % {"sha256": snapshot.sha256})
    return tuple(notes)


def _sources(packs: Sequence[Pack]) -> list[str]:
    notes = [
        _("%(title)s, version %(version)s. Source: %(source)s.")
        % {"title": Text(pack.title), "version": pack.version, "source": pack.source}
        for pack in packs
    ]
    if not all(pack.confirmed for pack in packs):
        notes.append(_("Definitions and comparators are to be confirmed by your association or ministry."))
    return notes
