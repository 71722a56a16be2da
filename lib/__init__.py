"""推进计划看板: what the board knows and how it computes, apart from the pages that show it.

Data flows one way: files → text → rows → figures → pages and slides. docs/architecture.md is the map; who may import whom
stands in tests/test_layers.py. What a package's `__init__.py` lists is its face, and others import from there only.
"""
