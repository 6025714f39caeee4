"""`make bench`: how fast Quartermaster is, against the least that the same duty costs on the same machine.

Figures of one machine at one time say little; ratios within one run say more. So every subject is measured in turns
with *the floor*, a hand-written program with the same duty over the same tables, and the medians of the rounds are told.
"""
