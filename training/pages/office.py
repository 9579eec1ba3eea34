"""Kinds of pages that offices and shops make."""

from typing import Final

from training.pages.frame import Kind
from training.pages.office_forms import counter_slip, framed_form, open_form, questionnaire, receipt
from training.pages.office_ledgers import annex, invoice, mixed, statement, tables_only
from training.pages.office_letters import certificate, curriculum, letter, memo, notice, order
from training.pages.office_shops import data_sheet, menu, patent, prices, schedule

KINDS: Final[tuple[Kind, ...]] = (
    ("mixed", mixed, 4.0),
    ("tables only", tables_only, 4.0),
    ("annex", annex, 4.0),
    ("order", order, 4.0),
    ("letter", letter, 3.0),
    ("invoice", invoice, 3.0),
    ("open form", open_form, 2.5),
    ("framed form", framed_form, 2.0),
    ("data sheet", data_sheet, 1.5),
    ("survey", questionnaire, 1.5),
    ("statement", statement, 1.2),
    ("price list", prices, 1.2),
    ("curriculum", curriculum, 1.2),
    ("public notice", notice, 1.0),
    ("schedule", schedule, 1.0),
    ("memo", memo, 1.0),
    ("attestation", certificate, 1.0),
    ("patent", patent, 0.8),
    ("receipt", receipt, 0.6),
    ("counter slip", counter_slip, 0.6),
    ("menu", menu, 0.6),
)
