"""Getting passages back: by their words, and by what is coded there.

`words` reads what a person searches for, `matcher` finds it in a text, `stems` knows endings;
`codes` reads an expression over codes, `segments` evaluates it. All of it is pure: texts and
codings go in, places come out.
"""
