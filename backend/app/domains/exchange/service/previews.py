"""A plan as people look at it before they agree to it."""

from app.domains.exchange.models import Import
from app.domains.exchange.schemas import (
    CellFaultRead,
    Difference,
    ImportPreview,
    Outcome,
    PreviewRow,
)
from app.domains.exchange.service import faults
from app.domains.exchange.service.plans import Plan

SHOWN, SAMPLED = 100, 20


def outcome(plan: Plan) -> Outcome:
    """What the plan does, in numbers."""
    differences = [level.quantity - plan.present(level) for level in plan.levels]
    return Outcome(
        categories_created=len(plan.known.categories.grown),
        locations_created=len(plan.known.places.grown),
        locations_changed=len(plan.changed_places),
        items_created=len(plan.known.things.new),
        items_changed=len(plan.changed),
        levels_raised=sum(difference > 0 for difference in differences),
        levels_lowered=sum(difference < 0 for difference in differences),
        rows_unchanged=sum(row.number not in plan.touched for row in plan.reading.rows),
        left_out=plan.reading.left_out,
    )


def of(row: Import, plan: Plan) -> ImportPreview:
    return ImportPreview(
        id=row.id,
        kind=row.kind,
        status=row.status,
        rows=row.rows,
        mapping=row.mapping,
        outcome=outcome(plan),
        new_categories=[branch.path for branch in plan.known.categories.grown[:SHOWN]],
        new_locations=[branch.path for branch in plan.known.places.grown[:SHOWN]],
        new_items=[thing.name for thing in plan.known.things.new[:SHOWN]],
        differences=differences(plan)[:SHOWN],
        sample=[
            PreviewRow(
                row=line.number,
                values={
                    field: line.cells[column]
                    for column, field in row.mapping.items()
                    if column in line.cells
                },
                changes=line.number in plan.touched,
            )
            for line in plan.reading.sheet.lines[:SAMPLED]
        ],
        errors=[CellFaultRead(**fault) for fault in faults.as_json(plan.all_faults)],
        error_count=len(plan.all_faults),
    )


def differences(plan: Plan) -> list[Difference]:
    """The levels that are not yet what the file says."""
    return [
        Difference(
            row=level.row.number,
            item=level.thing.name,
            location=level.place.path,
            lot=level.lot,
            unit=level.thing.unit,
            present=plan.present(level),
            after=level.quantity,
        )
        for level in plan.levels
        if level.quantity != plan.present(level)
    ]
