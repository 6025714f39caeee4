"""What can be done with sheets. A file passes through these stages, each a module:

`sheets` bytes to cells, `columns` headers to fields, `rows` cells to values, `plans` values to what
is to happen, `works` what happens. `imports` and `exports` are the use cases.
"""
