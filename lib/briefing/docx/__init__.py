"""A paper as a Word file.

How it looks (typefaces, sizes, lines, margins, page numbers) is in the Word files beside the code, in the spirit of
GB/T 9704: change a style there with Word. The typefaces are named and not shipped: Windows has 仿宋, 黑体, 楷体, 宋体;
where 方正小标宋简体 is missing, 宋体 stands in.
"""

from pathlib import Path

TEMPLATE = Path(__file__).with_name("notice.docx")
"""The empty Word file of a notice."""
