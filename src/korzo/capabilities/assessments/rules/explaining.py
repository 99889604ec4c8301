"""The lines of an instrument: where they come from, and what they are called."""

from korzo.capabilities.assessments.rules.instruments import Instrument


def places(instrument: Instrument) -> dict[str, tuple[str, str]]:
    """Table and row (or column of a register) where each line comes from."""
    found = {row.id: (table.id, row.id) for table, row in instrument.lines()}
    return {**found, **{each.line: (each.table, each.column) for each in instrument.derived}}


def names(instrument: Instrument) -> dict[str, dict[str, str]]:
    """What each line is called; a sum over a register is called like its column."""
    found = {row.id: row.name for _table, row in instrument.lines()}
    for each in instrument.derived:
        table = instrument.table(each.table)
        column = table.column(each.column) if table else None
        if table and column:
            tongues = {*table.name, *column.name}
            found[each.line] = {
                code: f"{column.name.get(code, column.name['en'])} ({table.name.get(code, table.name['en'])})"
                for code in tongues
            }
    return found
