"""Quartermaster: know what you have, where it is, who holds it, and what to get next."""

import gc

# A process makes some hundred thousand objects as it starts, and keeps them. With Python's own threshold of 700
# its collector looks through them four hundred times, which is a tenth of the start.
gc.set_threshold(50_000, 25, 50)
