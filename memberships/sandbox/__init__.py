"""A payment provider that moves no money: an outsider who lives in our repository.

It has its own tables, pages and keys and talks to the newsroom by HTTP alone; nothing here imports the newsroom's
code, and the newsroom knows only its client, `memberships/providers/sandbox.py`. For a local newsroom only.
"""
