"""The store that is a folder of plain CSV files, with a journal beside them."""
